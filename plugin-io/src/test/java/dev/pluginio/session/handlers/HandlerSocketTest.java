package dev.pluginio.session.handlers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pluginio.api.realtime.RealtimeException;
import dev.pluginio.api.realtime.Reply;
import dev.pluginio.testing.RecordingClient;
import dev.pluginio.testing.TestCaller;
import dev.pluginio.transport.Room;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A client as handlers see it. */
class HandlerSocketTest extends HandlersTesting {

    /** B2: whatever sends leaves sensitive names out, unless it is told not to. */
    @Test
    void leavesSensitiveNamesOutUnlessAskedNotTo() {
        RecordingClient client = new RecordingClient("/", "x");
        Map<String, Object> data = Map.of("password", "p");
        offer(
                on("all", event -> {
                    event.socket().emit("filtered", data);
                    event.socket().unfiltered().emit("whole", data);
                    return Reply.bare(data);
                }),
                on("whole", event -> Reply.bare(data).unfiltered()));
        Lane lane = arrive(client);

        ask(lane, "all");
        ask(lane, "whole");

        answered("{}", "{\"password\":\"p\"}");
        assertThat(client.heard()).containsExactly("filtered {}", "whole {\"password\":\"p\"}");
    }

    @Test
    void sendsBinaryDataWhereverItStands() {
        RecordingClient client = new RecordingClient("/", "x");
        byte[] first = {1, 2};
        byte[] second = {3};
        offer(on("go", event -> {
            event.socket().emit("binary", first, Map.of("deep", List.of(second)));
            first[0] = 9;
            return Reply.none();
        }));

        ask(arrive(client), "go");

        await().until(() -> client.attachments().size() == 2);
        assertThat(client.heard())
                .containsExactly(
                        "binary {\"_placeholder\":true,\"num\":0}" + " {\"deep\":[{\"_placeholder\":true,\"num\":1}]}");
        assertThat(client.attachments()).containsExactly(new byte[] {1, 2}, new byte[] {3});
    }

    @Test
    void givesTheAnswerOfAClientOrWhyThereIsNone() {
        RecordingClient client = new RecordingClient("/", "x");
        client.answers(CompletableFuture.completedFuture(List.of(1, "two")));
        offer(
                on("ask", event -> {
                    List<Object> answer = event.socket()
                            .emitWithAck(Duration.ofSeconds(1), "question", 42)
                            .toCompletableFuture()
                            .get();
                    return Reply.bare(answer.toArray());
                }),
                on(
                        "askNobody",
                        event -> Reply.later(event.socket()
                                .emitWithAck(Duration.ofSeconds(1), "question")
                                .handle((answer, failure) ->
                                        Reply.bare(failure instanceof RealtimeException, failure.getMessage())))));

        ask(arrive(client), "ask");
        answered("1 \"two\"");
        ask(arrive(), "askNobody");

        answered("1 \"two\"", "true \"the client has gone\"");
        assertThat(client.heard()).containsExactly("question 42");
    }

    @Test
    void refusesNamesAndValuesThatCannotBeSent() {
        HandlerSocket socket = socket(new RecordingClient("/", "x"));

        assertThatThrownBy(() -> socket.emit("connect")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> socket.emit(" ")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> socket.emit("x", new Object())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> socket.emitWithAck(Duration.ZERO, "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> socket.join("")).isInstanceOf(IllegalArgumentException.class);
    }

    /** B5: a name means a custom room, whatever it is. */
    @Test
    void joinsCustomRoomsOnly() {
        RecordingClient client = new RecordingClient("/", "x");
        client.join(new Room(Room.Kind.ROLE, "1"));
        HandlerSocket socket = socket(client);

        assertThat(socket.join("1")).isTrue();
        assertThat(socket.join("premium")).isTrue();
        socket.leave("1");

        assertThat(socket.rooms()).containsExactly("premium");
        assertThat(client.rooms())
                .containsExactlyInAnyOrder(new Room(Room.Kind.ROLE, "1"), new Room(Room.Kind.CUSTOM, "premium"));
    }

    @Test
    void showsThePayloadOfTheHandshakeToThePluginThatAdmittedTheClientAlone() {
        handlers.offer(List.of(
                Offer.of("a", on("a", event -> Reply.bare(event.socket().auth()))),
                Offer.of("b", on("b", event -> Reply.bare(event.socket().auth())))));
        Lane lane = handlers.arrived(new TestCaller(new RecordingClient("/", "x"), NOBODY, "a", Map.of("name", "ann")));

        ask(lane, "a");
        ask(lane, "b");

        answered("{\"name\":\"ann\"}", "{}");
    }

    /** Official clients close the connection when they find such a map in a message with binary data. */
    @Test
    void refusesAMapThatClientsWouldTakeForBinaryData() {
        RecordingClient client = new RecordingClient("/", "x");
        HandlerSocket socket = socket(client);
        Map<String, Object> forged = Map.of("deep", List.of(Map.of("_placeholder", true, "num", 7)));

        assertThatThrownBy(() -> socket.emit("x", forged, new byte[1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("_placeholder");
        assertThatThrownBy(() -> socket.emit("x", new byte[1], forged)).isInstanceOf(IllegalArgumentException.class);
        socket.emit("alone", Map.of("_placeholder", true));
        socket.emit("beside", Map.of("_placeholder", false), new byte[1]);

        assertThat(client.heard()).hasSize(2);
    }

    @Test
    void takesTheLongestTimeoutThereIs() {
        RecordingClient client = new RecordingClient("/", "x");

        socket(client).emitWithAck(Duration.ofSeconds(Long.MAX_VALUE), "question");

        assertThat(client.heard()).containsExactly("question");
    }
}
