package dev.pluginio.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What capture adds to a commit that inserts or updates one article. Three hosts, each with a database of its own of the
 * same kind, take turns in one JVM: two without the plugin (how far these two differ is how exact the measurement is), and
 * one with it while nobody listens; after that two, one without it, and one with it while all three roles listen. A round is one block of commits of each; the
 * order is turned from round to round. What is reported is a block's time over that of the first host without the plugin
 * in the same round: the median, and the quarter points; and the same for the time that the committing thread was on a
 * processor, which says less of the database and more of the plugin. Half as many rounds come before, to warm up.
 *
 * <p>Arguments: the number of rounds, the number of commits in a block, and {@code h2} or {@code postgres} for one of
 * the databases only.
 */
public final class CommitOverhead {

    private static final String WITHOUT = "without the plugin";
    private static final String AGAIN = "without it, again";
    private static final String NOBODY = "nobody listens";
    private static final String SOMEBODY = "three roles listen";
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final int rounds;
    private final int commits;
    private final ScheduledExecutorService timer;

    private CommitOverhead(int rounds, int commits, ScheduledExecutorService timer) {
        this.rounds = rounds;
        this.commits = commits;
        this.timer = timer;
    }

    /**
     * Measures.
     *
     * @param args as the class says; all may be missing
     */
    public static void main(String[] args) {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 32;
        int commits = args.length > 1 ? Integer.parseInt(args[1]) : 1000;
        String only = args.length > 2 ? args[2] : "";
        ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
        try {
            CommitOverhead measurement = new CommitOverhead(rounds, commits, timer);
            for (List<String> names : List.of(List.of(WITHOUT, AGAIN, NOBODY), List.of(WITHOUT, SOMEBODY))) {
                if (!only.equals("postgres")) {
                    measurement.run(Databases::h2, names);
                }
                if (!only.equals("h2")) {
                    measurement.run(Databases::postgres, names);
                }
            }
        } finally {
            timer.shutdownNow();
        }
    }

    private void run(Supplier<Databases> kind, List<String> names) {
        try (Databases databases = kind.get()) {
            List<Contender> contenders = new ArrayList<>();
            try {
                for (String name : names) {
                    contenders.add(new Contender(name, databases.open("host" + contenders.size()), timer));
                }
                measure(databases + ", commits that insert one row", contenders, Editor::insert);
                measure(databases + ", commits that update one row", contenders, Editor::update);
            } finally {
                contenders.forEach(Contender::close);
            }
        }
    }

    private void measure(String title, List<Contender> contenders, BiConsumer<Editor, Integer> write) {
        Map<String, List<Block>> blocks = new LinkedHashMap<>();
        contenders.forEach(contender -> blocks.put(contender.name, new ArrayList<>()));
        int warmUp = rounds / 2;
        for (int round = 0; round < warmUp + rounds; round++) {
            for (Contender contender : order(contenders, round)) {
                Block block = contender.block(commits, write);
                if (round >= warmUp) {
                    blocks.getOrDefault(contender.name, List.of()).add(block);
                }
            }
        }
        contenders.forEach(Contender::check);
        report(title, blocks);
    }

    /** Each comes first, second and so on equally often, forwards and backwards. */
    private static List<Contender> order(List<Contender> contenders, int round) {
        List<Contender> order = new ArrayList<>(contenders);
        Collections.rotate(order, round / 2);
        if (round % 2 == 1) {
            Collections.reverse(order);
        }
        return order;
    }

    private void report(String title, Map<String, List<Block>> blocks) {
        System.out.printf(Locale.ROOT, "%n%s: %d rounds of %d commits each%n", title, rounds, commits);
        System.out.printf(
                "%-20s %12s %8s %16s %12s %8s%n", "", "µs a commit", "ratio", "(quarter points)", "CPU µs", "ratio");
        List<Block> base = blocks.getOrDefault(WITHOUT, List.of());
        blocks.forEach((name, own) -> {
            Quantiles ratio = ratio(own, base, Block::nanos);
            System.out.printf(
                    Locale.ROOT,
                    "%-20s %12.1f %8.3f    (%.3f-%.3f) %12.1f %8.3f%n",
                    name,
                    micros(own, Block::nanos),
                    ratio.at(0.5),
                    ratio.at(0.25),
                    ratio.at(0.75),
                    micros(own, Block::cpuNanos),
                    ratio(own, base, Block::cpuNanos).at(0.5));
        });
    }

    private double micros(List<Block> blocks, ToLongFunction<Block> time) {
        return new Quantiles(blocks.stream()
                        .mapToDouble(block -> time.applyAsLong(block) / 1e3 / commits)
                        .toArray())
                .at(0.5);
    }

    private static Quantiles ratio(List<Block> own, List<Block> base, ToLongFunction<Block> time) {
        double[] ratios = new double[own.size()];
        for (int round = 0; round < ratios.length; round++) {
            ratios[round] = (double) time.applyAsLong(own.get(round)) / time.applyAsLong(base.get(round));
        }
        return new Quantiles(ratios);
    }

    /** A block of commits: how long it took, and how long the committing thread was on a processor. */
    private record Block(long nanos, long cpuNanos) {}

    /** One host, with or without the plugin. */
    private static final class Contender implements AutoCloseable {

        private final String name;
        private final Database database;
        private final NullTransport transport = new NullTransport();
        private final @Nullable Captured plugin;
        private final Editor editor;
        private int written;

        Contender(String name, Database database, ScheduledExecutorService timer) {
            this.name = name;
            this.database = database;
            this.editor = new Editor(database.factory(), "host");
            Host host = new Host(database);
            boolean plain = name.equals(WITHOUT) || name.equals(AGAIN);
            plugin = plain ? null : new Captured(host, transport, timer);
            if (plugin != null && name.equals(SOMEBODY)) {
                host.roles().forEach(plugin.stages().attendance()::arrived);
            }
        }

        Block block(int commits, BiConsumer<Editor, Integer> write) {
            long cpu = THREADS.getCurrentThreadCpuTime();
            long start = System.nanoTime();
            for (int i = 0; i < commits; i++) {
                write.accept(editor, written++);
            }
            Block block = new Block(System.nanoTime() - start, THREADS.getCurrentThreadCpuTime() - cpu);
            if (plugin != null) {
                plugin.stages().log().afterAppended(() -> true).join(); // nothing runs on into the next one's turn
            }
            return block;
        }

        /** The three roles have a view each, and so each write goes out three times; to nobody goes nothing. */
        void check() {
            long expected = name.equals(SOMEBODY) ? 3L * written : 0;
            if (transport.emissions() != expected) {
                throw new IllegalStateException(
                        name + ": " + transport.emissions() + " emissions in place of " + expected);
            }
        }

        @Override
        public void close() {
            if (plugin != null) {
                plugin.close();
            }
            database.close();
        }
    }
}
