package dev.pluginio.bench;

import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What {@code log.type: jpa} costs the host's writes, and how soon clients hear. Hosts take turns in one process, on one
 * PostgreSQL server that syncs its commits to the disk, each with a Hibernate factory and a database of its own: one without
 * the plugin, one with a log in memory, one with the log in the database, and one without the plugin that puts a row into
 * another table in the same transaction and does no more: the least that anything can cost that writes down what happens
 * where it happens. Four writers insert and update articles, one a transaction; with the plugin one client hears of each over
 * a WebSocket.
 *
 * <p>First at a given rate, in blocks, the order turned from round to round: what is reported is the median of the ratios of
 * a block's median to that of the host without the plugin in the same round; and of all writes the time from the return of the
 * commit to the client's callback. Then as fast as it goes, in blocks: how many events a second were heard of.
 *
 * <p>Arguments: the number of rounds, the seconds of a block, how many writes a second, {@code plain} or {@code populated}
 * for articles without or with author, category and tags, and {@code sync} or {@code nosync}.
 */
public final class DurableCost {

    private static final int CEILING_SECONDS = 4;

    private final int rounds;
    private final int block;
    private final int perSecond;
    private final int flatOut;

    private DurableCost(int rounds, int seconds, int perSecond) {
        this.rounds = rounds;
        this.block = seconds * perSecond;
        this.perSecond = perSecond;
        this.flatOut = CEILING_SECONDS * perSecond;
    }

    /**
     * Measures.
     *
     * @param args as the class says; all may be missing
     * @throws Exception if a writer fails
     */
    public static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 9;
        int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 4;
        int perSecond = args.length > 2 ? Integer.parseInt(args[2]) : 500;
        boolean isPopulated = args.length > 3 && args[3].equals("populated");
        boolean isSyncing = args.length < 5 || !args[4].equals("nosync");
        new DurableCost(rounds, seconds, perSecond).run(isSyncing, isPopulated);
        System.exit(0); // the client library keeps threads
    }

    private int warmUp() {
        return rounds / 2 + 1;
    }

    private int paced() {
        return (warmUp() + rounds) * block;
    }

    private int writes() {
        return paced() + rounds * flatOut;
    }

    private void run(boolean isSyncing, boolean isPopulated) throws InterruptedException, ExecutionException {
        List<Contender> contenders = new ArrayList<>();
        try (Databases databases = isSyncing ? Databases.syncingPostgres() : Databases.postgres()) {
            try {
                contenders.add(new Contender("without the plugin", databases.open("without"), entities -> {}));
                contenders.add(new Contender("one row by hand", databases.open("byhand"), new OneRow()));
                for (String name : List.of("log.type: memory", "log.type: jpa")) {
                    Contender contender =
                            new Contender(name, databases.open(name.substring(name.indexOf(' ') + 1)), entities -> {});
                    contenders.add(contender);
                    contender.start(isPopulated);
                }
                System.out.printf(
                        "%n%s, articles %s relations, %d rounds%n",
                        databases, isPopulated ? "with" : "without", rounds);
                atARate(contenders);
                flatOut(contenders);
            } finally {
                contenders.forEach(Contender::close);
            }
        }
    }

    private void atARate(List<Contender> contenders) throws InterruptedException, ExecutionException {
        for (int round = 0; round < warmUp() + rounds; round++) {
            for (Contender contender : order(contenders, round)) {
                contender.writers.write(round * block, (round + 1) * block, perSecond);
                contender.settle();
            }
        }
        System.out.printf("%d writes a second, milliseconds%n", perSecond);
        System.out.printf(
                "%-20s %9s %9s %9s  %s%n", "the write itself", "p50", "p99", "max", "p50, ratio (quarter points)");
        for (Contender contender : contenders) {
            print(contender.name, quantiles(contender.writers.begun(), contender.writers.returned()));
            Quantiles ratio = ratio(contender, contenders.get(0));
            System.out.printf(Locale.ROOT, "  %.2f (%.2f-%.2f)%n", ratio.at(0.5), ratio.at(0.25), ratio.at(0.75));
        }
        System.out.println("commit to client");
        for (Contender contender : contenders) {
            if (contender.listener != null) {
                print(contender.name, quantiles(contender.writers.returned(), contender.listener.heardSoFar()));
                System.out.println();
            }
        }
    }

    private Quantiles quantiles(long[] from, long[] to) {
        return Quantiles.ofMillis(from, to, warmUp() * block, paced());
    }

    private Quantiles ratio(Contender own, Contender base) {
        double[] ratios = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            int from = (warmUp() + i) * block;
            ratios[i] = own.median(from, from + block) / base.median(from, from + block);
        }
        return new Quantiles(ratios);
    }

    private static void print(String name, Quantiles all) {
        System.out.printf(Locale.ROOT, "%-20s %9.2f %9.2f %9.2f", name, all.at(0.5), all.at(0.99), all.at(1));
    }

    private void flatOut(List<Contender> contenders) throws InterruptedException, ExecutionException {
        List<List<Double>> rates = new ArrayList<>();
        contenders.forEach(contender -> rates.add(new ArrayList<>()));
        for (int round = 0; round < rounds; round++) {
            for (Contender contender : order(contenders, round)) {
                int from = paced() + round * flatOut;
                long start = System.nanoTime();
                contender.writers.write(from, from + flatOut, 0);
                contender.settle();
                rates.get(contenders.indexOf(contender)).add(flatOut / ((System.nanoTime() - start) / 1e9));
            }
        }
        System.out.println("as fast as it goes: writes a second, and events handed to the transport (least-most)");
        for (Contender contender : contenders) {
            Quantiles rate = new Quantiles(rates.get(contenders.indexOf(contender)).stream()
                    .mapToDouble(Double::doubleValue)
                    .toArray());
            System.out.printf(
                    Locale.ROOT, "%-20s %9.0f (%.0f-%.0f)%n", contender.name, rate.at(0.5), rate.at(0), rate.at(1));
            if (contender.listener != null) {
                long[] unused = contender.listener.heardAt(); // every write once
            }
        }
    }

    private static List<Contender> order(List<Contender> contenders, int round) {
        List<Contender> order = new ArrayList<>(contenders);
        Collections.rotate(order, round / 2);
        if (round % 2 == 1) {
            Collections.reverse(order);
        }
        return order;
    }

    /** One host, with or without the plugin. */
    private final class Contender implements AutoCloseable {

        private final String name;
        private final Database database;
        private final Writers writers;
        private @Nullable Running plugin;
        private @Nullable Listener listener;

        Contender(String name, Database database, Consumer<EntityManager> besides) {
            this.name = name;
            this.database = database;
            this.writers = new Writers(new Editor(database.factory(), "host", besides), writes());
        }

        void start(boolean isPopulated) {
            Running running = new Running(
                    new Host(database),
                    (jpa, counters) ->
                            name.endsWith("jpa") ? Captured.durable(jpa, counters) : Stages.inMemory(counters),
                    isPopulated);
            plugin = running;
            listener = new Listener(running.address(), "reader", writes());
        }

        /** Nothing runs on into the next one's turn. */
        void settle() {
            if (plugin != null) {
                plugin.stages().log().afterAppended(() -> true).join();
            }
        }

        double median(int from, int to) {
            return Quantiles.ofMillis(writers.begun(), writers.returned(), from, to)
                    .at(0.5);
        }

        @Override
        public void close() {
            writers.close();
            if (listener != null) {
                listener.close();
            }
            if (plugin != null) {
                plugin.close();
            }
            database.close();
        }
    }
}
