package dev.pluginio.transport.socketio;

import static dev.pluginio.transport.socketio.RunningTransport.next;
import static dev.pluginio.transport.socketio.RunningTransport.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pluginio.testing.SampleLimits;
import dev.pluginio.transport.Arguments;
import dev.pluginio.transport.Client;
import dev.pluginio.transport.Room;
import dev.pluginio.transport.TransportSettings;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** B17: what one client may do is limited, on the wire; others are not disturbed. */
class ClientLimitsTest extends LimitsTesting {

    @Test
    void disconnectsAClientThatSendsTooManyPackets() throws Exception {
        start(new SampleLimits().packets(10));
        RawClient.Connection neighbour = raw.enter();
        next(io.recorder.connected);
        RawClient.Connection flooding = raw.enter();
        for (int i = 0; i < 250; i++) {
            flooding.send("42[\"x\"]");
        }

        flooding.awaitClosed();
        assertThat(next(io.recorder.disconnected)).isEqualTo("limit exceeded");
        assertThat(io.counts.limited).containsExactly("packets or bytes a second");
        assertThat(io.recorder.received.size()).isBetween(99, 249);
        io.send("x", "1");
        assertThat(neighbour.next()).isEqualTo("42[\"x\",1]");
    }

    @Test
    void disconnectsAPollingClientThatSendsTooManyPackets() throws Exception {
        start(new SampleLimits().packets(10));
        String session = raw.session();
        raw.send("POST", session, "40");
        String many = "42[\"x\"]" + "\u001e42[\"x\"]".repeat(250);

        HttpResponse<String> refused = raw.send("POST", session, many);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(next(io.recorder.disconnected)).isEqualTo("limit exceeded");
        assertThat(raw.send("POST", session, "3").statusCode()).isEqualTo(400);
    }

    @Test
    void disconnectsAClientThatSendsTooManyBytes() throws Exception {
        start(new SampleLimits().bytes(100_000));
        RawClient.Connection flooding = raw.enter();
        try {
            for (int i = 0; i < 10; i++) {
                flooding.send("42[\"x\",\"" + "x".repeat(500_000) + "\"]");
            }
        } catch (IOException cutOff) {
            // before it had said it all
        }

        flooding.awaitClosed();
        assertThat(next(io.recorder.disconnected)).isEqualTo("limit exceeded");
        assertThat(io.recorder.received.size()).isBetween(1, 4);
    }

    @Test
    void countsTheBytesOfMessagesThatInflateToNothing() throws Exception {
        TransportSettings usual = settings(new SampleLimits().bytes(100_000).made());
        io = opened(new RunningTransport(
                usual.withCompression(new TransportSettings.Compression(OptionalInt.empty(), OptionalInt.of(0)))));
        BareSocket client = opened(new BareSocket(io.port()));
        client.say(BareSocket.handshake(OPEN_SOCKET, "Sec-WebSocket-Extensions: permessage-deflate"))
                .hear("\r\n\r\n");
        // a packet without meaning, and many blocks without content; the last one ends as every message does
        byte[] empty = {0, 0, 0, (byte) 0xFF, (byte) 0xFF};
        byte[] nothing = new byte[60_000];
        var deflater = new Deflater(Deflater.BEST_SPEED, true);
        deflater.setInput(new byte[] {'6'});
        deflater.finish();
        int length = deflater.deflate(nothing);
        deflater.end();
        for (; length + empty.length < nothing.length; length += empty.length) {
            System.arraycopy(empty, 0, nothing, length, empty.length);
        }
        byte[] message = Arrays.copyOf(nothing, length + 1);
        for (int i = 0; i < 500; i++) { // much more than a slow machine takes in the time that they are allowed in
            client.insist(BareSocket.frameOf(0xC1, message));
        }

        client.hearAll();
        await().untilAsserted(() -> assertThat(io.counts.limited).containsExactly("packets or bytes a second"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x89, 0x8A, 0x00})
    void countsControlFramesAndEmptyFragmentsAsPackets(int head) throws Exception {
        start(new SampleLimits().packets(10));
        BareSocket flooding = opened(BareSocket.entered(io.port()));
        byte[] frame = BareSocket.frameOf(head, new byte[0]);
        var frames = new java.io.ByteArrayOutputStream();
        if (head == 0) {
            frames.writeBytes(BareSocket.frameOf(0x01, "42[".getBytes(StandardCharsets.US_ASCII)));
        }
        for (int i = 0; i < 250; i++) {
            frames.writeBytes(frame);
        }
        flooding.insist(frames.toByteArray());

        flooding.hearAll();
        assertThat(next(io.recorder.disconnected)).isEqualTo("limit exceeded");
    }

    @Test
    void closesAConnectionThatAsksToEnterNamespacesTooFast() throws Exception {
        start(new SampleLimits().trustProxy(1).handshakes(1));
        BareSocket client = opened(new BareSocket(io.port()));
        client.say(BareSocket.handshake(OPEN_SOCKET, FORWARDED + ": 192.0.2.1")).hear("\r\n\r\n");
        client.hear("}");
        try {
            for (int i = 0; i < 30; i++) {
                client.frame(0x81, "40".getBytes(StandardCharsets.US_ASCII)).hear("}");
                client.frame(0x81, "41".getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException cutOff) {
            // as it should be
        }

        client.hearAll();
        assertThat(io.counts.limited).contains("handshakes of one address a second");
        assertThat(io.recorder.handshakes.size()).isBetween(1, 12);
    }

    @Test
    void putsAClientIntoNoMoreRoomsThanItMayBeIn() throws Exception {
        start(new SampleLimits().rooms(3));
        raw.enter();
        Client client = next(io.recorder.connected);
        List<Boolean> joined = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            joined.add(client.join(new Room(Room.Kind.CUSTOM, "r" + i)));
        }

        // the room it was let into counts as well
        assertThat(joined).containsExactly(true, true, false, false);
        assertThat(client.join(new Room(Room.Kind.CUSTOM, "r0"))).isTrue();
        assertThat(io.counts.limited).containsOnly("rooms of one client");
        client.leave(new Room(Room.Kind.CUSTOM, "r0"));
        assertThat(client.join(new Room(Room.Kind.CUSTOM, "r3"))).isTrue();
        client.disconnect();
        assertThat(client.join(new Room(Room.Kind.CUSTOM, "r0"))).isFalse();
    }

    @Test
    void asksAClientForNoMoreAnswersThanItMayOwe() throws Exception {
        start(new SampleLimits().acks(2));
        RawClient.Connection connection = raw.enter();
        Client client = next(io.recorder.connected);
        Arguments none = new Arguments(List.of(), List.of());
        var first = client.request("ask", none, Duration.ofSeconds(20)).toCompletableFuture();
        client.request("ask", none, Duration.ofSeconds(20));
        var third = client.request("ask", none, Duration.ofSeconds(20)).toCompletableFuture();

        assertThat(third)
                .failsWithin(Duration.ofSeconds(60))
                .withThrowableThat()
                .withMessageContaining("owes 2 answers");
        await().untilAsserted(() -> assertThat(io.counts.limited).containsExactly("answers of one client"));
        assertThat(List.of(connection.next(), connection.next())).containsExactly("420[\"ask\"]", "421[\"ask\"]");
        connection.send("430[1]");
        assertThat(first).succeedsWithin(Duration.ofSeconds(60)).isEqualTo(List.of(1));
        client.request("ask", none, Duration.ofSeconds(20));
        assertThat(connection.next()).isEqualTo("422[\"ask\"]");
    }
}
