package dev.pluginio.bench;

import dev.pluginio.access.AccessCache;
import dev.pluginio.access.Difference;
import dev.pluginio.access.Exposures;
import dev.pluginio.access.PermissionRule;
import dev.pluginio.api.access.Role;
import dev.pluginio.api.content.ContentCatalog;
import dev.pluginio.api.host.HostCms;
import dev.pluginio.api.realtime.Envelope;
import dev.pluginio.delivery.DeliverySettings;
import dev.pluginio.delivery.Rules;
import dev.pluginio.delivery.Shape;
import dev.pluginio.session.Enforcement;
import dev.pluginio.session.SessionSettings;
import dev.pluginio.session.Sessions;
import dev.pluginio.session.handlers.HandlerObserver;
import dev.pluginio.session.handlers.Handlers;
import dev.pluginio.session.handlers.Surroundings;
import dev.pluginio.transport.Audience;
import dev.pluginio.transport.TransportObserver;
import dev.pluginio.transport.TransportSettings;
import dev.pluginio.transport.socketio.SocketIoTransport;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.locks.LockSupport;
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

    private static final int WRITERS = 4;
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
        ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
        ExecutorService blocking = Executors.newFixedThreadPool(2);
        try (Databases databases = kind.get();
                Database database = databases.open("host");
                SocketIoTransport transport =
                        new SocketIoTransport(anyPort(), TransportObserver.NONE, System::nanoTime)) {
            Host host = new Host(database);
            Editor editor = new Editor(database.factory(), "host");
            try (Captured plugin = new Captured(host, transport, timer)) {
                Stages stages = plugin.stages();
                Enforcement enforcement = new Enforcement(
                        new Enforcement.Parts(
                                host,
                                stages.access(),
                                new Difference(() -> stages.exposures().catalog()),
                                stages.attendance(),
                                stages.audiences(),
                                stages.log(),
                                transport),
                        blocking,
                        timer,
                        Clock.systemUTC(),
                        stages.counters());
                transport.start(new Sessions(
                        SessionSettings.defaults(),
                        handlers(timer, host, stages.access()),
                        host,
                        enforcement,
                        stages.attendance(),
                        blocking,
                        Clock.systemUTC(),
                        stages.counters()));
                measure(databases.toString(), editor, transport.address(), host.roles());
            }
        } finally {
            blocking.shutdownNow();
            timer.shutdownNow();
        }
    }

    private static Handlers handlers(ScheduledExecutorService timer, HostCms host, AccessCache access) {
        Rules rules = Rules.of(
                new DeliverySettings(Envelope.DATA, Shape.FLAT, List.of()),
                new Exposures(ContentCatalog.of(List.of()), List.of(), PermissionRule.ACTION));
        return new Handlers(
                Handlers.Settings.defaults(),
                () -> rules,
                new Surroundings(
                        () -> {
                            throw new IllegalStateException("nothing is sent by handlers here");
                        },
                        host,
                        access),
                plugin -> Thread::new,
                timer,
                System::nanoTime,
                HandlerObserver.NONE);
    }

    private static TransportSettings anyPort() {
        TransportSettings usual = TransportSettings.defaults();
        return usual.withAddress(usual.host(), 0).withNamespaces(Set.of(Audience.ROOT));
    }

    private void measure(String title, Editor editor, InetSocketAddress server, List<Role> roles)
            throws InterruptedException, ExecutionException {
        List<Listener> listeners = new ArrayList<>();
        try {
            for (Role role : roles) {
                listeners.add(new Listener(server, role.id(), writes));
            }
            Written written = write(editor);
            System.out.printf(
                    Locale.ROOT,
                    "%n%s: %d writes in %.1f s (%.1f a second) after %d s of warm-up%n",
                    title,
                    writes - warmUp,
                    written.seconds(warmUp),
                    (writes - warmUp) / written.seconds(warmUp),
                    WARM_UP_SECONDS);
            System.out.printf("%-28s %9s %9s %9s %9s%n", "milliseconds", "p50", "p99", "p99.9", "max");
            print("the write itself", written.returned, written.begun);
            for (Listener listener : listeners) {
                long[] heardAt = listener.heardAt();
                print("commit to " + listener.role(), heardAt, written.returned);
                print("begin to " + listener.role(), heardAt, written.begun);
            }
        } finally {
            listeners.forEach(Listener::close);
        }
    }

    private void print(String name, long[] to, long[] from) {
        double[] millis = new double[writes - warmUp];
        for (int i = 0; i < millis.length; i++) {
            millis[i] = (to[warmUp + i] - from[warmUp + i]) / 1e6;
        }
        Quantiles all = new Quantiles(millis);
        System.out.printf(
                Locale.ROOT,
                "%-28s %9.2f %9.2f %9.2f %9.2f%n",
                name,
                all.at(0.5),
                all.at(0.99),
                all.at(0.999),
                all.at(1));
    }

    private Written write(Editor editor) throws InterruptedException, ExecutionException {
        Written written = new Written(new long[writes], new long[writes]);
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        try {
            write(editor, 0, warmUp, written, writers);
            write(editor, warmUp, writes, written, writers); // not burdened with what the warm-up was late
        } finally {
            writers.shutdownNow();
        }
        return written;
    }

    private void write(Editor editor, int from, int to, Written written, ExecutorService writers)
            throws InterruptedException, ExecutionException {
        long start = System.nanoTime();
        List<Future<?>> running = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            int first = from + writer;
            running.add(writers.submit(() -> {
                for (int i = first; i < to; i += WRITERS) {
                    write(editor, i, start + (i - from) * Duration.ofSeconds(1).toNanos() / perSecond, written);
                }
            }));
        }
        for (Future<?> writer : running) {
            writer.get();
        }
    }

    private void write(Editor editor, int number, long due, Written written) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        written.begun[number] = System.nanoTime();
        // each writer inserts and updates in turn
        written.returned[number] = number / WRITERS % 2 == 0 ? editor.insert(number) : editor.update(number);
    }

    /** When each write began and when its commit had returned, by {@link System#nanoTime()}. */
    private static final class Written {
        private final long[] begun;
        private final long[] returned;

        Written(long[] begun, long[] returned) {
            this.begun = begun;
            this.returned = returned;
        }

        double seconds(int from) {
            return (returned[returned.length - 1] - begun[from]) / 1e9;
        }
    }
}
