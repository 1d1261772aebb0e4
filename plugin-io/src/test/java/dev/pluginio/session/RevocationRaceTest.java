package dev.pluginio.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.access.AccessCache;
import dev.pluginio.access.Difference;
import dev.pluginio.access.Exposures;
import dev.pluginio.access.PermissionRule;
import dev.pluginio.api.access.AccessChange;
import dev.pluginio.api.access.AccessChange.UserChanged;
import dev.pluginio.api.access.Authentication;
import dev.pluginio.api.access.Authenticator;
import dev.pluginio.api.access.Credentials;
import dev.pluginio.api.access.Permissions;
import dev.pluginio.api.access.Principal;
import dev.pluginio.api.access.Role;
import dev.pluginio.api.event.ContentChange;
import dev.pluginio.api.realtime.Envelope;
import dev.pluginio.delivery.Attendance;
import dev.pluginio.delivery.Audiences;
import dev.pluginio.delivery.Delivery;
import dev.pluginio.delivery.DeliveryObserver;
import dev.pluginio.delivery.DeliverySettings;
import dev.pluginio.delivery.Rules;
import dev.pluginio.delivery.Shape;
import dev.pluginio.log.Announcement;
import dev.pluginio.log.Offsets;
import dev.pluginio.log.memory.MemoryEventLog;
import dev.pluginio.monitor.Counters;
import dev.pluginio.testing.Blog;
import dev.pluginio.testing.TablePolicy;
import dev.pluginio.testing.TestHandlers;
import dev.pluginio.transport.TransportSettings;
import dev.pluginio.transport.socketio.SocketIoTransport;
import io.socket.client.IO;
import io.socket.client.Socket;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * B32: while somebody writes all the time, rights are narrowed and widened. Of what is committed after a narrowing was
 * acknowledged, and before the rights are widened again, nothing ever arrives.
 */
class RevocationRaceTest {

    private static final int RACES = Integer.getInteger("races", 1_000);
    private static final Pattern NUMBER = Pattern.compile("\"title\":\"(\\d+)\"");

    private final TablePolicy policy = new TablePolicy();
    private final Role reader = policy.role("reader", Permissions.all());
    private final Role stranger = policy.role("stranger", Permissions.none());
    private volatile Role role = reader;

    private final Authenticator host = new Authenticator() {
        @Override
        public Authentication authenticate(Credentials untrusted) {
            return user();
        }

        @Override
        public Authentication anonymous() {
            return user();
        }

        @Override
        public Authentication refresh(Principal.User current) {
            return user();
        }

        private Authentication user() {
            return new Authentication.Admitted(new Principal.User("1", "ann", role, Optional.empty()));
        }
    };

    private record Forbidden(long after, long upTo) {}

    @Test
    @Timeout(300)
    void letsNothingOutThatARightTakenAwayForbids() throws Exception {
        AccessCache access = new AccessCache(policy, System::nanoTime);
        Attendance attendance = new Attendance();
        Rules rules = Rules.of(
                new DeliverySettings(Envelope.DATA, Shape.FLAT, List.of()),
                new Exposures(Blog.CATALOG, List.of(Blog.articles(PermissionRule.FIND)), PermissionRule.FIND));
        Audiences audiences = new Audiences(() -> rules, access, attendance);
        Counters counters = new Counters();
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        ExecutorService enforcing = Executors.newSingleThreadExecutor();
        SocketIoTransport transport = new SocketIoTransport(
                TransportSettings.defaults().withAddress("127.0.0.1", 0), counters, System::nanoTime);
        MemoryEventLog log = new MemoryEventLog(
                MemoryEventLog.Settings.defaults(),
                new Offsets(new SecureRandom()),
                Clock.systemUTC(),
                Executors.defaultThreadFactory(),
                counters);
        log.start(new Delivery(() -> rules, audiences, transport, DeliveryObserver.NONE));
        Enforcement enforcement = new Enforcement(
                new Enforcement.Parts(
                        host, access, new Difference(() -> Blog.CATALOG), attendance, audiences, log, transport),
                enforcing,
                timer,
                Clock.systemUTC(),
                counters);
        enforcement.start();
        transport.start(new Sessions(
                SessionSettings.defaults(),
                TestHandlers.with(timer),
                host,
                enforcement,
                attendance,
                Runnable::run,
                Clock.systemUTC(),
                counters));
        Queue<Long> heard = new ConcurrentLinkedQueue<>();
        List<Socket> clients = List.of(
                connect(transport, heard, "websocket"),
                connect(transport, heard, "websocket"),
                connect(transport, heard, "polling"));
        AtomicLong written = new AtomicLong();
        Thread writer = new Thread(() -> write(log, written));
        writer.start();
        List<Forbidden> forbidden = new ArrayList<>();
        try {
            Random random = new Random(5);
            for (int race = 0; race < RACES; race++) {
                AccessChange change;
                if (random.nextBoolean()) {
                    policy.set(reader, Permissions.none());
                    change = new AccessChange.RoleChanged(reader.id());
                } else {
                    role = stranger;
                    change = new UserChanged("1");
                }
                enforcement.changed(change).toCompletableFuture().get(10, TimeUnit.SECONDS);
                long acknowledged = written.get() + 1; // one may be on its way to the log
                while (written.get() < acknowledged + 2) {
                    Thread.onSpinWait();
                }
                // those that follow are read when the rights are wide again
                log.afterAppended(() -> "read").get(10, TimeUnit.SECONDS);
                forbidden.add(new Forbidden(acknowledged, acknowledged + 2));
                policy.set(reader, Permissions.all());
                role = reader;
                enforcement.changed(change).toCompletableFuture().get(10, TimeUnit.SECONDS);
            }
        } finally {
            writer.interrupt();
            writer.join();
            log.afterAppended(() -> "read").get(10, TimeUnit.SECONDS);
            transport.settled().toCompletableFuture().get(10, TimeUnit.SECONDS);
            clients.forEach(Socket::disconnect);
            transport.close();
            log.close();
            timer.shutdownNow();
            enforcing.shutdownNow();
        }
        assertThat(heard).hasSizeGreaterThan(RACES);
        for (Forbidden span : forbidden) {
            assertThat(heard).noneMatch(number -> number > span.after() && number <= span.upTo());
        }
    }

    private static void write(MemoryEventLog log, AtomicLong written) {
        while (!Thread.currentThread().isInterrupted()) {
            long number = written.get() + 1;
            log.append(Announcement.of(ContentChange.updated(
                    Blog.ARTICLE, Blog.published(1, "before"), Blog.published(1, String.valueOf(number)))));
            written.set(number);
            LockSupport.parkNanos(50_000);
        }
    }

    private static Socket connect(SocketIoTransport transport, Queue<Long> heard, String carrier)
            throws InterruptedException {
        IO.Options options = IO.Options.builder()
                .setForceNew(true)
                .setTransports(new String[] {carrier})
                .setAuth(Map.of("token", "x"))
                .build();
        Socket socket =
                IO.socket(URI.create("http://127.0.0.1:" + transport.address().getPort()), options);
        CountDownLatch connected = new CountDownLatch(1);
        socket.on(Socket.EVENT_CONNECT, args -> connected.countDown());
        socket.on("article:update", args -> {
            Matcher number = NUMBER.matcher(String.valueOf(args[0]));
            if (number.find()) {
                heard.add(Long.valueOf(number.group(1)));
            }
        });
        socket.connect();
        assertThat(connected.await(10, TimeUnit.SECONDS)).isTrue();
        return socket;
    }
}
