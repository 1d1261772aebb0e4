package dev.pluginio.transport.socketio;

import static dev.pluginio.transport.socketio.RunningTransport.EVERYBODY;
import static dev.pluginio.transport.socketio.RunningTransport.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pluginio.transport.Arguments;
import dev.pluginio.transport.Audience;
import dev.pluginio.transport.Client;
import dev.pluginio.transport.Emission;
import dev.pluginio.transport.NoAnswerException;
import dev.pluginio.transport.Room;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Events to one client and to many, with several arguments, binary data and answers, as they stand on the wire. */
class EventsTest extends TransportTesting {

    private static final Arguments BINARY = new Arguments(
            List.of(json("{\"_placeholder\":true,\"num\":0}"), json("[{\"_placeholder\":true,\"num\":1}]"), json("3")),
            List.of(new byte[] {1, 2, 3}, new byte[] {}));
    private static final String BINARY_VALUES =
            "{\"_placeholder\":true,\"num\":0},[{\"_placeholder\":true,\"num\":1}],3]";

    private static byte[] json(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Arguments arguments(String... values) {
        List<byte[]> all = new ArrayList<>();
        for (String value : values) {
            all.add(json(value));
        }
        return new Arguments(all, List.of());
    }

    @Test
    void reachesOneClientWithSeveralArgumentsOrNone() throws Exception {
        RawClient.Connection connection = raw.enter();
        RawClient.Connection other = raw.enter();
        Client client = next(io.recorder.connected);

        client.send("none", arguments());
        client.send("some", arguments("1", "\"two\"", "{\"three\":[true]}"));
        io.send("all", "0");

        assertThat(connection.next()).isEqualTo("42[\"none\"]");
        assertThat(connection.next()).isEqualTo("42[\"some\",1,\"two\",{\"three\":[true]}]");
        assertThat(connection.next()).isEqualTo("42[\"all\",0]");
        assertThat(other.next()).isEqualTo("42[\"all\",0]");
    }

    @Test
    void reachesAClientInAnotherNamespace() throws Exception {
        RawClient.Connection connection = raw.open();
        connection.send("40/admin,");
        connection.next();

        next(io.recorder.connected).send("hello", BINARY);

        assertThat(connection.next()).isEqualTo("452-/admin,[\"hello\"," + BINARY_VALUES);
        assertThat(connection.next()).isEqualTo("<01 02 03>");
        assertThat(connection.next()).isEqualTo("<>");
    }

    /** Every receiver of a broadcast gets the same bytes, whatever carries them, and nothing comes between the parts. */
    @Test
    void broadcastsBinaryDataToWebSocketsAndPolls() throws Exception {
        RawClient.Connection one = raw.enter();
        RawClient.Connection two = raw.enter();
        String polling = raw.session();
        raw.send("POST", polling, "40");
        raw.get(polling);

        io.transport.send(new Emission("blob", BINARY, new Audience("/", Set.of(EVERYBODY))));
        io.send("after", "1");

        for (RawClient.Connection connection : List.of(one, two)) {
            assertThat(connection.next()).isEqualTo("452-[\"blob\"," + BINARY_VALUES);
            assertThat(connection.next()).isEqualTo("<01 02 03>");
            assertThat(connection.next()).isEqualTo("<>");
            assertThat(connection.next()).isEqualTo("42[\"after\",1]");
        }
        assertThat(raw.get(polling).body())
                .isEqualTo("452-[\"blob\"," + BINARY_VALUES + "\u001ebAQID\u001eb\u001e42[\"after\",1]");
    }

    @Test
    void reachesTheRoomThatAClientWasPutInto() throws Exception {
        RawClient.Connection member = raw.enter();
        Client client = next(io.recorder.connected);
        raw.enter();
        Room premium = new Room(Room.Kind.CUSTOM, "premium");

        client.join(premium);
        assertThat(io.send("offer", "1", premium)).isEqualTo(1);
        client.leave(premium);
        assertThat(io.send("offer", "2", premium)).isZero();
        client.send("end", arguments());

        assertThat(member.next()).isEqualTo("42[\"offer\",1]");
        assertThat(member.next()).isEqualTo("42[\"end\"]");
    }

    @Test
    void getsTheAnswerOfAClient() throws Exception {
        RawClient.Connection connection = raw.enter();
        Client client = next(io.recorder.connected);

        var first = client.request("question", arguments("1"), Duration.ofSeconds(10));
        var second = client.request("question", BINARY, Duration.ofSeconds(10));
        assertThat(connection.next()).isEqualTo("420[\"question\",1]");
        assertThat(connection.next()).isEqualTo("452-1[\"question\"," + BINARY_VALUES);
        connection.next();
        connection.next();
        connection.send("461-1[{\"_placeholder\":true,\"num\":0},2]");
        connection.send(new byte[] {7});
        connection.send("430[\"yes\",null]");

        assertThat(get(first)).containsExactly("yes", null);
        assertThat(get(second)).containsExactly(new byte[] {7}, 2);
    }

    @Test
    void answersAnEventWithBinaryData() throws Exception {
        RawClient.Connection connection = raw.enter();
        connection.send("4217[\"question\"]");

        next(io.recorder.received).acknowledgement().answer(BINARY);

        assertThat(connection.next()).isEqualTo("462-17[" + BINARY_VALUES);
        assertThat(connection.next()).isEqualTo("<01 02 03>");
    }

    @Test
    void ignoresAnswersNobodyWaitsFor() throws Exception {
        RawClient.Connection connection = raw.enter();
        Client client = next(io.recorder.connected);
        connection.send("435[\"unasked\"]");
        var answer = client.request("question", arguments(), Duration.ofSeconds(10));
        connection.next();
        connection.send("430[1]");
        connection.send("430[2]");
        connection.send("42[\"still here\"]");

        assertThat(next(io.recorder.received).event()).isEqualTo("still here");
        assertThat(get(answer)).containsExactly(1);
    }

    @Test
    void doesNotWaitLongerThanItWasTold() throws Exception {
        raw.enter();
        Client client = next(io.recorder.connected);

        failsWith("did not answer within 20 ms", client.request("question", arguments(), Duration.ofMillis(20)));
    }

    @Test
    void doesNotWaitForAClientThatLeaves() throws Exception {
        RawClient.Connection connection = raw.enter();
        Client client = next(io.recorder.connected);
        var answer = client.request("question", arguments(), Duration.ofSeconds(60));
        connection.next();
        assertThat(client.isPresent()).isTrue();

        connection.send("41");

        failsWith("has gone", answer);
        assertThat(client.isPresent()).isFalse();
        failsWith("has gone", client.request("question", arguments(), Duration.ofSeconds(60)));
        client.send("nothing", arguments());
    }

    @Test
    void boundsTheAnswersThatAClientOwes() throws Exception {
        raw.enter();
        Client client = next(io.recorder.connected);
        List<CompletionStage<List<Object>>> asked = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            asked.add(client.request("question", arguments(), Duration.ofSeconds(60)));
        }

        failsWith("owes 1000 answers", client.request("question", arguments(), Duration.ofSeconds(60)));

        assertThat(asked).noneMatch(answer -> answer.toCompletableFuture().isDone());
    }

    private static List<Object> get(CompletionStage<List<Object>> answer) throws Exception {
        return answer.toCompletableFuture().get(RunningTransport.WAIT_SECONDS, TimeUnit.SECONDS);
    }

    private static void failsWith(String message, CompletionStage<List<Object>> answer) {
        CompletableFuture<List<Object>> future = answer.toCompletableFuture();
        assertThatThrownBy(() -> future.get(RunningTransport.WAIT_SECONDS, TimeUnit.SECONDS))
                .hasCauseInstanceOf(NoAnswerException.class)
                .hasMessageContaining(message);
    }
}
