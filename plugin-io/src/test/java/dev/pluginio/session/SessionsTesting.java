package dev.pluginio.session;

import dev.pluginio.access.AccessCache;
import dev.pluginio.access.Difference;
import dev.pluginio.api.access.ApiToken;
import dev.pluginio.api.access.Authentication;
import dev.pluginio.api.access.Authenticator;
import dev.pluginio.api.access.Credentials;
import dev.pluginio.api.access.Permissions;
import dev.pluginio.api.access.Principal;
import dev.pluginio.api.access.Role;
import dev.pluginio.delivery.Attendance;
import dev.pluginio.session.handlers.Handlers;
import dev.pluginio.testing.Blog;
import dev.pluginio.testing.ImmediateLog;
import dev.pluginio.testing.RecordingTransport;
import dev.pluginio.testing.TablePolicy;
import dev.pluginio.testing.TestHandlers;
import dev.pluginio.transport.Admission;
import dev.pluginio.transport.Arguments;
import dev.pluginio.transport.Client;
import dev.pluginio.transport.Handshake;
import dev.pluginio.transport.NoAnswerException;
import dev.pluginio.transport.Room;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;

/** Clients that come to a host with some users and a token, and what becomes of them. */
abstract class SessionsTesting {

    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    final TablePolicy policy = new TablePolicy();
    final Role publicRole = policy.role("public", Permissions.none());
    final Role editor = policy.role("editor", Permissions.all());
    final ApiToken token = policy.token("t", Permissions.all());
    final AccessCache access = new AccessCache(policy, () -> 0);
    final Attendance attendance = new Attendance();
    final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    final List<Credentials> shown = new ArrayList<>();
    Runnable duringAuthentication = () -> {};
    final Handlers handlers = TestHandlers.with(timer);
    final RecordingTransport transport = new RecordingTransport();
    final ImmediateLog log = new ImmediateLog();
    final Enforcement enforcement = enforcement(timer, timer);
    final Sessions sessions = sessions(new SessionSettings(Map.of("/echo", "echo", "/none", "no-such")), enforcement);

    Enforcement enforcement(Executor enforcing, ScheduledExecutorService ending) {
        return new Enforcement(
                new Enforcement.Parts(
                        new Host(),
                        access,
                        new Difference(() -> Blog.CATALOG),
                        attendance,
                        Blog.audiences(access, attendance),
                        log,
                        transport),
                enforcing,
                ending,
                Clock.fixed(NOW, ZoneOffset.UTC),
                SessionObserver.NONE);
    }

    Sessions sessions(SessionSettings settings, Enforcement enforcement) {
        return sessions(settings, handlers, enforcement);
    }

    Sessions sessions(SessionSettings settings, Handlers asked, Enforcement enforcement) {
        return new Sessions(
                settings,
                asked,
                new Host(),
                enforcement,
                attendance,
                Runnable::run,
                Clock.fixed(NOW, ZoneOffset.UTC),
                SessionObserver.NONE);
    }

    @AfterEach
    void stop() {
        handlers.close();
        timer.shutdownNow();
    }

    final class Host implements Authenticator {
        @Override
        public Authentication authenticate(Credentials untrusted) {
            shown.add(untrusted);
            duringAuthentication.run();
            return switch (untrusted.token()) {
                case "ann" -> new Authentication.Admitted(new Principal.User("1", "ann", editor, Optional.empty()));
                case "brief" ->
                    new Authentication.Admitted(
                            new Principal.User("2", "bob", editor, Optional.of(NOW.plusMillis(30))));
                case "over" -> new Authentication.Admitted(new Principal.User("3", "cid", editor, Optional.of(NOW)));
                case "program" -> new Authentication.Admitted(new Principal.Token(token));
                case "broken" -> throw new IllegalStateException("secret detail");
                default -> new Authentication.Refused("invalid_token", "The token is not valid");
            };
        }

        @Override
        public Authentication anonymous() {
            return new Authentication.Admitted(new Principal.Public(publicRole));
        }
    }

    Admission connect(Map<String, Object> auth, String... queryKeys) {
        Map<String, List<String>> query = new HashMap<>();
        for (String key : queryKeys) {
            query.put(key, List.of("x"));
        }
        return connect("/", auth, query);
    }

    Admission connect(String namespace, Map<String, Object> auth, Map<String, List<String>> query) {
        return sessions.connecting(new Handshake(namespace, auth, query, new InetSocketAddress("127.0.0.1", 1)))
                .toCompletableFuture()
                .join();
    }

    FakeClient admitted(String token) {
        return new FakeClient((Admission.Admitted) connect(Map.of("token", token)));
    }

    static String codeOf(Admission admission) {
        return String.valueOf(((Admission.Refused) admission).data().get("code"));
    }

    /** A client as the transport would make it. */
    final class FakeClient implements Client {
        private final Admission.Admitted admission;
        volatile boolean gone;
        volatile boolean again;

        FakeClient(Admission.Admitted admission) {
            this.admission = admission;
        }

        FakeClient enter() {
            sessions.connected(this);
            return this;
        }

        @Override
        public String id() {
            return "id" + System.identityHashCode(this);
        }

        @Override
        public String namespace() {
            return "/";
        }

        @Override
        public Object attachment() {
            return admission.attachment();
        }

        @Override
        public Set<Room> rooms() {
            return admission.rooms();
        }

        @Override
        public boolean join(Room room) {
            return true;
        }

        @Override
        public void leave(Room room) {}

        @Override
        public boolean isPresent() {
            return !gone && !again;
        }

        @Override
        public void send(String event, Arguments arguments) {}

        @Override
        public CompletionStage<List<Object>> request(String event, Arguments arguments, Duration timeout) {
            return CompletableFuture.failedFuture(new NoAnswerException("a fake gives no answers"));
        }

        @Override
        public CompletionStage<Void> drained() {
            return CompletableFuture.completedStage(null);
        }

        @Override
        public void disconnect(String event, Arguments arguments) {
            disconnect();
        }

        @Override
        public void disconnect() {
            gone = true;
            sessions.disconnected(this, "server namespace disconnect");
        }

        @Override
        public void reconnect() {
            again = true;
            sessions.disconnected(this, "asked to reconnect");
        }
    }
}
