package dev.pluginio.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pluginio.access.AccessCache;
import dev.pluginio.access.Difference;
import dev.pluginio.access.Exposures;
import dev.pluginio.access.PermissionRule;
import dev.pluginio.api.access.AccessChange;
import dev.pluginio.api.access.AccessChange.UserChanged;
import dev.pluginio.api.access.ApiToken;
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
import dev.pluginio.transport.socketio.BareSocket;
import dev.pluginio.transport.socketio.RawClient;
import dev.pluginio.transport.socketio.SocketIoTransport;
import io.socket.client.IO;
import io.socket.client.Socket;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * B32: while somebody writes all the time, rights are taken away and given back: roles lose permissions, users get other
 * roles or are blocked, tokens are revoked. Of what is committed after a change was acknowledged, and before the rights
 * are given back, nothing ever arrives; of what was committed before, nothing that had not left by then.
 */
class RevocationRaceTest {

    private static final int RACES = Integer.getInteger("races", 1_000);
    private static final int SLEEPS = RACES / 200;
    private static final int MESSAGES = 80;
    private static final Pattern NUMBER = Pattern.compile("\"title\":\"(\\d+)");

    private final TablePolicy policy = new TablePolicy();
    private final Role reader = policy.role("reader", Permissions.all());
    private final Role stranger = policy.role("stranger", Permissions.none());
    private final ApiToken token = policy.token("key", Permissions.all());
    private volatile Role annsRole = reader;
    private volatile boolean isBobBlocked;
    private volatile boolean isTokenRevoked;

    private final Authenticator host = new Authenticator() {
        @Override
        public Authentication authenticate(Credentials untrusted) {
            return switch (untrusted.token()) {
                case "ann" -> anonymous();
                case "bob" -> isBobBlocked ? refused() : user("2", "bob", reader);
                default -> isTokenRevoked ? refused() : new Authentication.Admitted(new Principal.Token(token));
            };
        }

        @Override
        public Authentication anonymous() {
            return user("1", "ann", annsRole);
        }

        @Override
        public Authentication refresh(Principal.User current) {
            return current.name().equals("ann") ? anonymous() : user("2", "bob", reader);
        }

        private Authentication user(String id, String name, Role role) {
            return new Authentication.Admitted(new Principal.User(id, name, role, Optional.empty()));
        }

        private Authentication refused() {
            return new Authentication.Refused("refused", "not any more");
        }
    };

    private final Counters counters = new Counters();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService enforcing = Executors.newSingleThreadExecutor();
    private final SocketIoTransport transport = new SocketIoTransport(
            TransportSettings.defaults().withAddress("127.0.0.1", 0).withSizes(1_000_000, 16_000_000),
            counters,
            System::nanoTime);
    private final MemoryEventLog log = new MemoryEventLog(
            MemoryEventLog.Settings.defaults(),
            new Offsets(new SecureRandom()),
            Clock.systemUTC(),
            Executors.defaultThreadFactory(),
            counters);
    private final AccessCache access = new AccessCache(policy, System::nanoTime);
    private final Attendance attendance = new Attendance();
    private final Rules rules = Rules.of(
            new DeliverySettings(Envelope.DATA, Shape.FLAT, List.of()),
            new Exposures(Blog.CATALOG, List.of(Blog.articles(PermissionRule.FIND)), PermissionRule.FIND));
    private final Audiences audiences = new Audiences(() -> rules, access, attendance);
    private final Enforcement enforcement = new Enforcement(
            new Enforcement.Parts(
                    host, access, new Difference(() -> Blog.CATALOG), attendance, audiences, log, transport),
            enforcing,
            timer,
            Clock.systemUTC(),
            counters);
    private final Sessions sessions = new Sessions(
            SessionSettings.defaults(),
            TestHandlers.with(timer),
            host,
            enforcement,
            attendance,
            Runnable::run,
            Clock.systemUTC(),
            counters);
    private final AtomicLong written = new AtomicLong();

    @BeforeEach
    void start() {
        log.start(new Delivery(() -> rules, audiences, transport, DeliveryObserver.NONE));
        enforcement.start();
        transport.start(sessions);
    }

    @AfterEach
    void stop() {
        transport.close();
        log.close();
        timer.shutdownNow();
        enforcing.shutdownNow();
    }

    private enum Narrowing {
        ROLE_EDITED,
        USER_MOVED,
        USER_BLOCKED,
        TOKEN_REVOKED;

        /** Those that cost a client its connection take longer, and come less often. */
        static Narrowing any(Random random) {
            int number = random.nextInt(10);
            return values()[number < 8 ? number / 4 : number - 6];
        }
    }

    @Test
    @Timeout(900)
    void letsNothingOutThatARightTakenAwayForbids() throws Exception {
        Ear ann = new Ear("jwt", "ann", "websocket");
        Ear annPolls = new Ear("jwt", "ann", "polling");
        Ear bob = new Ear("jwt", "bob", "websocket");
        Ear key = new Ear("api-token", "key", "websocket");
        List<Ear> all = List.of(ann, annPolls, bob, key);
        all.forEach(Ear::enter);
        Thread writer = new Thread(this::write);
        writer.start();
        try {
            Random random = new Random(5);
            for (int race = 0; race < RACES; race++) {
                Narrowing narrowing = Narrowing.any(random);
                narrow(narrowing);
                long acknowledged = written.get() + 1; // one may be on its way to the log
                while (written.get() < acknowledged + 2) {
                    Thread.onSpinWait();
                }
                allOut(); // those that follow are read when the rights are wide again
                List<Ear> deaf = switch (narrowing) {
                    case ROLE_EDITED -> List.of(ann, annPolls, bob);
                    case USER_MOVED -> List.of(ann, annPolls);
                    case USER_BLOCKED -> List.of(bob);
                    case TOKEN_REVOKED -> List.of(key);
                };
                deaf.forEach(ear -> ear.forbidden.put(acknowledged, acknowledged + 2));
                widen(narrowing);
                switch (narrowing) {
                    case USER_BLOCKED -> bob.enterAgain();
                    case TOKEN_REVOKED -> key.enterAgain();
                    case ROLE_EDITED, USER_MOVED -> {}
                }
            }
        } finally {
            writer.interrupt();
            writer.join();
            allOut();
            all.forEach(ear -> ear.socket.disconnect());
        }
        for (Ear ear : all) {
            assertThat(ear.heard).hasSizeGreaterThan(RACES).allSatisfy(ear::wasAllowed);
        }
    }

    /** What waits on a connection, or for the next poll, is not there any more when the client wakes up. */
    @Test
    @Timeout(300)
    void givesNothingOfBeforeToAClientThatReadsAgain() throws Exception {
        Random random = new Random(6);
        for (int round = 0; round < SLEEPS; round++) {
            RawClient raw = new RawClient(transport.address().getPort());
            String poller = raw.session();
            raw.send("POST", poller, "40");
            raw.get(poller);
            try (BareSocket stalled = BareSocket.entered(transport.address().getPort())) {
                await().until(() -> sessions.size() == 2);
                for (int i = 0; i < MESSAGES; i++) { // more than the network takes
                    append("x".repeat(100_000));
                }
                allOut();

                Narrowing narrowing = Narrowing.values()[random.nextInt(3)];
                annIs(narrowing);
                append("");
                allOut();

                assertThat(numbersIn(raw.get(poller).body())).isEmpty();
                String read = stalled.hearAll(); // to the end: it was cut off
                assertThat(numbersIn(read)).doesNotContain(written.get());
                assertThat(read).hasSizeLessThan(MESSAGES * 100_000);
                widen(narrowing);
            }
            raw.send("POST", poller, "1");
            await().until(() -> sessions.size() == 0);
        }
    }

    private void annIs(Narrowing narrowing) throws Exception {
        if (narrowing == Narrowing.USER_BLOCKED) {
            changed(new UserChanged("1", UserChanged.Cause.BLOCKED));
        } else {
            narrow(narrowing);
        }
    }

    private void narrow(Narrowing narrowing) throws Exception {
        switch (narrowing) {
            case ROLE_EDITED -> policy.set(reader, Permissions.none());
            case USER_MOVED -> annsRole = stranger;
            case USER_BLOCKED -> isBobBlocked = true;
            case TOKEN_REVOKED -> {
                isTokenRevoked = true;
                policy.remove(token);
            }
        }
        changed(changeOf(narrowing));
    }

    private void widen(Narrowing narrowing) throws Exception {
        switch (narrowing) {
            case ROLE_EDITED -> policy.set(reader, Permissions.all());
            case USER_MOVED -> annsRole = reader;
            case USER_BLOCKED -> isBobBlocked = false;
            case TOKEN_REVOKED -> {
                isTokenRevoked = false;
                policy.set(token, Permissions.all());
            }
        }
        if (narrowing != Narrowing.USER_BLOCKED) {
            changed(changeOf(narrowing));
        }
    }

    private AccessChange changeOf(Narrowing narrowing) {
        return switch (narrowing) {
            case ROLE_EDITED -> new AccessChange.RoleChanged(reader.id());
            case USER_MOVED -> new UserChanged("1");
            case USER_BLOCKED -> new UserChanged("2", UserChanged.Cause.BLOCKED);
            case TOKEN_REVOKED -> new AccessChange.ApiTokenChanged(token.id());
        };
    }

    private void changed(AccessChange change) throws Exception {
        enforcement.changed(change).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    /** Waits until all that was appended is written, or waits for clients. */
    private void allOut() throws Exception {
        log.afterAppended(() -> "read").get(10, TimeUnit.SECONDS);
        transport.settled().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private void write() {
        while (!Thread.currentThread().isInterrupted()) {
            append("");
            LockSupport.parkNanos(50_000);
        }
    }

    private void append(String more) {
        long number = written.get() + 1;
        log.append(Announcement.of(
                ContentChange.updated(Blog.ARTICLE, Blog.published(1, "before"), Blog.published(1, number + more))));
        written.set(number);
    }

    private static List<Long> numbersIn(String text) {
        return NUMBER.matcher(text)
                .results()
                .map(found -> Long.valueOf(found.group(1)))
                .toList();
    }

    /** A client, all that it heard, and what it must not have heard. */
    private final class Ear {
        private final Queue<Long> heard = new ConcurrentLinkedQueue<>();
        private final NavigableMap<Long, Long> forbidden = new TreeMap<>();
        private final Semaphore entered = new Semaphore(0);
        private final Semaphore left = new Semaphore(0);
        private final Socket socket;

        Ear(String strategy, String secret, String carrier) {
            IO.Options options = IO.Options.builder()
                    .setForceNew(true)
                    .setTransports(new String[] {carrier})
                    .setAuth(Map.of("strategy", strategy, "token", secret))
                    .build();
            socket = IO.socket(
                    URI.create("http://127.0.0.1:" + transport.address().getPort()), options);
            socket.on(Socket.EVENT_CONNECT, args -> entered.release());
            socket.on(Socket.EVENT_DISCONNECT, args -> left.release());
            socket.on("article:update", args -> heard.addAll(numbersIn(String.valueOf(args[0]))));
        }

        void enter() {
            socket.connect();
            take(entered);
        }

        void enterAgain() {
            take(left);
            enter();
        }

        private void take(Semaphore happened) {
            try {
                assertThat(happened.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        void wasAllowed(long number) {
            Map.Entry<Long, Long> before = forbidden.lowerEntry(number);
            assertThat(before == null || number > before.getValue())
                    .as("%s was committed when it was forbidden", number)
                    .isTrue();
        }
    }
}
