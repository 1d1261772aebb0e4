package dev.pluginio.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.access.AccessCache;
import dev.pluginio.access.Difference;
import dev.pluginio.api.access.AccessChange;
import dev.pluginio.api.access.ApiToken;
import dev.pluginio.api.access.AuthRequest;
import dev.pluginio.api.access.Authentication;
import dev.pluginio.api.access.Authenticator;
import dev.pluginio.api.access.Credentials;
import dev.pluginio.api.access.Permissions;
import dev.pluginio.api.access.Principal;
import dev.pluginio.api.access.Role;
import dev.pluginio.api.realtime.AuthStrategy;
import dev.pluginio.delivery.Attendance;
import dev.pluginio.session.handlers.HandlerObserver;
import dev.pluginio.session.handlers.Handlers;
import dev.pluginio.session.handlers.Offer;
import dev.pluginio.session.rooms.RoomSettings;
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
import java.util.concurrent.Delayed;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionsTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final TablePolicy policy = new TablePolicy();
    private final Role publicRole = policy.role("public", Permissions.none());
    private final Role editor = policy.role("editor", Permissions.all());
    private final ApiToken token = policy.token("t", Permissions.all());
    private final AccessCache access = new AccessCache(policy, () -> 0);
    private final Attendance attendance = new Attendance();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final List<Credentials> shown = new ArrayList<>();
    private Runnable duringAuthentication = () -> {};
    private final Handlers handlers = TestHandlers.with(timer);
    private final RecordingTransport transport = new RecordingTransport();
    private final ImmediateLog log = new ImmediateLog();
    private final Enforcement enforcement = enforcement(timer, timer);
    private final Sessions sessions =
            sessions(new SessionSettings(Map.of("/echo", "echo", "/none", "no-such")), enforcement);

    private Enforcement enforcement(Executor enforcing, ScheduledExecutorService ending) {
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

    private Sessions sessions(SessionSettings settings, Enforcement enforcement) {
        return new Sessions(
                settings,
                handlers,
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

    private final class Host implements Authenticator {
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

    private Admission connect(Map<String, Object> auth, String... queryKeys) {
        Map<String, List<String>> query = new HashMap<>();
        for (String key : queryKeys) {
            query.put(key, List.of("x"));
        }
        return connect("/", auth, query);
    }

    private Admission connect(String namespace, Map<String, Object> auth, Map<String, List<String>> query) {
        return sessions.connecting(new Handshake(namespace, auth, query, new InetSocketAddress("127.0.0.1", 1)))
                .toCompletableFuture()
                .join();
    }

    private FakeClient admitted(String token) {
        return new FakeClient((Admission.Admitted) connect(Map.of("token", token)));
    }

    private static String codeOf(Admission admission) {
        return String.valueOf(((Admission.Refused) admission).data().get("code"));
    }

    /** A client as the transport would make it. */
    private final class FakeClient implements Client {
        private final Admission.Admitted admission;
        private volatile boolean gone;
        private volatile boolean again;

        private FakeClient(Admission.Admitted admission) {
            this.admission = admission;
        }

        private FakeClient enter() {
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

    @Test
    void putsAClientWithoutATokenIntoThePublicRole() {
        Admission.Admitted admission = (Admission.Admitted) connect(Map.of());

        assertThat(admission.rooms()).containsExactly(Room.of(publicRole));
        assertThat(connect(Map.of("strategy", "jwt"))).isInstanceOf(Admission.Admitted.class);
    }

    @Test
    void putsAUserIntoTheRoomsOfRoleAndUser() {
        assertThat(admitted("ann").rooms()).containsExactlyInAnyOrder(Room.of(editor), new Room(Room.Kind.USER, "1"));
        assertThat(admitted("program").rooms()).containsExactly(Room.of(token));
    }

    @Test
    void putsClientsIntoTheRoomsThatTheirRoleIsGiven() {
        sessions.reconfigure(new SessionSettings(
                Map.of(),
                new RoomSettings(List.of(), Map.of(editor.name(), Set.of("newsroom"), "*", Set.of("all")), List.of())));

        assertThat(admitted("ann").rooms()).contains(Room.custom("newsroom"), Room.custom("all"));
        assertThat(admitted("program").rooms()).containsOnly(Room.of(token), Room.custom("all"));
    }

    @Test
    void findsTheStayOfAClientByItsSocketId() {
        FakeClient ann = admitted("ann").enter();

        assertThat(sessions.find(ann.id())).hasValueSatisfying(stay -> {
            assertThat(stay.client()).isSameAs(ann);
            assertThat(stay.principal().grantee()).isEqualTo(editor);
            assertThat(stay.lane()).isNotNull();
        });
        ann.disconnect();
        assertThat(sessions.find(ann.id())).isEmpty();
    }

    @Test
    void takesATokenWithoutAStrategyForAJwt() {
        connect(Map.of("token", "ann"));
        connect(Map.of("token", "ann", "strategy", "api-token"));

        assertThat(shown).extracting(Credentials::strategy).containsExactly("jwt", "api-token");
    }

    @Test
    void refusesABadTokenAndNeverTakesItForNone() {
        assertThat(codeOf(connect(Map.of("token", "forged")))).isEqualTo("invalid_token");
        assertThat(codeOf(connect(Map.of("token", "")))).isEqualTo("invalid_auth");
        assertThat(codeOf(connect(Map.of("token", 5)))).isEqualTo("invalid_auth");
        assertThat(codeOf(connect(Map.of("token", "x".repeat(9000))))).isEqualTo("invalid_auth");
        assertThat(codeOf(connect(Map.of("token", "ann", "strategy", "magic")))).isEqualTo("unknown_strategy");
        assertThat(codeOf(connect(Map.of("token", "over")))).isEqualTo("expired_token");
    }

    /** B9: a token in the address is refused before anybody looks at it. */
    @Test
    void refusesTokensInTheAddress() {
        assertThat(codeOf(connect(Map.of("token", "ann"), "Token"))).isEqualTo("token_in_query");
        assertThat(codeOf(connect(Map.of(), "EIO", "access_token"))).isEqualTo("token_in_query");
        assertThat(shown).isEmpty();
    }

    @Test
    void refusesWithoutTellingWhyWhenTheHostFails() {
        Admission.Refused refused = (Admission.Refused) connect(Map.of("token", "broken"));

        assertThat(refused.data()).containsEntry("code", "internal_error");
        assertThat(refused.message()).doesNotContain("secret");
        assertThat(refused.passing()).isTrue();
    }

    @Test
    void refusesWhenTooManyAreConnecting() {
        Sessions full = new Sessions(
                SessionSettings.defaults(),
                handlers,
                new Host(),
                enforcement,
                attendance,
                task -> {
                    throw new RejectedExecutionException();
                },
                Clock.systemUTC(),
                SessionObserver.NONE);

        Admission admission = full.connecting(new Handshake("/", Map.of(), Map.of(), new InetSocketAddress(0)))
                .toCompletableFuture()
                .join();
        assertThat(codeOf(admission)).isEqualTo("busy");
        assertThat(((Admission.Refused) admission).passing()).isTrue();
    }

    @Test
    void knowsWhoIsPresent() {
        FakeClient one = admitted("ann").enter();
        FakeClient two = admitted("ann").enter();
        assertThat(attendance.present()).containsExactly(editor);

        one.disconnect();
        assertThat(attendance.present()).containsExactly(editor);
        two.disconnect();
        assertThat(attendance.present()).isEmpty();
    }

    @Test
    void expelsTheClientsOfAChangedUserAlone() {
        FakeClient ann = admitted("ann").enter();
        FakeClient other = admitted("program").enter();

        AccessChange change = new AccessChange.UserChanged("1");
        change(change);

        assertThat(ann.gone).isTrue();
        assertThat(other.gone).isFalse();
    }

    @Test
    void expelsTheClientsOfARevokedTokenButNotOfAnEditedOne() {
        FakeClient program = admitted("program").enter();
        AccessChange change = new AccessChange.ApiTokenChanged(token.id());

        change(change);
        assertThat(program.gone).isFalse();

        policy.remove(token);
        change(change);
        assertThat(program.gone).isTrue();
    }

    @Test
    void expelsTheClientsOfATokenThatNowExpiresEarlier() {
        policy.expire(token, Optional.of(NOW.plusSeconds(3600)));
        FakeClient program = admitted("program").enter();
        FakeClient ann = admitted("ann").enter();

        policy.expire(token, Optional.of(NOW.plusMillis(30)));
        change(new AccessChange.ApiTokenChanged(token.id()));

        Awaitility.await().until(() -> program.gone);
        assertThat(ann.gone).isFalse();
    }

    /** A host that says "never" by the furthest moment there is. */
    @Test
    void enforcesARevocationAlthoughAnotherTokenEndsAtTheFurthestMoment() {
        policy.expire(token, Optional.of(Instant.MAX));
        FakeClient program = admitted("program").enter();
        change(new AccessChange.ApiTokenChanged(token.id()));
        assertThat(program.gone).isFalse();
        policy.expire(token, Optional.of(Instant.MIN));

        change(new AccessChange.ApiTokenChanged(token.id()));

        Awaitility.await().until(() -> program.gone);
    }

    /** The timer ends what takes too long, so it must not wait for the host's database. */
    @Test
    void doesNotAskTheHostForRightsOnTheTimer() {
        List<Runnable> enforcing = new ArrayList<>();
        Enforcement delayed = enforcement(enforcing::add, timer);
        Sessions held = sessions(SessionSettings.defaults(), delayed);
        List<FakeClient> programs = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            duringAuthentication = () -> delayed.changed(new AccessChange.EverythingChanged());
            programs.add(new FakeClient((Admission.Admitted)
                    held.connecting(new Handshake("/", Map.of("token", "program"), Map.of(), new InetSocketAddress(0)))
                            .toCompletableFuture()
                            .join()));
        }
        policy.remove(token);
        access.invalidate(new AccessChange.EverythingChanged());
        enforcing.clear();

        programs.forEach(held::connected);
        assertThat(enforcing).as("once for all").hasSize(1);
        enforcing.get(0).run();

        assertThat(programs).allMatch(program -> program.gone);
    }

    @Test
    void keepsTheClientsOfATokenThatNowExpiresLater() {
        ScheduledThreadPoolExecutor later = new ScheduledThreadPoolExecutor(1);
        later.setRemoveOnCancelPolicy(true);
        Enforcement delayed = enforcement(later, later);
        Sessions patient = sessions(SessionSettings.defaults(), delayed);
        try {
            policy.expire(token, Optional.of(NOW.plusSeconds(3600)));
            FakeClient program = admitted("program");
            patient.connected(program);
            change(delayed, new AccessChange.ApiTokenChanged(token.id()));
            assertThat(later.getQueue()).hasSize(1);

            policy.expire(token, Optional.empty());
            change(delayed, new AccessChange.ApiTokenChanged(token.id()));
            assertThat(later.getQueue()).isEmpty();

            policy.expire(token, Optional.of(NOW.plusSeconds(7200)));
            change(delayed, new AccessChange.EverythingChanged());
            assertThat(later.getQueue())
                    .singleElement()
                    .satisfies(end -> assertThat(((Delayed) end).getDelay(TimeUnit.SECONDS))
                            .isBetween(7000L, 7200L));

            patient.disconnected(program, "client namespace disconnect");
            assertThat(later.getQueue()).isEmpty();
            assertThat(program.gone).isFalse();
        } finally {
            later.shutdownNow();
        }
    }

    private void change(AccessChange change) {
        change(enforcement, change);
    }

    private static void change(Enforcement enforcement, AccessChange change) {
        enforcement.changed(change).toCompletableFuture().join();
    }

    @Test
    void sendsNobodyAwayBecauseTheHostCannotTellItsRolesForAMoment() {
        FakeClient ann = admitted("ann").enter();
        policy.failToList(true);

        change(new AccessChange.RoleChanged(editor.id()));

        assertThat(ann.gone).isFalse();
    }

    @Test
    void hasAUserWhoWasChangedWhileBeingAdmittedConnectAgain() {
        duringAuthentication = () -> change(new AccessChange.UserChanged("1"));
        FakeClient ann = admitted("ann");
        duringAuthentication = () -> {};

        ann.enter();

        assertThat(ann.again).isTrue();
        assertThat(attendance.present()).isEmpty();
    }

    @Test
    void expelsATokenThatWasRevokedWhileBeingAdmitted() {
        duringAuthentication = () -> {
            policy.remove(token);
            change(new AccessChange.ApiTokenChanged(token.id()));
        };

        FakeClient program = admitted("program").enter();

        Awaitility.await().until(() -> program.gone);
    }

    @Test
    void expelsAClientWhenItsCredentialsExpire() {
        FakeClient brief = admitted("brief").enter();

        Awaitility.await().until(() -> brief.gone);
    }

    @Test
    void hasEveryClientConnectAgainWhenEventsWereLost() {
        FakeClient ann = admitted("ann").enter();
        FakeClient program = admitted("program").enter();

        sessions.reconnectAll();

        assertThat(ann.again).isTrue();
        assertThat(program.again).isTrue();
        assertThat(ann.gone).isFalse();
    }

    private void offer(String name, Function<AuthRequest, CompletionStage<Authentication>> decision) {
        handlers.offer(List.of(Offer.of("test", new AuthStrategy() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public CompletionStage<Authentication> authenticate(AuthRequest untrusted) {
                return decision.apply(untrusted);
            }
        })));
    }

    @Test
    void asksTheStrategyThatAClientNames() {
        List<AuthRequest> asked = new ArrayList<>();
        Principal bob = new Principal.User("7", "bob", editor, Optional.empty());
        offer("echo", request -> {
            asked.add(request);
            return CompletableFuture.completedStage(new Authentication.Admitted(bob, request.auth()));
        });

        Admission admission = connect(Map.of("strategy", "echo", "token", 5, "more", List.of(true)));

        assertThat(((Admission.Admitted) admission).rooms())
                .containsExactlyInAnyOrder(Room.of(editor), new Room(Room.Kind.USER, "7"));
        assertThat(asked).hasSize(1);
        assertThat(asked.get(0).auth()).isEqualTo(Map.of("strategy", "echo", "token", 5, "more", List.of(true)));
        assertThat(asked.get(0).namespace()).isEqualTo("/");
        assertThat(asked.get(0).toString()).doesNotContain("more");
        assertThat(shown).isEmpty();
    }

    @Test
    void asksTheDefaultStrategyOfTheNamespaceIfAClientNamesNone() {
        offer("echo", request -> CompletableFuture.completedStage(request.anonymous()));

        assertThat(((Admission.Admitted) connect("/echo", Map.of("token", "x"), Map.of())).rooms())
                .containsExactly(Room.of(publicRole));
        assertThat(codeOf(connect("/none", Map.of(), Map.of()))).isEqualTo("unknown_strategy");
        assertThat(codeOf(connect("/", Map.of("token", "x"), Map.of()))).isEqualTo("invalid_token");
        assertThat(codeOf(connect("/echo", Map.of("strategy", "jwt", "token", "x"), Map.of())))
                .isEqualTo("invalid_token");
        assertThat(codeOf(connect("/echo", Map.of(), Map.of("token", List.of("x")))))
                .isEqualTo("token_in_query");
    }

    @Test
    void tellsAClientWhyAStrategyRefusesItButNotWhyItFails() {
        offer(
                "echo",
                request -> CompletableFuture.completedStage(new Authentication.Refused("too_young", "Come later")));
        assertThat(connect("/echo", Map.of(), Map.of()))
                .isEqualTo(new Admission.Refused("Come later", Map.of("code", "too_young")));

        offer("echo", request -> CompletableFuture.failedStage(new IllegalStateException("secret detail")));
        assertThat(codeOf(connect("/echo", Map.of(), Map.of()))).isEqualTo("internal_error");

        offer("echo", request -> {
            throw new IllegalStateException("secret detail");
        });
        assertThat(codeOf(connect("/echo", Map.of(), Map.of()))).isEqualTo("internal_error");

        offer(
                "echo",
                request -> CompletableFuture.completedStage(
                        new Authentication.Admitted(new Principal.Public(publicRole), Map.of("object", new Object()))));
        assertThat(codeOf(connect("/echo", Map.of(), Map.of()))).isEqualTo("internal_error");

        offer(
                "echo",
                request -> CompletableFuture.completedStage(
                        new Authentication.Admitted(new Principal.User("3", "cid", editor, Optional.of(NOW)))));
        assertThat(codeOf(connect("/echo", Map.of(), Map.of()))).isEqualTo("expired_token");
    }

    @Test
    void doesNotLeaveTheHostsStrategiesToPlugins() {
        offer("jwt", request -> CompletableFuture.completedStage(request.anonymous()));

        assertThat(codeOf(connect(Map.of("strategy", "jwt", "token", "forged"))))
                .isEqualTo("invalid_token");
    }

    @Test
    void doesNotWaitForAStrategyForEver() {
        Handlers impatient = TestHandlers.with(
                new Handlers.Settings(Duration.ofMillis(30), 2, 10, 10_000, 10, Duration.ZERO),
                timer,
                HandlerObserver.NONE);
        Sessions waiting = new Sessions(
                new SessionSettings(Map.of("/", "never")),
                impatient,
                new Host(),
                enforcement,
                attendance,
                Runnable::run,
                Clock.systemUTC(),
                SessionObserver.NONE);
        impatient.offer(List.of(Offer.of("test", new AuthStrategy() {
            @Override
            public String name() {
                return "never";
            }

            @Override
            public CompletionStage<Authentication> authenticate(AuthRequest untrusted) {
                return new CompletableFuture<>();
            }
        })));

        Admission admission = waiting.connecting(new Handshake("/", Map.of(), Map.of(), new InetSocketAddress(0)))
                .toCompletableFuture()
                .join();

        assertThat(codeOf(admission)).isEqualTo("internal_error");
        impatient.close();
    }

    /** Plugins that need this one start after it, when its port is open already. */
    @Test
    void waitsAMomentAtTheBeginningForAStrategyWhosePluginHasNotStarted() {
        Handlers starting = TestHandlers.with(
                new Handlers.Settings(Duration.ofSeconds(10), 2, 10, 10_000, 10, Duration.ofSeconds(20)),
                timer,
                HandlerObserver.NONE);
        Sessions early = new Sessions(
                new SessionSettings(Map.of("/", "echo")),
                starting,
                new Host(),
                enforcement,
                attendance,
                Runnable::run,
                Clock.systemUTC(),
                SessionObserver.NONE);
        CompletableFuture<Admission> admission = early.connecting(
                        new Handshake("/", Map.of(), Map.of(), new InetSocketAddress(0)))
                .toCompletableFuture();
        assertThat(admission).isNotDone();

        starting.offer(List.of(Offer.of("test", new AuthStrategy() {
            @Override
            public String name() {
                return "echo";
            }

            @Override
            public CompletionStage<Authentication> authenticate(AuthRequest untrusted) {
                return CompletableFuture.completedStage(untrusted.anonymous());
            }
        })));

        assertThat(admission.join()).isInstanceOf(Admission.Admitted.class);
        starting.close();
    }

    /** As the official server does. */
    @Test
    void ignoresAnEventThatNobodyHandles() {
        List<Arguments> answers = new ArrayList<>();
        FakeClient ann = admitted("ann").enter();

        sessions.received(ann, "anything", List.of(), answers::add);
        sessions.received(ann, "anything", List.of(), null);

        assertThat(answers).isEmpty();
        assertThat(ann.gone).isFalse();
    }
}
