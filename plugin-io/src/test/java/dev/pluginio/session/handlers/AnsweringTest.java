package dev.pluginio.session.handlers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pluginio.api.realtime.Reply;
import dev.pluginio.testing.RecordingClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What clients get when they ask. */
class AnsweringTest extends HandlersTesting {

    @Test
    void answersWithWhatTheHandlerReplies() {
        offer(
                on("bare", event -> Reply.bare(event.arguments().toArray())),
                on("more", event -> Reply.success(Map.of("room", "x"))),
                on("good", event -> Reply.success()),
                on("bad", event -> Reply.failure("no such room")),
                on("none", event -> Reply.none()));
        Lane lane = arrive();

        for (String event : List.of("bare", "more", "good", "bad", "none", "bare")) {
            assertThat(ask(lane, event, 1, "two", List.of(true))).isTrue();
        }

        answered(
                "1 \"two\" [true]",
                "{\"success\":true,\"room\":\"x\"}",
                "{\"success\":true}",
                "{\"success\":false,\"error\":\"no such room\"}",
                "1 \"two\" [true]");
    }

    @Test
    void tellsHandlersWhoTheClientIsAndWhatItSent() {
        List<Object> seen = new CopyOnWriteArrayList<>();
        offer(on("hello", event -> {
            seen.addAll(List.of(
                    event.name(),
                    event.arguments(),
                    String.valueOf(event.argument(7)),
                    event.isReplyExpected(),
                    event.socket().principal(),
                    event.socket().namespace(),
                    event.socket().auth()));
            return Reply.none();
        }));

        handlers.received(arrive(), "hello", List.of(1), null);

        await().untilAsserted(() ->
                assertThat(seen).containsExactly("hello", List.of(1), "null", false, NOBODY, "/", Map.of()));
    }

    @Test
    void repliesLaterWithoutHoldingUpWhatFollows() {
        CompletableFuture<Reply> later = new CompletableFuture<>();
        offer(on("later", event -> Reply.later(later)), on("now", event -> Reply.bare("now")));
        Lane lane = arrive();

        ask(lane, "later");
        ask(lane, "now");
        answered("\"now\"");
        later.complete(Reply.bare("later"));

        answered("\"now\"", "\"later\"");
    }

    @Test
    void answersAnErrorWhenALaterReplyDoesNotCome() {
        limitedTo(Duration.ofSeconds(1), 100);
        CompletableFuture<Reply> never = new CompletableFuture<>();
        offer(on("later", event -> Reply.later(never)));

        ask(arrive(), "later");
        answered(TIMEOUT);
        never.complete(Reply.success());

        answered(TIMEOUT);
        assertThat(counts.timedOut).hasValue(1);
    }

    @Test
    void takesANullArrayForOneNull() {
        RecordingClient client = new RecordingClient("/", "x");
        offer(on("null", event -> Reply.bare((Object[]) null)));

        socket(client).emit("x", (Object[]) null);
        ask(arrive(), "null");

        assertThat(client.heard()).containsExactly("x null");
        answered("null");
    }

    @Test
    void doesNotLetAnAnswerChangeWhetherItIsASuccess() {
        offer(on("event", event -> Reply.success(Map.of("success", "no"))));

        ask(arrive(), "event");

        answered("{\"success\":true}");
        assertThatThrownBy(() -> Reply.later(null)).hasMessageContaining("Reply.none()");
    }
}
