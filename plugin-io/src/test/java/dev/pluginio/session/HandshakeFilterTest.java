package dev.pluginio.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.api.access.Authentication;
import dev.pluginio.api.access.Authentication.Refused;
import dev.pluginio.api.access.Authenticator;
import dev.pluginio.api.access.Credentials;
import dev.pluginio.api.access.Principal;
import dev.pluginio.api.access.Role;
import dev.pluginio.api.realtime.HandshakeFilter;
import dev.pluginio.api.realtime.HandshakeRequest;
import dev.pluginio.api.realtime.IoContext;
import dev.pluginio.session.handlers.HandlerObserver;
import dev.pluginio.session.handlers.Handlers;
import dev.pluginio.session.handlers.Offer;
import dev.pluginio.testing.TestHandlers;
import dev.pluginio.transport.Handshake;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Plugins turn clients away before it is asked who they are. */
class HandshakeFilterTest {

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private Handlers handlers;
    private Gate gate;

    @BeforeEach
    void start() {
        start(Duration.ofMinutes(1));
    }

    private void start(Duration timeout) {
        handlers = TestHandlers.with(
                new Handlers.Settings(timeout, 2, 10, 10_000, 100, Duration.ZERO), timer, HandlerObserver.NONE);
        gate = new Gate(SessionSettings.defaults(), new Host(), handlers, Runnable::run, Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        handlers.close();
        timer.shutdownNow();
    }

    private final class Host implements Authenticator {
        @Override
        public Authentication authenticate(Credentials untrusted) {
            asked.add("host");
            return anonymous();
        }

        @Override
        public Authentication anonymous() {
            return new Authentication.Admitted(new Principal.Public(new Role("public", "Public")));
        }
    }

    private interface Step {
        Optional<Refused> decide(HandshakeRequest request) throws Exception;
    }

    private static HandshakeFilter filter(Step step) {
        return new HandshakeFilter() {
            @Override
            public Optional<Refused> refuses(HandshakeRequest untrusted, IoContext context) throws Exception {
                return step.decide(untrusted);
            }
        };
    }

    private Authentication identify(String namespace) {
        Handshake handshake = new Handshake(
                namespace,
                Map.of("token", "ann"),
                Map.of(),
                new InetSocketAddress("127.0.0.1", 5),
                Map.of("user-agent", List.of("robot")));
        return gate.identify(handshake)
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join()
                .authentication();
    }

    @Test
    void asksOneFilterAfterTheOtherUntilOneRefuses() {
        handlers.offer(List.of(
                Offer.of("a", filter(request -> {
                    asked.add("a " + request.namespace() + " "
                            + request.remoteAddress().getPort() + " " + request.headers());
                    return Optional.empty();
                })),
                Offer.of(
                        "b",
                        filter(request -> request.namespace().equals("/closed")
                                ? Optional.of(new Refused("closed", "Come back later"))
                                : Optional.empty()))));

        assertThat(identify("/closed")).isEqualTo(new Refused("closed", "Come back later"));
        assertThat(asked).containsExactly("a /closed 5 {user-agent=[robot]}");
        assertThat(identify("/")).isInstanceOf(Authentication.Admitted.class);
        assertThat(asked).last().isEqualTo("host");
    }

    /** A filter that cannot decide has not decided that somebody may come in. */
    @Test
    void letsNobodyInWhenAFilterThrowsOrHangs() {
        handlers.close();
        start(Duration.ofMillis(500));
        handlers.offer(List.of(Offer.of("a", filter(request -> {
            if (request.namespace().equals("/hang")) {
                new CountDownLatch(1).await();
            }
            throw new IllegalStateException("broken");
        }))));

        assertThat(identify("/")).extracting("code").isEqualTo(Gate.INTERNAL_ERROR);
        assertThat(identify("/hang")).extracting("code").isEqualTo(Gate.INTERNAL_ERROR);
        assertThat(asked).isEmpty();
    }

    @Test
    void turnsNobodyAwayOnceItsPluginHasStopped() {
        handlers.offer(List.of(Offer.of("a", filter(request -> Optional.of(new Refused("no", "No"))))));
        assertThat(identify("/")).isInstanceOf(Refused.class);

        handlers.offer(List.of());

        assertThat(identify("/")).isInstanceOf(Authentication.Admitted.class);
        assertThat(handlers.isFiltering()).isFalse();
    }
}
