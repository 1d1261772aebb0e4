package dev.pluginio.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pluginio.api.access.AccessChange;
import dev.pluginio.api.access.AccessChange.UserChanged;
import dev.pluginio.api.access.ApiToken;
import dev.pluginio.api.access.Authentication;
import dev.pluginio.api.access.Authenticator;
import dev.pluginio.api.access.Credentials;
import dev.pluginio.api.access.Permissions;
import dev.pluginio.api.access.Principal;
import dev.pluginio.api.access.Role;
import dev.pluginio.testing.LiveHouse;
import dev.pluginio.testing.TablePolicy;
import dev.pluginio.transport.Audience;
import dev.pluginio.transport.Emission;
import dev.pluginio.transport.socketio.BareSocket;
import dev.pluginio.transport.socketio.RawClient;
import io.socket.client.Socket;
import io.socket.thread.EventThread;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * B32: while somebody writes all the time, rights are taken away and given back: roles lose permissions, users get other
 * roles or are blocked, tokens are revoked. Of what is committed after a change was acknowledged, and before the rights
 * are given back, nothing ever arrives; of what was committed before, nothing that had not left by then.
 */
class RevocationRaceTest {

    private static final int RACES = Integer.getInteger("races", 1_000);
    private static final int SLEEPS = Math.max(5, RACES / 200);
    private static final int MESSAGES = 80;
    private static final String[] ENDS = {"42[\"end\",1]", "42[\"session:closed\""};
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

    private final LiveHouse house = new LiveHouse(host, policy);
    private final AtomicLong written = new AtomicLong();

    @AfterEach
    void stop() {
        house.close();
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
                house.allOut(); // those that follow are read when the rights are wide again
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
            house.allOut();
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
        int cutOff = 0;
        for (int round = 0; round < SLEEPS; round++) {
            RawClient raw = new RawClient(house.port());
            String poller = raw.session();
            raw.send("POST", poller, "40");
            raw.get(poller);
            try (BareSocket stalled = BareSocket.entered(house.port())) {
                await().until(() -> house.sessions.size() == 2);
                for (int i = 0; i < MESSAGES; i++) { // more than the network takes
                    append("x".repeat(100_000));
                }
                house.allOut();

                Narrowing narrowing = Narrowing.values()[random.nextInt(3)];
                annIs(narrowing);
                append("");
                house.transport.send(new Emission("end", new byte[] {'1'}, Audience.everyone(Audience.ROOT)));
                house.allOut();

                assertThat(numbersIn(raw.get(poller).body())).isEmpty();
                String read = stalled.hearAll(ENDS);
                cutOff += Stream.of(ENDS).noneMatch(read::endsWith) ? 1 : 0;
                assertThat(numbersIn(read)).doesNotContain(written.get());
                assertThat(read).hasSizeLessThan(MESSAGES * 100_000);
                widen(narrowing);
            }
            raw.send("POST", poller, "1");
            await().until(() -> house.sessions.size() == 0);
        }
        assertThat(cutOff)
                .as("nearly all: else the network had just taken all that it was given")
                .isGreaterThan(SLEEPS / 2);
    }

    private void annIs(Narrowing narrowing) throws Exception {
        if (narrowing == Narrowing.USER_BLOCKED) {
            house.changed(new UserChanged("1", UserChanged.Cause.BLOCKED));
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
        house.changed(changeOf(narrowing));
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
            house.changed(changeOf(narrowing));
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

    private void write() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                append("");
                if (written.get() % 100
                        == 0) { // however slow the clients are: what they were not told of yet is bounded
                    CountDownLatch told = new CountDownLatch(1);
                    EventThread.exec(told::countDown);
                    told.await();
                }
                LockSupport.parkNanos(50_000);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // it is over
        }
    }

    private void append(String more) {
        long number = written.get() + 1;
        house.update(number + more);
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
            socket = house.socket(strategy, secret, carrier);
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
                assertThat(happened.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
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
