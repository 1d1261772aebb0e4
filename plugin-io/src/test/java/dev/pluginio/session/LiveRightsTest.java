package dev.pluginio.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.api.access.AccessChange;
import dev.pluginio.api.access.AccessChange.ApiTokenChanged;
import dev.pluginio.api.access.AccessChange.RoleChanged;
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
import io.socket.client.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * B32: each change of rights acts on a live socket, whose client sees what happened and why. How long that takes, amid how
 * many sockets of the same role, is printed: {@code rights.sockets} of them, {@code rights.rounds} times.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // one house and one crowd for all changes
class LiveRightsTest {

    private static final int SOCKETS = Integer.getInteger("rights.sockets", 10);
    private static final int ROUNDS = Integer.getInteger("rights.rounds", 1);
    private static final String UPDATE = "article:update";

    private final TablePolicy policy = new TablePolicy();
    private final Role reader = policy.role("reader", Permissions.all());
    private final Role stranger = policy.role("stranger", Permissions.none());
    private final ApiToken token = policy.token("key", Permissions.all());
    private volatile Role role = reader;
    private volatile Optional<Instant> end = Optional.empty();

    private final Authenticator host = new Authenticator() {
        @Override
        public Authentication authenticate(Credentials untrusted) {
            return untrusted.strategy().equals("jwt")
                    ? ann()
                    : new Authentication.Admitted(
                            new Principal.Token(new ApiToken(token.id(), token.name(), Optional.empty())));
        }

        @Override
        public Authentication anonymous() {
            return new Authentication.Admitted(new Principal.Public(reader));
        }

        @Override
        public Authentication refresh(Principal.User current) {
            return ann();
        }

        private Authentication ann() {
            return new Authentication.Admitted(new Principal.User("1", "ann", role, end));
        }
    };

    private final LiveHouse house = new LiveHouse(host, policy);
    private final List<BareSocket> crowd = new ArrayList<>();

    @BeforeAll
    void fill() throws Exception {
        for (int i = 0; i < SOCKETS; i++) {
            crowd.add(BareSocket.entered(house.port()));
        }
    }

    @AfterAll
    void stop() throws Exception {
        for (BareSocket socket : crowd) {
            socket.close();
        }
        house.close();
    }

    private enum Change {
        ROLE_EDITED("jwt", "access:changed", "permissions_changed"),
        TOKEN_EDITED("api-token", "access:changed", "permissions_changed"),
        USER_MOVED("jwt", "access:changed", "role_changed"),
        ROLE_REMOVED("jwt", "session:closed", "role_removed"),
        USER_BLOCKED("jwt", "session:closed", "blocked"),
        USER_DELETED("jwt", "session:closed", "deleted"),
        LOGGED_OUT("jwt", "session:closed", "logged_out"),
        PASSWORD_CHANGED("jwt", "session:closed", "password_changed"),
        TOKEN_REVOKED("api-token", "session:closed", "token_revoked"),
        TOKEN_EXPIRED("api-token", "session:closed", "token_expired"),
        JWT_EXPIRED("jwt", "session:closed", "token_expired");

        private final String strategy;
        private final String event;
        private final String reason;

        Change(String strategy, String event, String reason) {
            this.strategy = strategy;
            this.event = event;
            this.reason = reason;
        }

        boolean isEnd() {
            return event.equals("session:closed");
        }

        /** Whether nobody tells of it when it happens. */
        boolean isExpiry() {
            return this == TOKEN_EXPIRED || this == JWT_EXPIRED;
        }
    }

    @ParameterizedTest
    @EnumSource
    void actsAndTellsTheClientWhy(Change change) throws Exception {
        List<Long> acknowledged = new ArrayList<>();
        List<Long> seen = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            try (Subject subject = new Subject(change.strategy)) {
                house.update("heard");
                subject.next(UPDATE);

                Instant due = make(change);
                long told = System.nanoTime();
                long acted = house.tell(telling(change))
                        .thenApply(done -> System.nanoTime())
                        .toCompletableFuture()
                        .get(60, TimeUnit.SECONDS);
                JSONObject notice = subject.next(change.event);
                assertThat(notice.getString(change.isEnd() ? "code" : "reason")).isEqualTo(change.reason);
                if (change.isExpiry()) {
                    seen.add(Duration.between(due, subject.at).toNanos());
                } else {
                    acknowledged.add(acted - told);
                    seen.add(subject.nanos - told);
                }
                subject.isSilentNow(change.isEnd());
            } finally {
                undo(change);
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%-17s %d sockets, %d times: the host waits %s, the client knows after %s%n",
                change,
                SOCKETS + 1,
                ROUNDS,
                quantiles(acknowledged),
                quantiles(seen));
    }

    /** Gives when it happens. */
    private Instant make(Change change) {
        Instant soon = Instant.now().plusMillis(100);
        switch (change) {
            case ROLE_EDITED -> policy.set(reader, Permissions.none());
            case TOKEN_EDITED -> policy.set(token, Permissions.none());
            case USER_MOVED -> role = stranger;
            case ROLE_REMOVED -> policy.remove(reader);
            case TOKEN_REVOKED -> policy.remove(token);
            case TOKEN_EXPIRED -> policy.expire(token, Optional.of(soon));
            case JWT_EXPIRED -> end = Optional.of(soon);
            default -> {}
        }
        return soon;
    }

    private AccessChange telling(Change change) {
        return switch (change) {
            case ROLE_EDITED, ROLE_REMOVED -> new RoleChanged(reader.id());
            case TOKEN_EDITED, TOKEN_REVOKED, TOKEN_EXPIRED -> new ApiTokenChanged(token.id());
            case USER_MOVED, JWT_EXPIRED -> new UserChanged("1");
            case USER_BLOCKED -> new UserChanged("1", UserChanged.Cause.BLOCKED);
            case USER_DELETED -> new UserChanged("1", UserChanged.Cause.DELETED);
            case LOGGED_OUT -> new UserChanged("1", UserChanged.Cause.LOGGED_OUT);
            case PASSWORD_CHANGED -> new UserChanged("1", UserChanged.Cause.PASSWORD_CHANGED);
        };
    }

    private void undo(Change change) throws Exception {
        policy.set(reader, Permissions.all());
        policy.expire(token, Optional.empty());
        policy.set(token, Permissions.all());
        role = reader;
        end = Optional.empty();
        house.changed(telling(change));
        for (BareSocket socket : crowd) {
            socket.ignore();
        }
        if (change == Change.ROLE_REMOVED) { // all were sent away
            for (int i = 0; i < SOCKETS; i++) {
                crowd.get(i).close();
                crowd.set(i, BareSocket.entered(house.port()));
            }
        }
    }

    private static String quantiles(List<Long> nanos) {
        if (nanos.isEmpty()) {
            return "for nothing";
        }
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        return String.format(
                Locale.ROOT,
                "p50 %.2f p99 %.2f max %.2f ms",
                sorted[(sorted.length - 1) / 2] / 1e6,
                sorted[(sorted.length - 1) * 99 / 100] / 1e6,
                sorted[sorted.length - 1] / 1e6);
    }

    /** The client in question. */
    private final class Subject implements AutoCloseable {

        private record Heard(String event, Object[] arguments, Instant at, long nanos) {}

        private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
        private final Socket socket;
        private Instant at = Instant.EPOCH;
        private long nanos;

        Subject(String strategy) throws Exception {
            socket = house.socket(strategy, "secret", "websocket");
            for (String event : List.of(
                    Socket.EVENT_CONNECT, Socket.EVENT_DISCONNECT, UPDATE, "access:changed", "session:closed", "end")) {
                socket.on(event, args -> heard.add(new Heard(event, args, Instant.now(), System.nanoTime())));
            }
            socket.connect();
            next(Socket.EVENT_CONNECT);
        }

        /** What is heard next, which must be this; its argument if that is an object. */
        JSONObject next(String event) throws InterruptedException {
            Heard next = heard.poll(60, TimeUnit.SECONDS);
            assertThat(next).isNotNull();
            assertThat(next.event())
                    .as("heard with %s", Arrays.toString(next.arguments()))
                    .isEqualTo(event);
            at = next.at();
            nanos = next.nanos();
            return next.arguments().length > 0 && next.arguments()[0] instanceof JSONObject json
                    ? json
                    : new JSONObject();
        }

        /** It is disconnected, or hears nothing of what it may not read now. */
        void isSilentNow(boolean isEnd) throws Exception {
            house.update("not heard");
            house.allOut();
            house.transport.send(new Emission("end", "1".getBytes(), Audience.everyone("/")));
            next(isEnd ? Socket.EVENT_DISCONNECT : "end");
            assertThat(socket.connected()).isEqualTo(!isEnd);
            assertThat(heard).isEmpty();
        }

        @Override
        public void close() {
            socket.off();
            socket.close();
        }
    }
}
