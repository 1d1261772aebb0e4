package dev.pluginio.transport.socketio;

import static dev.pluginio.transport.socketio.RunningTransport.next;
import static dev.pluginio.transport.socketio.RunningTransport.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pluginio.testing.SampleLimits;
import dev.pluginio.transport.TransportSettings;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What hostile clients try: each is answered or closed as it should be and counted, and a neighbour goes on. */
class AbuseTest extends HostileClients {

    AbuseTest() {
        super(new SampleLimits());
    }

    // ---- HTTP ----------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({
        "GET /socket.io/?EIO=4&transport=polling&x=%s HTTP/1.1, 5000, 414, URL too long",
        "GET /socket.io/?EIO=4&transport=polling HTTP/1.1~X-Long: %s, 9000, 431, Headers too large",
        "%s /socket.io/ HTTP/1.1, 5000, 414, URL too long",
    })
    void refusesAddressesAndHeadersThatAreTooLarge(String request, int length, int status, String rule)
            throws Exception {
        String head = request.replace("~", "\r\n").formatted("x".repeat(length));
        String answer = open().say(head + "\r\nHost: x\r\n\r\n").hearAll();

        assertThat(answer).startsWith("HTTP/1.1 " + status + " ").endsWith("{\"code\":3,\"message\":\"" + rule + "\"}");
        await().untilAsserted(() -> assertThat(io.counts.violated).containsExactly(rule));
    }

    @Test
    void refusesManyHeadersThatAreTooLargeTogether() throws Exception {
        String answer = open().say("GET /socket.io/ HTTP/1.1\r\n" + "a: b\r\n".repeat(3_000) + "\r\n")
                .hearAll();

        assertThat(answer).startsWith("HTTP/1.1 431 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\r\n\r\n\r\nhello\r\n\r\n",
                "GET\r\n\r\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\r\n\r\n",
                "GET /socket.io/ HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
                "GET /socket.io/ HTTP/1.1\r\nContent-Length: x\r\n\r\n",
                "GET /socket.io/ HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                "POST /socket.io/ HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "GET /socket.io/ HTTP/1.1\r\nna me: x\r\n\r\n",
            })
    void refusesWhatIsNoHttp(String request) throws Exception {
        assertThat(open().say(request).hearAll()).startsWith("HTTP/1.1 4");
    }

    // ---- sessions ------------------------------------------------------------------------------------------------

    /**
     * Who knows the public id of a client, or another id that is none, gets nowhere.
     * Guards against what netty-socketio does: whoever knows a public id can take the session over.
     */
    @Test
    void doesNotLetAnybodyIntoASessionByItsPublicIdOrBySomethingLikeItsId() throws Exception {
        String session = raw.session();
        raw.send("POST", session, "40");
        String id = raw.get(session).body().replaceAll(".*\"sid\":\"([^\"]+)\".*", "$1");
        String sid = session.substring(session.indexOf("sid=") + 4);
        for (String guess : List.of(id, sid.toUpperCase(), sid + "A", sid.substring(1), "", "%00", "..%2F")) {
            HttpResponse<String> poll = raw.get(POLLING + "&sid=" + guess);
            HttpResponse<String> post = raw.send("POST", POLLING + "&sid=" + guess, "42[\"forged\"]");
            String upgrade = open().say(BareSocket.handshake(WEB_SOCKET + "&sid=" + guess))
                    .hear("\r\n\r\n");
            assertThat(List.of(poll.statusCode(), post.statusCode())).containsOnly(400);
            assertThat(upgrade).startsWith("HTTP/1.1 400 ");
        }

        assertThat(io.recorder.received).isEmpty();
        raw.send("POST", session, "42[\"own\"]");
        assertThat(next(io.recorder.received).event()).isEqualTo("own");
        raw.send("POST", session, "1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
                "Sec-WebSocket-Version: 7\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
                "Sec-WebSocket-Key1: 4 @1  46546xW%0l 1 5\r\nSec-WebSocket-Key2: 12998 5 Y3 1  .P00\r\n\r\n12345678",
                "Sec-WebSocket-Key1: 4\r\nSec-WebSocket-Key2: 12998\r\n\r\n12345678",
            })
    void refusesWebSocketsOfDraftsAndSuchWithoutAKey(String headers) throws Exception {
        String session = raw.session().replace("polling", "websocket");
        for (String query : List.of(WEB_SOCKET, session)) {
            String answer = open().say(
                            BareSocket.get(query, ("Connection: Upgrade\r\nUpgrade: websocket\r\n" + headers).strip()))
                    .hearAll();

            assertThat(answer).startsWith("HTTP/1.1 400 ").endsWith("{\"code\":3,\"message\":\"Bad request\"}");
        }
        raw.send("POST", session.replace("websocket", "polling"), "1");
    }

    /** Guards against what netty-socketio does: a client chooses its session id by a cookie. */
    @Test
    void letsNobodyChooseTheIdOfASession() throws Exception {
        for (String name : List.of("io", "sid", "socketio", "JSESSIONID")) {
            HttpResponse<String> open = raw.get(POLLING, "Cookie", name + "=AAAAAAAAAAAAAAAAAAAAAAAA");

            assertThat(open.body()).startsWith("0{\"sid\":\"").doesNotContain("AAAAAAAA");
            assertThat(open.headers().firstValue("Set-Cookie")).isEmpty();
            String sid = open.body().replaceAll(".*\"sid\":\"([^\"]+)\".*", "$1");
            raw.send("POST", POLLING + "&sid=" + sid, "1");
        }
        assertThat(raw.get(POLLING + "&sid=AAAAAAAAAAAAAAAAAAAAAAAA").statusCode())
                .isEqualTo(400);
    }

    /** Guards against what netty-socketio does: pings stop when the last namespace is left. */
    @Test
    void asksForSignsOfLifeAlsoAfterTheLastNamespaceWasLeft() throws Exception {
        TransportSettings quick =
                settings(0, 1_000_000, Duration.ofMillis(600), Duration.ofMillis(200), Duration.ofSeconds(45));
        try (var other = new RunningTransport(quick)) {
            RawClient.Connection client = new RawClient(other.port()).enter();
            client.send("41");

            assertThat(next(other.recorder.disconnected)).isEqualTo("client namespace disconnect");
            assertThat(client.next()).isEqualTo("2");
            client.awaitClosed();
            assertThat(other.counts.closed).containsExactly("ping timeout");
        }
    }

    @Test
    void doesNotLetASecondWebSocketTakeASessionOver() throws Exception {
        RawClient.Connection owner = raw.connect(WEB_SOCKET);
        String sid = owner.next().replaceAll(".*\"sid\":\"([^\"]+)\".*", "$1");
        owner.send("40");
        owner.next();
        BareSocket thief = open();
        thief.say(BareSocket.handshake(WEB_SOCKET + "&sid=" + sid)).hear("\r\n\r\n");
        thief.insist(BareSocket.frameOf(0x81, ascii("2probe")));
        thief.insist(BareSocket.frameOf(0x81, ascii("5")));
        thief.insist(BareSocket.frameOf(0x81, ascii("42[\"forged\"]")));

        assertThat(thief.hearAll()).isEmpty();
        assertThat(raw.get(POLLING + "&sid=" + sid).statusCode()).isEqualTo(400);
        assertThat(raw.send("POST", POLLING + "&sid=" + sid, "42[\"forged\"]").statusCode())
                .isEqualTo(400);
        owner.send("42[\"own\"]");
        assertThat(next(io.recorder.received).event()).isEqualTo("own");
        assertThat(io.counts.violated).contains("WebSocket for a session that needs none");
    }

    @Test
    void endsAPollThatIsHeldWhenItsClientVanishes() throws Exception {
        String session = raw.session();
        raw.send("POST", session, "40");
        raw.get(session);
        BareSocket polling = open();
        polling.say(BareSocket.get(session));
        polling.close();

        assertThat(next(io.recorder.disconnected)).isEqualTo("transport error");
        assertThat(raw.get(session).statusCode()).isEqualTo(400);
    }

    @Test
    void endsSessionsThatPollButNeverAnswerAndThoseThatNeitherPollNorAnswer() throws Exception {
        TransportSettings quick =
                settings(0, 1_000_000, Duration.ofMillis(600), Duration.ofMillis(200), Duration.ofSeconds(45));
        try (var other = new RunningTransport(quick)) {
            var client = new RawClient(other.port());
            String idle = client.session();
            String polling = client.session();
            CompletableFuture<HttpResponse<String>> poll = client.getLater(polling);

            assertThat(poll.get().body()).isEqualTo("2");
            await().until(() -> other.counts.closed.size() == 2);
            assertThat(other.counts.closed).containsOnly("ping timeout");
            await().until(() -> other.transport.connections() == 0);
            assertThat(client.get(idle).statusCode()).isEqualTo(400);
        }
    }

    // ---- frames --------------------------------------------------------------------------------------------------

    static List<byte[]> wrongFrames() {
        var frames = new ArrayList<byte[]>();
        byte[] event = ascii("42[\"x\"]");
        frames.add(unmasked(event));
        frames.add(BareSocket.frameOf(0x83, event)); // an opcode that is none
        frames.add(BareSocket.frameOf(0x8B, event)); // a control frame that is none
        frames.add(BareSocket.frameOf(0x91, event)); // a reserved bit
        frames.add(BareSocket.frameOf(0x80, event)); // a continuation of nothing
        frames.add(BareSocket.frameOf(0xC9, event)); // a reserved bit of a ping
        frames.add(join(BareSocket.frameOf(0x01, event), BareSocket.frameOf(0x90, event))); // and of a continuation
        frames.add(join(
                new byte[] {(byte) 0x81, (byte) 0xFE, 0, 5, 0, 0, 0, 0}, ascii("42[1]"))); // a length that is too long
        frames.add(BareSocket.frameOf(0x88, new byte[1])); // a goodbye with half a code
        frames.add(BareSocket.frameOf(0x09, event)); // a ping in fragments
        frames.add(BareSocket.frameOf(0x89, new byte[126])); // a ping that is too long
        frames.add(BareSocket.frameOf(0x81, new byte[] {'4', (byte) 0xC3})); // not UTF-8
        frames.add(join(BareSocket.frameOf(0x01, event), BareSocket.frameOf(0x81, event))); // a message within another
        frames.add(ByteBuffer.allocate(10)
                .put((byte) 0x81)
                .put((byte) 0xFF)
                .putLong(Long.MAX_VALUE)
                .array()); // a length that is too large
        frames.add(ByteBuffer.allocate(10)
                .put((byte) 0x82)
                .put((byte) 0xFF)
                .putLong(-1)
                .array()); // a length that is none
        byte[][] large = new byte[12][];
        large[0] = BareSocket.frameOf(0x01, ascii("42[\"" + "x".repeat(100_000)));
        for (int i = 1; i < large.length; i++) {
            large[i] = BareSocket.frameOf(0x00, ascii("x".repeat(100_000)));
        }
        frames.add(join(large)); // fragments that are too large together
        return frames;
    }

    private static byte[] unmasked(byte[] payload) {
        return join(new byte[] {(byte) 0x81, (byte) payload.length}, payload);
    }

    private static byte[] join(byte[]... parts) {
        var joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }

    @ParameterizedTest
    @MethodSource("wrongFrames")
    void closesAWebSocketThatSendsFramesThatAreNone(byte[] frames) throws Exception {
        BareSocket hostile = entered();
        hostile.insist(frames);

        hostile.hearAll();
        assertThat(next(io.recorder.disconnected)).isEqualTo("parse error");
        await().untilAsserted(() -> assertThat(io.counts.violated)
                .singleElement()
                .isIn("WebSocket frame refused", "payload too large", "text is not UTF-8"));
        assertThat(io.recorder.received).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void takesCloseFramesWhateverTheySay(boolean wrong) throws Exception {
        BareSocket client = entered();
        client.frame(0x88, wrong ? new byte[] {1} : new byte[] {3, (byte) 0xE8});

        client.hearAll();
        assertThat(next(io.recorder.disconnected)).isIn("transport close", "parse error");
    }

    @Test
    void takesAConnectionThatBreaksForNoMoreThanThat() throws Exception {
        entered().breakOff();

        assertThat(next(io.recorder.disconnected)).isEqualTo("transport close");
        assertThat(io.counts.violated).isEmpty();
    }

    @Test
    void takesAMessageInFragmentsWithControlFramesBetween() throws Exception {
        BareSocket client = entered();
        client.frame(0x01, ascii("42[\"fr"));
        client.frame(0x89, ascii("hello"));
        client.frame(0x00, new byte[0]);
        client.frame(0x80, ascii("agments\"]"));

        assertThat(client.hear("hello")).isEqualTo("\u008a\u0005hello");
        assertThat(next(io.recorder.received).event()).isEqualTo("fragments");
    }

    @Test
    void keepsNoAnswersForAClientThatPingsAndDoesNotRead() throws Exception {
        TransportSettings patient =
                settings(0, 4_194_304, Duration.ofMinutes(10), Duration.ofMinutes(10), Duration.ofMinutes(10));
        try (var other = new RunningTransport(patient);
                var deaf = BareSocket.entered(other.port())) {
            long before = PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
            byte[] pings = new byte[0];
            for (int i = 0; i < 500; i++) {
                pings = join(pings, BareSocket.frameOf(0x89, new byte[125]));
            }
            for (int i = 0; i < 400; i++) {
                deaf.insist(pings);
            }

            assertThat(PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory() - before)
                    .isLessThan(20_000_000);
            assertThat(other.transport.backlog()).isLessThan(200_000);
        }
    }

    // ---- origins -------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({
        "none, 101",
        "http://allowed.example, 101",
        "http://localhost, 101",
        "http://other.example, 403",
        "http://allowed.example.other.example, 403",
        "https://allowed.example, 403",
        "null, 403",
    })
    void letsNoPageOfAnotherOriginOpenAWebSocket(String origin, int status) throws Exception {
        String[] headers = origin.equals("none") ? new String[0] : new String[] {"Origin: " + origin};

        assertThat(open().say(BareSocket.handshake(WEB_SOCKET, headers)).hear("\r\n\r\n"))
                .startsWith("HTTP/1.1 " + status + " ");
    }

    @Test
    void letsNoPageOfAnotherOriginConnectByDefault() {
        assertThat(TransportSettings.defaults().corsOrigins()).isEmpty();
    }
}
