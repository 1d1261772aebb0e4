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
import dev.pluginio.session.handlers.Handlers;
import dev.pluginio.session.handlers.Offer;
import dev.pluginio.session.rooms.RoomSettings;
import dev.pluginio.testing.Blog;
import dev.pluginio.testing.ImmediateLog;
import dev.pluginio.testing.RecordingClient;
import dev.pluginio.testing.RecordingTransport;
import dev.pluginio.testing.TablePolicy;
import dev.pluginio.testing.TestHandlers;
import dev.pluginio.transport.Admission;
import dev.pluginio.transport.Handshake;
import dev.pluginio.transport.Network;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** B8: a namespace has its own door, through which nobody comes who may not. */
class EntranceTest {

    private final TablePolicy policy = new TablePolicy();
    private final Role publicRole = policy.role("public", Permissions.none());
    private final Role editor = policy.role("editor", Permissions.all());
    private final Role author = policy.role("author", Permissions.all());
    private final ApiToken token = policy.token("t", Permissions.all());
    private Role annsRole = editor;
    private final AccessCache access = new AccessCache(policy, System::nanoTime);
    private final Attendance attendance = new Attendance();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Handlers handlers = TestHandlers.with(timer);
    private final Authenticator host = new Authenticator() {
        @Override
        public Authentication authenticate(Credentials untrusted) {
            return new Authentication.Admitted(
                    untrusted.strategy().equals("jwt")
                            ? new Principal.User("1", "ann", annsRole, Optional.empty())
                            : new Principal.Token(token));
        }

        @Override
        public Authentication anonymous() {
            return new Authentication.Admitted(new Principal.Public(publicRole));
        }

        @Override
        public Authentication refresh(Principal.User current) {
            return new Authentication.Admitted(new Principal.User("1", "ann", annsRole, Optional.empty()));
        }
    };
    private final Enforcement enforcement = new Enforcement(
            new Enforcement.Parts(
                    host,
                    access,
                    new Difference(() -> Blog.CATALOG),
                    attendance,
                    Blog.audiences(access, attendance),
                    new ImmediateLog(),
                    new RecordingTransport()),
            Runnable::run,
            timer,
            Clock.systemUTC(),
            SessionObserver.NONE);
    private final Sessions sessions = new Sessions(
            SessionSettings.defaults(),
            handlers,
            host,
            enforcement,
            attendance,
            Runnable::run,
            Clock.systemUTC(),
            SessionObserver.NONE);

    @AfterEach
    void stop() {
        handlers.close();
        timer.shutdownNow();
    }

    private void open(boolean required, Set<String> strategies, Set<String> roles, String... allow) {
        Entrance entrance = new Entrance(
                required,
                strategies,
                roles,
                List.of(allow).stream().map(Network::of).toList(),
                List.of(Network.of("10.9.0.0/16")));
        sessions.reconfigure(new SessionSettings(Map.of(), Map.of("/office", entrance), RoomSettings.NOTHING));
    }

    private Admission enter(String namespace, String strategy, String address) {
        Map<String, Object> auth = strategy.isEmpty() ? Map.of() : Map.of("strategy", strategy, "token", "x");
        return sessions.connecting(new Handshake(namespace, auth, Map.of(), new InetSocketAddress(address, 1)))
                .toCompletableFuture()
                .join();
    }

    private String codeOf(String strategy, String address) {
        return enter("/office", strategy, address) instanceof Admission.Refused refused
                ? String.valueOf(refused.data().get("code"))
                : "admitted";
    }

    private RecordingClient inside(String strategy) {
        Admission.Admitted admitted = (Admission.Admitted) enter("/office", strategy, "10.0.0.1");
        RecordingClient client = new RecordingClient("/office", admitted.attachment());
        admitted.rooms().forEach(client::join);
        sessions.connected(client);
        return client;
    }

    /** B31: requiring credentials does not refuse API tokens. */
    @Test
    void asksForCredentialsOfWhateverKindWhereTheyAreRequired() {
        open(true, Set.of(), Set.of());

        assertThat(codeOf("", "10.0.0.1")).isEqualTo("authentication_required");
        assertThat(codeOf("jwt", "10.0.0.1")).isEqualTo("admitted");
        assertThat(codeOf("api-token", "10.0.0.1")).isEqualTo("admitted");
        assertThat(enter("/", "", "10.0.0.1")).isInstanceOf(Admission.Admitted.class);
    }

    @Test
    void takesOnlyTheStrategiesThatAreListed() {
        open(false, Set.of("api-token"), Set.of());

        assertThat(codeOf("jwt", "10.0.0.1")).isEqualTo("strategy_not_allowed");
        assertThat(codeOf("api-token", "10.0.0.1")).isEqualTo("admitted");
    }

    @Test
    void letsInOnlyTheRolesThatAreListedByNameOrId() {
        open(false, Set.of(), Set.of("editor", author.id()));

        assertThat(codeOf("jwt", "10.0.0.1")).isEqualTo("admitted");
        annsRole = author;
        assertThat(codeOf("jwt", "10.0.0.1")).isEqualTo("admitted");
        assertThat(codeOf("", "10.0.0.1")).isEqualTo("forbidden");
        assertThat(codeOf("api-token", "10.0.0.1")).isEqualTo("forbidden");
    }

    @Test
    void letsInOnlyFromWhereItIsAllowed() {
        open(false, Set.of(), Set.of(), "10.0.0.0/8");

        assertThat(codeOf("jwt", "10.0.0.1")).isEqualTo("admitted");
        assertThat(codeOf("jwt", "10.9.0.1")).isEqualTo("forbidden");
        assertThat(codeOf("jwt", "192.0.2.1")).isEqualTo("forbidden");
    }

    @Test
    void sendsAwayWhoLosesTheEntryWhileInside() {
        open(false, Set.of(), Set.of("editor"));
        RecordingClient moved = inside("jwt");
        annsRole = author;
        enforcement
                .changed(new AccessChange.UserChanged("1"))
                .toCompletableFuture()
                .join();
        assertThat(moved.heard()).last().asString().startsWith("session:closed {\"code\":\"forbidden\"");

        annsRole = editor;
        RecordingClient kept = inside("jwt");
        open(false, Set.of(), Set.of("author"));
        assertThat(kept.isPresent()).isFalse();
    }

    @Test
    void sendsAwayWhoIsWhereItMayNotBeAnyMore() {
        open(false, Set.of(), Set.of());
        RecordingClient client = inside("jwt");
        open(false, Set.of(), Set.of(), "10.0.0.0/8");
        assertThat(client.heard()).isEmpty();

        open(false, Set.of(), Set.of(), "192.0.2.0/24");
        assertThat(client.heard())
                .containsExactly("session:closed {\"code\":\"forbidden\",\"reason\":\"This namespace cannot be"
                        + " entered from where you are any more\"}");
        assertThat(client.isPresent()).isFalse();
    }

    /** Between its admission and its entry nobody could find it. */
    @Test
    void sendsAwayWhoWasLetInByRulesThatWereChangedMeanwhile() {
        open(false, Set.of(), Set.of());
        Admission.Admitted admitted = (Admission.Admitted) enter("/office", "jwt", "10.0.0.1");
        open(false, Set.of(), Set.of(), "192.0.2.0/24");
        RecordingClient client = new RecordingClient("/office", admitted.attachment());
        sessions.connected(client);

        assertThat(client.heard()).singleElement().asString().startsWith("session:closed {\"code\":\"forbidden\"");
        assertThat(sessions.find(client.id()).map(Session::lane)).isEmpty();
    }

    @Test
    void letsAStrategyHaveTheHostCheckWhatIsTheHosts() {
        handlers.offer(List.of(Offer.of("test", new AuthStrategy() {
            @Override
            public String name() {
                return "badge";
            }

            @Override
            public CompletionStage<Authentication> authenticate(AuthRequest untrusted) {
                String claimed = String.valueOf(untrusted.auth().get("token"));
                return CompletableFuture.completedStage(untrusted.authenticate(new Credentials("jwt", claimed)));
            }
        })));

        assertThat(((Admission.Admitted) enter("/office", "badge", "10.0.0.1")).rooms())
                .extracting("name")
                .contains("1");
    }
}
