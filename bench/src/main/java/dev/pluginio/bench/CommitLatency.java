package dev.pluginio.bench;

import dev.pluginio.api.access.Role;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/**
 * How long an event takes from the commit to the client. Four writers of a Hibernate host insert and update articles in
 * turn, together 200 a second, each write at its time whether or not those before were quick; one client for each of three
 * roles hears of them over a WebSocket. All is in one process, so that one clock measures: from the return of the write's
 * commit to the client's callback. An event may arrive before the commit has returned; that counts as less than nothing.
 * Because the writer's thread may be slow to note the time, the whole way from before the write is reported too.
 *
 * <p>Arguments: for how many seconds, how many writes a second, and {@code h2} or {@code postgres} for one of the
 * databases only.
 */
public final class CommitLatency {

    private static final int WARM_UP_SECONDS = 10;

    private final int perSecond;
    private final int warmUp;
    private final int writes;

    private CommitLatency(int seconds, int perSecond) {
        this.perSecond = perSecond;
        this.warmUp = WARM_UP_SECONDS * perSecond;
        this.writes = warmUp + seconds * perSecond;
    }

    /**
     * Measures.
     *
     * @param args as the class says; all may be missing
     * @throws Exception if a writer fails
     */
    public static void main(String[] args) throws Exception {
        int seconds = args.length > 0 ? Integer.parseInt(args[0]) : 30;
        int perSecond = args.length > 1 ? Integer.parseInt(args[1]) : 200;
        String only = args.length > 2 ? args[2] : "";
        CommitLatency measurement = new CommitLatency(seconds, perSecond);
        if (!only.equals("postgres")) {
            measurement.run(Databases::h2);
        }
        if (!only.equals("h2")) {
            measurement.run(Databases::postgres);
        }
        System.exit(0); // the client library keeps threads
    }

    private void run(Supplier<Databases> kind) throws InterruptedException, ExecutionException {
        try (Databases databases = kind.get();
                Database database = databases.open("host")) {
            Host host = new Host(database);
            Editor editor = new Editor(database.factory(), "host");
            try (Running plugin = new Running(host, (jpa, counters) -> Stages.inMemory(counters), true)) {
                measure(databases.toString(), editor, plugin.address(), host.roles());
            }
        }
    }

    private void measure(String title, Editor editor, InetSocketAddress server, List<Role> roles)
            throws InterruptedException, ExecutionException {
        List<Listener> listeners = new ArrayList<>();
        try (Writers writers = new Writers(editor, writes)) {
            for (Role role : roles) {
                listeners.add(new Listener(server, role.id(), writes));
            }
            writers.write(0, warmUp, perSecond);
            writers.write(warmUp, writes, perSecond); // not burdened with what the warm-up was late
            long[] begun = writers.begun();
            long[] returned = writers.returned();
            double seconds = (returned[writes - 1] - begun[warmUp]) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "%n%s: %d writes in %.1f s (%.1f a second) after %d s of warm-up%n",
                    title,
                    writes - warmUp,
                    seconds,
                    (writes - warmUp) / seconds,
                    WARM_UP_SECONDS);
            System.out.printf("%-28s %9s %9s %9s %9s%n", "milliseconds", "p50", "p99", "p99.9", "max");
            print("the write itself", returned, begun);
            for (Listener listener : listeners) {
                long[] heardAt = listener.heardAt();
                print("commit to " + listener.role(), heardAt, returned);
                print("begin to " + listener.role(), heardAt, begun);
            }
        } finally {
            listeners.forEach(Listener::close);
        }
    }

    private void print(String name, long[] to, long[] from) {
        Quantiles all = Quantiles.ofMillis(from, to, warmUp, writes);
        System.out.printf(
                Locale.ROOT,
                "%-28s %9.2f %9.2f %9.2f %9.2f%n",
                name,
                all.at(0.5),
                all.at(0.99),
                all.at(0.999),
                all.at(1));
    }
}
