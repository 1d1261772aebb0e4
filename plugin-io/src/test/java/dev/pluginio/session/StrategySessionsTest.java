package dev.pluginio.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.api.access.AuthRequest;
import dev.pluginio.api.access.Authentication;
import dev.pluginio.api.access.Principal;
import dev.pluginio.api.realtime.AuthStrategy;
import dev.pluginio.session.handlers.HandlerObserver;
import dev.pluginio.session.handlers.Handlers;
import dev.pluginio.session.handlers.Offer;
import dev.pluginio.testing.TestHandlers;
import dev.pluginio.transport.Admission;
import dev.pluginio.transport.Handshake;
import dev.pluginio.transport.Room;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Clients that are let in by strategies of plugins. */
class StrategySessionsTest extends SessionsTesting {

    private void offer(String name, Function<AuthRequest, CompletionStage<Authentication>> decision) {
        offer(handlers, name, decision);
    }

    private static void offer(
            Handlers to, String name, Function<AuthRequest, CompletionStage<Authentication>> decision) {
        to.offer(List.of(Offer.of("test", new AuthStrategy() {
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
        Sessions waiting = sessions(impatient, "never");
        offer(impatient, "never", request -> new CompletableFuture<>());

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
        Sessions early = sessions(starting, "echo");
        CompletableFuture<Admission> admission = early.connecting(
                        new Handshake("/", Map.of(), Map.of(), new InetSocketAddress(0)))
                .toCompletableFuture();
        assertThat(admission).isNotDone();

        offer(starting, "echo", request -> CompletableFuture.completedStage(request.anonymous()));

        assertThat(admission.join()).isInstanceOf(Admission.Admitted.class);
        starting.close();
    }

    private Sessions sessions(Handlers asked, String strategy) {
        return sessions(new SessionSettings(Map.of("/", strategy)), asked, enforcement);
    }
}
