package dev.pluginio.session.handlers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pluginio.api.realtime.EventHandler;
import dev.pluginio.api.realtime.Reply;
import dev.pluginio.testing.RecordingClient;
import dev.pluginio.testing.TestHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** In which order handlers are called, and what becomes of those that do not behave. */
class CallsTest extends HandlersTesting {

    private static final int MANY = 16;

    @Test
    void callsForOneClientOneAfterTheOtherInTheOrderInWhichItSent() {
        AtomicInteger running = new AtomicInteger();
        offer(
                on("slow", event -> {
                    log.add("slow " + event.argument(0) + " beside " + running.getAndIncrement());
                    new CountDownLatch(1).await(5, TimeUnit.MILLISECONDS);
                    running.decrementAndGet();
                    return Reply.none();
                }),
                on("fast", event -> {
                    log.add("fast " + event.argument(0) + " beside " + running.get());
                    return Reply.none();
                }));
        Lane lane = arrive();
        List<String> expected = new ArrayList<>();

        for (int i = 0; i < 40; i++) {
            ask(lane, "slow", i);
            ask(lane, "fast", i);
            expected.addAll(List.of("slow " + i + " beside 0", "fast " + i + " beside 0"));
        }

        await().untilAsserted(() -> assertThat(log).containsExactlyElementsOf(expected));
    }

    @Test
    void doesNotLetOneClientWaitForAnother() {
        CountDownLatch others = new CountDownLatch(1);
        offer(on("wait", event -> Reply.bare(others.await(10, TimeUnit.SECONDS))), on("go", event -> {
            others.countDown();
            return Reply.none();
        }));

        ask(arrive(), "wait");
        ask(arrive(), "go");

        answered("true");
    }

    @Test
    void answersAnErrorWhenAHandlerThrowsAndGoesOn() {
        limitedTo(Duration.ofSeconds(10), 100);
        offer(
                on("bad", event -> {
                    throw new IllegalStateException("secret detail");
                }),
                on("worse", event -> {
                    throw new StackOverflowError();
                }),
                on("null", event -> null),
                on("late", event -> Reply.later(CompletableFuture.failedFuture(new IllegalStateException("secret")))),
                on("unwritable", event -> Reply.bare(new Object())),
                on("good", event -> Reply.success()));
        Lane lane = arrive();

        for (String event : List.of("bad", "worse", "null", "late", "unwritable", "good")) {
            ask(lane, event);
        }

        answered(FAILED, FAILED, FAILED, FAILED, FAILED, "{\"success\":true}");
        assertThat(counts.failed).hasValue(5);
    }

    @Test
    void interruptsAHandlerThatTakesTooLongAndGoesOn() {
        limitedTo(Duration.ofSeconds(1), 100);
        offer(
                on("hang", event -> {
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        log.add("interrupted");
                        throw e;
                    }
                    return Reply.success();
                }),
                on("good", event -> Reply.success()));
        Lane lane = arrive();

        ask(lane, "hang");
        ask(lane, "good");

        answered(TIMEOUT, "{\"success\":true}");
        await().untilAsserted(() -> assertThat(log).containsExactly("interrupted"));
        assertThat(counts.timedOut).hasValue(1);
        assertThat(counts.failed).hasValue(0);
    }

    /** Both threads of the plugin are lost for good; its clients are told, and other plugins do not notice. */
    @Test
    void isNotHeldUpByHandlersThatCannotBeInterrupted() {
        limitedTo(Duration.ofSeconds(1), 100);
        CountDownLatch end = new CountDownLatch(1);
        EventHandler stubborn = on("stubborn", event -> {
            while (end.getCount() > 0) {
                try {
                    end.await();
                } catch (InterruptedException e) {
                    log.add("does not care");
                }
            }
            return Reply.success();
        });
        handlers.offer(List.of(Offer.of("bad", stubborn), Offer.of("good", on("good", event -> Reply.success()))));
        Lane lane = arrive();

        for (int i = 0; i < 4; i++) {
            ask(arrive(), "stubborn");
        }
        ask(lane, "stubborn");
        ask(lane, "good");

        await().untilAsserted(() -> assertThat(answers)
                .containsExactlyInAnyOrder(TIMEOUT, TIMEOUT, TIMEOUT, TIMEOUT, TIMEOUT, "{\"success\":true}"));
        end.countDown();
    }

    @Test
    void turnsEventsAwayWhenTooManyWaitOfOneClient() {
        limitedTo(Duration.ofSeconds(10), 3);
        CountDownLatch go = new CountDownLatch(1);
        offer(on("wait", event -> Reply.bare(event.argument(0), go.await(10, TimeUnit.SECONDS))));
        Lane lane = arrive();

        for (int i = 0; i < 6; i++) {
            ask(lane, "wait", i);
        }

        answered(BUSY, BUSY);
        go.countDown();
        answered(BUSY, BUSY, "0 true", "1 true", "2 true", "3 true");
        assertThat(counts.busy).hasValue(2);
    }

    /** A client that sends large events faster than they are handled costs bounded memory. */
    @Test
    void turnsEventsAwayWhenWhatWaitsOfOneClientIsTooLarge() {
        limitedTo(Duration.ofSeconds(10), 100);
        CountDownLatch go = new CountDownLatch(1);
        offer(on("wait", event -> Reply.bare(go.await(10, TimeUnit.SECONDS))));
        Lane lane = arrive();

        ask(lane, "wait", "runs");
        ask(lane, "wait", Map.of("large", new byte[20_000]));
        ask(lane, "wait", "x".repeat(5_000));
        ask(lane, "wait", "small");

        answered(BUSY, BUSY);
        go.countDown();
        answered(BUSY, BUSY, "true", "true");
        ask(lane, "wait", "x".repeat(4_000));
        answered(BUSY, BUSY, "true", "true", "true");
    }

    /** So do many clients together, none of which sends more than it may. */
    @Test
    void turnsEventsAwayWhenWhatWaitsForOnePluginIsTooLarge() throws InterruptedException {
        limitedTo(Duration.ofSeconds(10), 100);
        CountDownLatch running = new CountDownLatch(2);
        CountDownLatch go = new CountDownLatch(1);
        EventHandler waiting = on("wait", event -> {
            running.countDown();
            return Reply.bare(go.await(10, TimeUnit.SECONDS));
        });
        handlers.offer(List.of(Offer.of("slow", waiting), Offer.of("quick", on("go", event -> Reply.bare("gone")))));
        ask(arrive(), "wait");
        ask(arrive(), "wait");
        assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();

        askedByMany("wait");
        ask(arrive(), "wait", "one too many");
        answered(BUSY);
        ask(arrive(), "go");
        answered(BUSY, "\"gone\"");

        go.countDown();
        await().untilAsserted(() -> assertThat(answers).hasSize(2 + 2 + MANY));
        ask(arrive(), "wait", "one more");
        await().untilAsserted(
                        () -> assertThat(answers).hasSize(2 + 2 + MANY + 1).endsWith("true"));
    }

    @Test
    void turnsEventsAwayWhenTheRepliesThatOnePluginOwesHoldTooMuch() {
        limitedTo(Duration.ofSeconds(10), 100);
        CompletableFuture<Reply> later = new CompletableFuture<>();
        offer(on("later", event -> Reply.later(later)), on("go", event -> Reply.bare("gone")));

        askedByMany("later");

        await().untilAsserted(() -> {
            ask(arrive(), "later");
            assertThat(answers).contains(BUSY);
        });
        later.complete(Reply.success());
        await().untilAsserted(() -> {
            ask(arrive(), "go");
            assertThat(answers).contains("\"gone\"");
        });
    }

    /** Together they hold as much as may wait for one plugin. */
    private void askedByMany(String event) {
        for (int i = 0; i < MANY; i++) {
            ask(arrive(), event, "x".repeat(5_000));
        }
    }

    /** The plugin stops between the turn of an event and the call for it. */
    @Test
    void answersAnEventWhosePluginStopsJustBeforeTheCall() {
        EventHandler handler = on("event", event -> Reply.success());
        Guest guest = new Guest(Offer.of("test", handler), handlers, Executors.defaultThreadFactory(), 0);
        Bound<EventHandler> bound = guest.all(Point.EVENTS).get(0);
        Handling handling =
                new Handling(arrive(), bound, "event", List.of(), given -> answers.add(RecordingClient.text(given)));
        bound.letGo();

        handling.run();

        answered("{\"success\":false,\"error\":\"the handler is gone\"}");
    }

    /** All threads of a plugin are lost for good: what waits for them is bounded, and nobody is sent away for it. */
    @Test
    void doesNotGatherCallsForAPluginWhoseThreadsNeverComeBack() throws InterruptedException {
        handlers.close();
        handlers = TestHandlers.with(
                new Handlers.Settings(Duration.ofMillis(100), 1, 100, 10_000, 20, Duration.ZERO), timer, counts);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        handlers.offer(List.of(listening("a", listener("a"), on("stubborn", event -> {
            begun.countDown();
            while (end.getCount() > 0) {
                try {
                    end.await();
                } catch (InterruptedException e) {
                    log.add("does not care");
                }
            }
            return Reply.success();
        }))));
        do {
            ask(arrive(), "stubborn");
        } while (!begun.await(1, TimeUnit.SECONDS)); // a busy machine may not reach it in time
        await().untilAsserted(() -> assertThat(log).contains("does not care"));

        List<RecordingClient> clients = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            RecordingClient client = new RecordingClient("/", "x");
            clients.add(client);
            handlers.left(arrive(client), "transport close");
        }
        end.countDown();

        await().untilAsserted(() -> assertThat(ask(arrive(), "stubborn")).isTrue());
        await().untilAsserted(() -> assertThat(answers).contains("{\"success\":true}"));
        assertThat(log.stream().filter(line -> line.startsWith("a connected")).count())
                .isLessThan(50);
        assertThat(clients).noneMatch(RecordingClient::isReconnecting);
    }
}
