package dev.pluginio.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.access.AccessCache;
import dev.pluginio.access.Difference;
import dev.pluginio.api.access.AccessChange;
import dev.pluginio.api.access.AccessChange.UserChanged;
import dev.pluginio.api.access.ApiToken;
import dev.pluginio.api.access.Authentication;
import dev.pluginio.api.access.Authenticator;
import dev.pluginio.api.access.Credentials;
import dev.pluginio.api.access.Permissions;
import dev.pluginio.api.access.Principal;
import dev.pluginio.api.access.Role;
import dev.pluginio.delivery.Attendance;
import dev.pluginio.session.rooms.RoomSettings;
import dev.pluginio.testing.Blog;
import dev.pluginio.testing.ImmediateLog;
import dev.pluginio.testing.RecordingClient;
import dev.pluginio.testing.RecordingTransport;
import dev.pluginio.testing.TablePolicy;
import dev.pluginio.testing.TestHandlers;
import dev.pluginio.transport.Admission;
import dev.pluginio.transport.Handshake;
import dev.pluginio.transport.Room;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** B32: changes of roles, users and tokens act on live sockets. */
class EnforcementTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final Room ANN = new Room(Room.Kind.USER, "1");

    private final TablePolicy policy = new TablePolicy();
    private final Role publicRole = policy.role("public", Permissions.none());
    private final Role editor = policy.role("editor", Blog.allowed("api::article.article.find"));
    private final Role author = policy.role("author", Permissions.all());
    private final ApiToken token = policy.token("t", Permissions.all());
    private final AccessCache access = new AccessCache(policy, System::nanoTime);
    private final Attendance attendance = new Attendance();
    private final RecordingTransport transport = new RecordingTransport();
    private final ImmediateLog log = new ImmediateLog();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Host host = new Host();
    private final Enforcement enforcement = new Enforcement(
            new Enforcement.Parts(
                    host,
                    access,
                    new Difference(() -> Blog.CATALOG),
                    attendance,
                    Blog.audiences(access, attendance),
                    log,
                    transport),
            Runnable::run,
            timer,
            CLOCK,
            SessionObserver.NONE);
    private final Sessions sessions = new Sessions(
            SessionSettings.defaults(),
            TestHandlers.with(timer),
            host,
            enforcement,
            attendance,
            Runnable::run,
            CLOCK,
            SessionObserver.NONE);

    EnforcementTest() {
        enforcement.start();
    }

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    /** Knows ann by the token 'ann', and one API token. */
    private final class Host implements Authenticator {
        private Authentication ann =
                new Authentication.Admitted(new Principal.User("1", "ann", editor, Optional.empty()));
        private boolean failing;

        @Override
        public Authentication authenticate(Credentials untrusted) {
            return untrusted.strategy().equals("jwt") ? ann : new Authentication.Admitted(new Principal.Token(token));
        }

        @Override
        public Authentication anonymous() {
            return new Authentication.Admitted(new Principal.Public(publicRole));
        }

        @Override
        public Authentication refresh(Principal.User current) {
            if (failing) {
                throw new IllegalStateException("the database is away");
            }
            return ann;
        }

        private void isNow(Role role, Optional<Instant> end) {
            ann = new Authentication.Admitted(new Principal.User("1", "ann", role, end));
        }
    }

    private RecordingClient enter(String strategy) {
        return arrive(admitted(strategy));
    }

    private Admission.Admitted admitted(String strategy) {
        Map<String, Object> auth = strategy.isEmpty() ? Map.of() : Map.of("strategy", strategy, "token", "x");
        return (Admission.Admitted)
                sessions.connecting(new Handshake("/", auth, Map.of(), new InetSocketAddress("127.0.0.1", 1)))
                        .toCompletableFuture()
                        .join();
    }

    private RecordingClient arrive(Admission.Admitted admitted) {
        RecordingClient client = new RecordingClient("/", admitted.attachment());
        admitted.rooms().forEach(client::join);
        sessions.connected(client);
        return client;
    }

    private void change(AccessChange change) {
        enforcement.changed(change).toCompletableFuture().join();
    }

    /** B6: a role's rooms follow its name. */
    @Test
    void aRoleWithAnotherNameIsTakenOutOfTheRoomsOfTheOldOne() {
        Map<String, Set<String>> rooms = Map.of("editor", Set.of("desk"), "redaction", Set.of("news"));
        sessions.reconfigure(new SessionSettings(Map.of(), new RoomSettings(List.of(), rooms, List.of())));
        RecordingClient ann = enter("jwt");
        assertThat(ann.rooms()).contains(Room.custom("desk"));

        policy.rename(editor, "redaction");
        change(new AccessChange.RoleChanged(editor.id()));

        assertThat(ann.rooms()).contains(Room.custom("news")).doesNotContain(Room.custom("desk"));
    }

    @Test
    void whoIsInNoRoomsYetIsPutIntoThoseThatRulesGiveItLater() {
        RecordingClient here = enter("jwt");
        Admission.Admitted coming = admitted("jwt");

        RoomSettings rooms = new RoomSettings(List.of(), Map.of("editor", Set.of("desk")), List.of());
        sessions.reconfigure(new SessionSettings(Map.of(), rooms));

        assertThat(here.rooms()).contains(Room.custom("desk"));
        assertThat(arrive(coming).rooms()).contains(Room.custom("desk"));
        sessions.reconfigure(new SessionSettings(Map.of(), RoomSettings.NOTHING));
        assertThat(here.rooms()).doesNotContain(Room.custom("desk"));
    }

    @Test
    void whoWasAdmittedByOldSettingsIsHereByNewOnes() {
        RoomSettings rooms = new RoomSettings(List.of(), Map.of("editor", Set.of("desk")), List.of());
        sessions.reconfigure(new SessionSettings(Map.of(), rooms));
        Admission.Admitted admitted = admitted("jwt");
        Admission.Admitted other = admitted("");
        Entrance entrance = new Entrance(true, Set.of(), Set.of(), List.of(), List.of());
        sessions.reconfigure(new SessionSettings(Map.of(), Map.of("/", entrance), RoomSettings.NOTHING));

        assertThat(arrive(admitted).rooms()).doesNotContain(Room.custom("desk"));
        assertThat(arrive(other).isPresent()).isFalse();
    }

    @Test
    void aChangeThatComesWhenThePluginStopsDoesNotHarmTheHost() {
        Enforcement stopped = new Enforcement(
                new Enforcement.Parts(
                        host,
                        access,
                        new Difference(() -> Blog.CATALOG),
                        attendance,
                        Blog.audiences(access, attendance),
                        log,
                        transport),
                task -> {
                    throw new RejectedExecutionException("stopped");
                },
                timer,
                CLOCK,
                SessionObserver.NONE);

        assertThat(stopped.changed(new AccessChange.EverythingChanged()).toCompletableFuture())
                .isCompletedExceptionally();
    }

    @Test
    void movesTheClientsOfAUserWhoHasAnotherRole() {
        RecordingClient one = enter("jwt");
        RecordingClient other = enter("api-token");
        host.isNow(author, Optional.empty());

        change(new UserChanged("1"));

        assertThat(one.rooms()).containsExactlyInAnyOrder(ANN, Room.of(author));
        assertThat(one.heard()).containsExactly("access:changed {\"reason\":\"role_changed\"}");
        assertThat(one.isPresent()).isTrue();
        assertThat(sessions.find(one.id()).orElseThrow().principal().grantee()).isEqualTo(author);
        assertThat(attendance.present()).containsExactlyInAnyOrder(author, token);
        assertThat(other.heard()).isEmpty();
        sessions.disconnected(one, "transport close");
        assertThat(attendance.present()).containsExactly(token);
    }

    /** Whatever is sent in between is sent between two events, so that nobody hears one by both roles or by neither unawares. */
    @Test
    void isInNoRoleFromTheChangeUntilNothingIsBeingDelivered() {
        RecordingClient ann = enter("jwt");
        host.isNow(author, Optional.empty());
        log.meanwhile(() -> assertThat(ann.rooms()).containsExactly(ANN));

        change(new UserChanged("1"));

        assertThat(ann.rooms()).contains(Room.of(author));
    }

    @Test
    void saysNothingToAUserWhoKeepsTheRoleButKnowsTheNewName() {
        RecordingClient ann = enter("jwt");
        host.ann = new Authentication.Admitted(new Principal.User("1", "anna", editor, Optional.empty()));

        change(new UserChanged("1"));

        assertThat(ann.heard()).isEmpty();
        assertThat(ann.rooms()).containsExactlyInAnyOrder(ANN, Room.of(editor));
        assertThat(sessions.find(ann.id()).orElseThrow().principal())
                .isEqualTo(new Principal.User("1", "anna", editor, Optional.empty()));
    }

    @Test
    void endsTheStayOfAUserWhomTheHostAdmitsNoMoreWithTheHostsReason() {
        RecordingClient ann = enter("jwt");
        host.ann = new Authentication.Refused("blocked", "Your account has been blocked");

        change(new UserChanged("1"));

        assertThat(ann.heard())
                .containsExactly("session:closed {\"code\":\"blocked\",\"reason\":\"Your account has been blocked\"}");
        assertThat(ann.isPresent()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"BLOCKED,blocked", "DELETED,deleted", "LOGGED_OUT,logged_out", "PASSWORD_CHANGED,password_changed"})
    void endsTheStayOfAUserForTheReasonThatTheHostGave(UserChanged.Cause cause, String code) {
        RecordingClient ann = enter("jwt");
        RecordingClient program = enter("api-token");

        change(new UserChanged("1", cause));

        assertThat(ann.heard()).singleElement().asString().startsWith("session:closed {\"code\":\"" + code + "\"");
        assertThat(ann.isPresent()).isFalse();
        assertThat(program.isPresent()).isTrue();
    }

    @Test
    void movesTheEndOfAStayWithTheHostsWord() {
        RecordingClient ann = enter("jwt");
        host.isNow(editor, Optional.of(NOW.plusMillis(20)));

        change(new UserChanged("1"));

        Awaitility.await().until(() -> !ann.isPresent());
        assertThat(ann.heard()).singleElement().asString().contains("\"code\":\"token_expired\"");
    }

    @Test
    void hasAClientConnectAgainIfTheHostCannotTellWhoItIsNow() {
        RecordingClient ann = enter("jwt");
        host.failing = true;

        change(new UserChanged("1"));

        assertThat(ann.isReconnecting()).isTrue();
    }

    @Test
    void hasAClientConnectAgainThatCannotBeMovedBetweenTwoEvents() {
        RecordingClient ann = enter("jwt");
        host.isNow(author, Optional.empty());
        log.fill();

        assertThat(enforcement.changed(new UserChanged("1")).toCompletableFuture())
                .isCompletedExceptionally();

        assertThat(ann.isReconnecting()).isTrue();
    }

    @Test
    void tellsThoseAloneWhosePermissionsChangedInFact() {
        enter("jwt");
        enter("api-token");
        enter("");
        policy.set(editor, Blog.allowed("api::article.article.find", "api::article.article.update"));

        change(new AccessChange.EverythingChanged());

        assertThat(transport.frames()).containsExactly("access:changed {\"reason\":\"permissions_changed\"}");
        assertThat(transport.sent().get(0).audience().rooms()).containsExactly(Room.of(editor));

        policy.set(editor, Blog.allowed("api::article.article.update", "api::article.article.find"));
        change(new AccessChange.RoleChanged(editor.id()));
        assertThat(transport.sent()).as("nothing changed in fact").hasSize(1);
    }

    /** A host may give permissions that cannot be compared as values. */
    @Test
    void asksPermissionsThatAreNoValuesWhatTheyAllow() {
        enter("jwt");
        policy.set(editor, (uid, action) -> true);
        change(new AccessChange.RoleChanged(editor.id()));
        assertThat(transport.sent()).hasSize(1);

        policy.set(editor, (uid, action) -> uid.startsWith("api::"));
        change(new AccessChange.RoleChanged(editor.id()));

        assertThat(transport.sent()).hasSize(1);
    }

    @Test
    void tellsEverybodyWhenTheHostCouldNotTellTheRightsForAWhile() {
        enter("jwt");
        policy.failToList(true);
        change(new AccessChange.RoleChanged(editor.id()));
        assertThat(transport.sent()).isEmpty();

        policy.failToList(false);

        Awaitility.await().until(() -> !transport.sent().isEmpty());
        assertThat(transport.sent().get(0).audience().rooms()).contains(Room.of(editor));
    }

    @Test
    void endsTheStayOfAProgramWhoseTokenIsRevoked() {
        RecordingClient program = enter("api-token");
        policy.remove(token);

        change(new AccessChange.ApiTokenChanged(token.id()));

        assertThat(program.heard()).singleElement().asString().contains("\"code\":\"token_revoked\"");
    }

    @Test
    void endsTheStayOfAUserWhoseRoleIsGoneUnlessTheHostKnowsAnother() {
        RecordingClient ann = enter("jwt");
        policy.remove(editor);
        host.isNow(author, Optional.empty());
        change(new AccessChange.RoleChanged(editor.id()));
        assertThat(ann.rooms()).contains(Room.of(author));

        policy.remove(author);
        change(new AccessChange.RoleChanged(author.id()));

        assertThat(ann.heard()).last().asString().contains("\"code\":\"role_removed\"");
        assertThat(ann.isPresent()).isFalse();
    }

    @Test
    void knowsARoleByItsNewName() {
        RecordingClient ann = enter("jwt");
        policy.rename(editor, "redaction");

        change(new AccessChange.RoleChanged(editor.id()));

        assertThat(sessions.find(ann.id()).orElseThrow().principal().grantee().name())
                .isEqualTo("redaction");
        assertThat(ann.heard()).isEmpty();
    }
}
