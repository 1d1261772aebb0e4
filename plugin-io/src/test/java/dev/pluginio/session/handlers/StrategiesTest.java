package dev.pluginio.session.handlers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pluginio.api.access.AuthRequest;
import dev.pluginio.api.access.Authentication;
import dev.pluginio.api.realtime.AuthStrategy;
import dev.pluginio.api.realtime.IoContext;
import dev.pluginio.api.realtime.Reply;
import dev.pluginio.testing.TestHandlers;
import dev.pluginio.testing.TestRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Who a client is, as strategies of plugins tell. */
class StrategiesTest extends HandlersTesting {

    private static AuthStrategy strategy(Function<AuthRequest, Authentication> decision) {
        return new AuthStrategy() {
            @Override
            public String name() {
                return "test";
            }

            @Override
            public CompletionStage<Authentication> authenticate(AuthRequest untrusted) {
                return CompletableFuture.completedStage(decision.apply(untrusted));
            }
        };
    }

    private CompletableFuture<Optional<Verdict>> authenticate() {
        return handlers.authenticate("test", new TestRequest(Map.of())).toCompletableFuture();
    }

    @Test
    void asksAStrategyAgainAfterItHungOnAllItsThreads() {
        limitedTo(Duration.ofSeconds(1), 100);
        AtomicBoolean hangs = new AtomicBoolean(true);
        handlers.offer(List.of(Offer.of("test", strategy(untrusted -> {
            if (hangs.get()) {
                hang();
            }
            return untrusted.anonymous();
        }))));

        List<CompletableFuture<Optional<Verdict>>> first = List.of(authenticate(), authenticate(), authenticate());
        first.forEach(verdict -> await().untilAsserted(() -> assertThat(verdict).isCompletedExceptionally()));
        hangs.set(false);

        await().untilAsserted(() -> assertThat(authenticate()).succeedsWithin(Duration.ofSeconds(1)));
    }

    @Test
    void refusesToAskAStrategyThatTooManyWaitFor() {
        handlers.close();
        handlers = TestHandlers.with(
                new Handlers.Settings(Duration.ofSeconds(10), 1, 100, 10_000, 2, Duration.ZERO), timer, counts);
        handlers.offer(List.of(Offer.of("test", strategy(untrusted -> {
            hang();
            return untrusted.anonymous();
        }))));

        List<CompletableFuture<Optional<Verdict>>> asked = List.of(authenticate(), authenticate(), authenticate());

        assertThat(authenticate()).isCompletedExceptionally();
        assertThat(asked).noneMatch(CompletableFuture::isDone);
        handlers.offer(List.of());
        asked.forEach(verdict -> await().untilAsserted(() -> assertThat(verdict).isCompletedExceptionally()));
    }

    @Test
    void asksAStrategyWhileHandlersKeepTheirThreadsBusy() {
        limitedTo(Duration.ofSeconds(10), 100);
        handlers.offer(List.of(Offer.of(
                "test",
                on("hang", event -> {
                    hang();
                    return Reply.none();
                }),
                strategy(AuthRequest::anonymous))));
        for (int i = 0; i < 4; i++) {
            ask(arrive(), "hang");
        }

        assertThat(authenticate()).succeedsWithin(Duration.ofSeconds(60));
    }

    private void waiting(Duration grace) {
        handlers.close();
        handlers = TestHandlers.with(
                new Handlers.Settings(Duration.ofSeconds(10), 2, 100, 10_000, 100, grace), timer, counts);
    }

    /** B28: whoever connects while the plugin is replaced is let in by the new one. */
    @Test
    void waitsForAStrategyWhosePluginIsBeingReplaced() {
        waiting(Duration.ofSeconds(1));
        await().until(() -> authenticate().isDone()); // the start is over
        handlers.offer(List.of(Offer.of("test", strategy(AuthRequest::anonymous))));
        handlers.offer(List.of());

        CompletableFuture<Optional<Verdict>> asked = authenticate();
        assertThat(asked).isNotDone();
        handlers.offer(List.of(Offer.of("test", strategy(AuthRequest::anonymous))));

        assertThat(asked.thenApply(Optional::isPresent))
                .succeedsWithin(Duration.ofSeconds(60))
                .isEqualTo(true);
    }

    @Test
    void waitsForAStrategyThatDoesNotComeBackForABoundedTime() {
        waiting(Duration.ofMillis(300));
        handlers.offer(List.of(Offer.of("test", strategy(AuthRequest::anonymous))));
        handlers.offer(List.of());

        assertThat(authenticate().thenApply(Optional::isPresent))
                .succeedsWithin(Duration.ofSeconds(60))
                .isEqualTo(false);
        assertThat(authenticate()).isDone();
    }

    @Test
    void answersThatThereIsNoStrategyWhenItStops() {
        waiting(Duration.ofMinutes(5));
        CompletableFuture<Optional<Verdict>> asked = authenticate();

        handlers.close();

        assertThat(asked).isCompletedWithValue(Optional.empty());
    }

    @Test
    void tellsAStrategyItsSettingsOfNow() {
        handlers.offer(List.of(Offer.of("test", new AuthStrategy() {
            @Override
            public String name() {
                return "test";
            }

            @Override
            public CompletionStage<Authentication> authenticate(AuthRequest untrusted, IoContext context) {
                String closed = (String) context.settings().get("closed");
                return CompletableFuture.completedStage(
                        closed == null ? untrusted.anonymous() : new Authentication.Refused("closed", closed));
            }
        })));
        assertThat(authenticate().join())
                .get()
                .extracting(Verdict::authentication)
                .isEqualTo(admitted());

        handlers.reconfigure(new Arrangement(
                List.of(), List.of(new Arrangement.Named("test", null, null, true, Map.of("closed", "At night")))));

        assertThat(authenticate().join())
                .get()
                .extracting(Verdict::authentication)
                .isEqualTo(new Authentication.Refused("closed", "At night"));
    }

    private static Authentication admitted() {
        return new Authentication.Admitted(TestRequest.NOBODY);
    }
}
