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
import java.util.List;
import java.util.OptionalInt;
import java.util.zip.Deflater;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** B17: what one address and one client may do is limited, on the wire; others are not disturbed. */
class LimitsTest {

    private static final String OPEN = "EIO=4&transport=polling";
    private static final String OPEN_SOCKET = "EIO=4&transport=websocket";
    private static final String FORWARDED = "X-Forwarded-For";

    private final List<AutoCloseable> opened = new ArrayList<>();
    private RunningTransport io;
    private RawClient raw;

    /** No second passes in which something would be allowed anew, however slow the machine. */
    private void start(SampleLimits limits) {
        io = opened(new RunningTransport(settings(limits.made()), new RunningTransport.Recorder(), () -> 0));
        raw = new RawClient(io.port());
    }

    private <T extends AutoCloseable> T opened(T part) {
        opened.add(0, part);
        return part;
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable part : opened) {
            part.close();
        }
    }

    private HttpResponse<String> openFrom(String address) throws Exception {
        return raw.get(OPEN, FORWARDED, address);
    }

    private String webSocketFrom(String address) throws IOException {
        BareSocket socket = opened(new BareSocket(io.port()));
        return socket.say(BareSocket.handshake(OPEN_SOCKET, FORWARDED + ": " + address))
                .hear("\r\n\r\n");
    }

    @Test
    void answers429ToAnAddressThatOpensTooManyConnectionsInASecond() throws Exception {
        start(new SampleLimits().trustProxy(1).handshakes(1));
        for (int i = 0; i < 10; i++) {
            assertThat(openFrom("192.0.2.1").statusCode()).isEqualTo(200);
        }

        HttpResponse<String> refused = openFrom("192.0.2.1");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.body()).isEqualTo("{\"code\":4,\"message\":\"Too many requests\"}");
        assertThat(webSocketFrom("192.0.2.1")).startsWith("HTTP/1.1 429 ");
        assertThat(io.counts.limited).hasSize(2).containsOnly("Too many requests");
        assertThat(openFrom("192.0.2.2").statusCode()).isEqualTo(200);
        assertThat(webSocketFrom("192.0.2.2")).startsWith("HTTP/1.1 101 ");
    }

    @Test
    void answers429ToAnAddressThatHasTooManyConnectionsUntilItHasFewer() throws Exception {
        start(new SampleLimits().trustProxy(1).connections(2));
        String session = sid(openFrom("192.0.2.1"));
        assertThat(webSocketFrom("192.0.2.1")).startsWith("HTTP/1.1 101 ");
        await().until(() -> io.counts.opened.get() == 2);

        assertThat(openFrom("192.0.2.1").statusCode()).isEqualTo(429);
        assertThat(webSocketFrom("192.0.2.1")).startsWith("HTTP/1.1 429 ");
        assertThat(openFrom("192.0.2.2").statusCode()).isEqualTo(200);
        raw.send("POST", session, "1");
        assertThat(openFrom("192.0.2.1").statusCode()).isEqualTo(200);
        assertThat(openFrom("192.0.2.1").statusCode()).isEqualTo(429);
    }

    /** Both are looked at before either has opened its session. */
    @Test
    void givesTheLastPlaceOfAnAddressToOneOfTwoThatComeAtOnce() throws Exception {
        start(new SampleLimits().trustProxy(1).connections(1));
        BareSocket first = opened(new BareSocket(io.port()));
        first.say(BareSocket.handshake(
                OPEN_SOCKET, "Content-Length: 1", "Expect: 100-continue", FORWARDED + ": 192.0.2.1"));
        first.hear("100 Continue\r\n\r\n");

        assertThat(openFrom("192.0.2.1").statusCode()).isEqualTo(429);
        assertThat(first.say("x").hear("\r\n\r\n")).startsWith("HTTP/1.1 101 ");
    }

    @Test
    void givesThePlaceBackOfAWebSocketThatComesToNothing() throws Exception {
        start(new SampleLimits().trustProxy(1).connections(1));
        BareSocket incomplete = opened(new BareSocket(io.port()));
        incomplete.say(BareSocket.handshake(
                OPEN_SOCKET, "Content-Length: 1", "Expect: 100-continue", FORWARDED + ": 192.0.2.1"));
        incomplete.hear("100 Continue\r\n\r\n");
        incomplete.close();
        await().until(() -> {
            BareSocket noHandshake = opened(new BareSocket(io.port()));
            noHandshake.say(BareSocket.get(OPEN_SOCKET, "Upgrade: websocket", FORWARDED + ": 192.0.2.1"));
            return noHandshake.hear("\r\n\r\n").startsWith("HTTP/1.1 400 ");
        });

        assertThat(openFrom("192.0.2.1").statusCode()).isEqualTo(200);
        assertThat(openFrom("192.0.2.1").statusCode()).isEqualTo(429);
    }

    private static String sid(HttpResponse<String> open) {
        return OPEN + "&sid=" + open.body().replaceAll(".*\"sid\":\"([^\"]+)\".*", "$1");
    }

    @Test
    void closesConnectionsAtOnceOfAnAddressThatHasFarTooMany() throws Exception {
        start(new SampleLimits().connections(2));
        for (int i = 0; i < 8; i++) {
            opened(new BareSocket(io.port()));
        }
        BareSocket tooMany = opened(new BareSocket(io.port()));

        assertThat(tooMany.hearAll()).isEmpty();
        assertThat(io.counts.limited).contains("connections of one address");
    }

    @Test
    void countsAConnectionNoMoreOnceItIsClosed() throws Exception {
        start(new SampleLimits().connections(1));
        for (int i = 0; i < 20; i++) {
            RawClient.Connection connection = raw.open();
            connection.close();
            await().until(() -> io.transport.remembered() == 0);
        }

        assertThat(io.counts.closed).hasSize(20);
        assertThat(io.counts.limited).isEmpty();
    }

    @Test
    void doesNotCountAddressesThatAreExempt() throws Exception {
        start(new SampleLimits().connections(1).handshakes(1).exempt("127.0.0.0/8"));
        for (int i = 0; i < 30; i++) {
            assertThat(raw.get(OPEN).statusCode()).isEqualTo(200);
        }
    }

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
        // a packet without meaning, and many streams without content
        byte[] nothing = new byte[60_000];
        var deflater = new Deflater(Deflater.BEST_SPEED, true);
        deflater.setInput(new byte[] {'6'});
        deflater.finish();
        for (int i = deflater.deflate(nothing); i < nothing.length - 1; i += 2) {
            nothing[i] = 3;
        }
        deflater.end();
        for (int i = 0; i < 500; i++) { // much more than a slow machine takes in the time that they are allowed in
            client.insist(BareSocket.frameOf(0xC1, nothing));
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
    void countsASessionThatPollsChangesOverAndEntersAsOneHandshake() throws Exception {
        start(new SampleLimits().trustProxy(1).handshakes(1));
        for (int i = 0; i < 9; i++) {
            String session = sid(openFrom("192.0.2.1"));
            BareSocket upgrade = opened(new BareSocket(io.port()));
            upgrade.say(BareSocket.handshake(session.replace("polling", "websocket"), FORWARDED + ": 192.0.2.1"));
            assertThat(upgrade.hear("\r\n\r\n")).startsWith("HTTP/1.1 101 ");
            raw.send("POST", session, "40");
            next(io.recorder.connected);
        }

        assertThat(io.counts.limited).isEmpty();
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

    @Test
    void slowsDownWhoGuessesIds() throws Exception {
        start(new SampleLimits().trustProxy(1).handshakes(2));
        var answers = new ArrayList<Integer>();
        for (int i = 0; i < 40; i++) {
            answers.add(raw.get(OPEN + "&sid=AAAAAAAAAAAAAAAAAAAAAA" + i, FORWARDED, "192.0.2.1")
                    .statusCode());
        }

        assertThat(answers).containsOnly(400, 429).startsWith(400).endsWith(429);
        assertThat(openFrom("192.0.2.2").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // hops, list, network, X-Forwarded-For, status
                "0 | deny  | 127.0.0.1    | 192.0.2.1             | 403",
                "0 | deny  | 192.0.2.0/24 | 192.0.2.1             | 200",
                "0 | allow | 127.0.0.0/8  | 192.0.2.1             | 200",
                "0 | allow | 192.0.2.0/24 | 192.0.2.1             | 403",
                "1 | deny  | 192.0.2.0/24 | 192.0.2.1             | 403",
                "1 | deny  | 192.0.2.0/24 | 198.51.100.1          | 200",
                "1 | deny  | 192.0.2.0/24 | 8.8.8.8, 192.0.2.1    | 403",
                "1 | allow | 192.0.2.0/24 | 192.0.2.1, 8.8.8.8    | 403",
                "2 | allow | 192.0.2.0/24 | 192.0.2.1, 8.8.8.8    | 200",
                "1 | allow | 2001:db8::/32 | 2001:db8::1          | 200",
            })
    void letsInWhomTheListsLetInWhateverClientsSayOfThemselves(
            int hops, String list, String network, String header, int status) throws Exception {
        SampleLimits limits = new SampleLimits().trustProxy(hops);
        start(list.equals("deny") ? limits.deny(network) : limits.allow(network));

        assertThat(openFrom(header).statusCode()).isEqualTo(status);
        assertThat(webSocketFrom(header)).startsWith("HTTP/1.1 " + (status == 200 ? 101 : status));
        assertThat(io.counts.violated).hasSize(status == 403 ? 2 : 0);
    }

    @Test
    void showsTheListenerTheAddressOfTheClient() throws Exception {
        start(new SampleLimits().trustProxy(1));
        BareSocket client = opened(new BareSocket(io.port()));
        client.say(BareSocket.handshake(OPEN_SOCKET, FORWARDED + ": 1.1.1.1, 192.0.2.1"))
                .hear("\r\n\r\n");
        client.frame(0x81, "40".getBytes(StandardCharsets.US_ASCII));

        assertThat(next(io.recorder.handshakes).remoteAddress().getAddress().getHostAddress())
                .isEqualTo("192.0.2.1");
    }
}
