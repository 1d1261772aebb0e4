package dev.pluginio.transport.socketio;

import static dev.pluginio.transport.socketio.RawHttp.POLLING;
import static dev.pluginio.transport.socketio.RawHttp.request;
import static dev.pluginio.transport.socketio.RunningTransport.next;
import static dev.pluginio.transport.socketio.RunningTransport.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the document of Engine.IO protocol 4 says a server must or should do, sentence by sentence, and the codes of the
 * official server, with the intervals of the public test suite.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EngineSpecificationTest {

    private static final Duration INTERVAL = Duration.ofMillis(300);
    private static final Duration TIMEOUT = Duration.ofMillis(200);

    private final RunningTransport io = new RunningTransport();
    private final RawClient raw = new RawClient(io.port());

    @BeforeEach
    void forget() {
        io.disconnectAll();
        io.recorder.forget();
        io.counts.forget();
    }

    @AfterAll
    void close() {
        io.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "EIO=4", "transport=polling", "sid=x"})
    @DisplayName("If a mandatory query parameter is missing, the server must respond with an HTTP 400 error status")
    void refusesWhatLacksAParameter(String query) throws Exception {
        assertThat(raw.get(query).statusCode()).isEqualTo(400);
        String session = raw.session();
        assertThat(raw.get(session.replace("EIO=4&", "")).statusCode()).isEqualTo(400);
        assertThat(raw.get(session.replace("transport=polling&", "")).statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Content-Type: text/plain;charset=UTF-8\r\n", "Content-Type: application/octet-stream\r\n"})
    @DisplayName("Without an explicit Content-Type header, the receiver should infer that the data is plain text")
    void takesBodiesOfAnyType(String type) throws Exception {
        String session = raw.session();
        try (var http = new RawHttp(io.port())) {
            assertThat(http.ask(request("POST", "/socket.io/?" + session, type, "40"))
                            .body())
                    .isEqualTo("ok");
        }
        assertThat(raw.get(session).body()).startsWith("40{\"sid\":\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST"})
    @DisplayName("The server must return an HTTP 400 response if the session ID is not known")
    void refusesUnknownSessions(String method) throws Exception {
        HttpResponse<String> response = raw.send(method, "EIO=4&transport=polling&sid=unknown", "");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).isEqualTo("{\"code\":1,\"message\":\"Session ID unknown\"}");
    }

    @Test
    @DisplayName("To indicate success, the server must return an HTTP 200 response, with the string ok in the body")
    void saysOk() throws Exception {
        HttpResponse<String> posted = raw.send("POST", raw.session(), "40");

        assertThat(posted.statusCode()).isEqualTo(200);
        assertThat(posted.body()).isEqualTo("ok");
    }

    @Test
    @DisplayName("More than one active POST request: the server must return HTTP 400 and close the session")
    void endsASessionThatPostsTwiceAtOnce() throws Exception {
        String session = raw.session();
        try (var slow = new RawHttp(io.port())) {
            slow.write("POST /socket.io/?" + session + " HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n4");
            // the first has reached the session when its connection, asked for something else, would be answered
            await().untilAsserted(() ->
                    assertThat(raw.send("POST", session, "40").statusCode()).isEqualTo(400));
            assertThat(raw.get(session).statusCode()).isEqualTo(400);
            assertThat(slow.ask("0").status()).isEqualTo(400);
        }
        assertThat(io.counts.violated).contains("two posts at once");
        assertThat(io.recorder.handshakes).isEmpty();
    }

    @Test
    @DisplayName("More than one active GET request: the server must return HTTP 400 and close the session")
    void endsASessionThatPollsTwiceAtOnce() throws Exception {
        String session = raw.session();
        CompletableFuture<HttpResponse<String>> first = raw.getLater(session);
        HttpResponse<String> second = raw.get(session);
        List<HttpResponse<String>> both = List.of(first.get(), second);

        assertThat(both).extracting(HttpResponse::statusCode).containsExactlyInAnyOrder(200, 400);
        assertThat(both).extracting(HttpResponse::body).contains("1");
        assertThat(raw.get(session).statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"transport=websocket", "EIO=abc&transport=websocket", "EIO=4", "EIO=4&transport=abc"})
    @DisplayName("If a mandatory query parameter is missing, the server must close the WebSocket connection")
    void closesWebSocketsThatLackAParameter(String query) throws Exception {
        try (var http = new RawHttp(io.port())) {
            RawHttp.Answer answer = http.ask(request("GET", "/socket.io/?" + query, webSocket(), ""));
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.headers()).containsEntry("connection", "close");
            assertThat(http.isClosed()).isTrue();
        }
    }

    @Test
    @DisplayName("More than one WebSocket connection of a session: the server must close the WebSocket connection")
    void closesTheSecondWebSocketOfASession() throws Exception {
        String session = raw.session();
        RawClient.Connection socket = changedOver(session);
        raw.connect(session.replace("polling", "websocket")).awaitClosed();

        socket.send("40");
        assertThat(socket.next()).startsWith("40{");
        RawClient.Connection alone = raw.open();
        alone.send("40");
        assertThat(alone.next()).startsWith("40{");
    }

    @Test
    @DisplayName("If the server accepts the connection, it must respond with an open packet")
    void opensWithAllThatTheClientMustKnow() throws Exception {
        String pattern = "0\\{\"sid\":\"[^\"]+\",\"upgrades\":\\[%s],\"pingInterval\":25000,\"pingTimeout\":20000,"
                + "\"maxPayload\":1000000}";
        HttpResponse<String> polling = raw.get("EIO=4&transport=polling");
        assertThat(polling.body()).matches(pattern.formatted("\"websocket\""));
        assertThat(polling.headers().firstValue("Content-Type")).contains("text/plain; charset=UTF-8");
        assertThat(raw.connect("EIO=4&transport=websocket").next()).matches(pattern.formatted(""));
    }

    /** Guards against what netty-socketio does: timers tick every 100 ms. */
    @Test
    @DisplayName("If the server does not receive a pong packet back, it should consider that the connection is closed")
    void closesAtTheDeadlineAndNotBefore() throws Exception {
        try (var quick = quick()) {
            var client = new RawClient(quick.port());
            String session = client.session();
            long opened = System.nanoTime();
            RawClient.Connection silent = client.open();
            assertThat(client.get(session).body()).isEqualTo("2");
            assertThat(since(opened)).isBetween(INTERVAL.minusMillis(30), INTERVAL.plus(TIMEOUT));

            assertThat(silent.next()).isEqualTo("2");
            silent.awaitClosed();
            assertThat(since(opened))
                    .isGreaterThanOrEqualTo(INTERVAL.plus(TIMEOUT).minusMillis(30));
            // the session that polls had opened before, and the answer says so even if nobody had noticed
            assertThat(client.get(session).statusCode()).isEqualTo(400);
            await().untilAsserted(
                            () -> assertThat(quick.counts.closed).containsExactly("ping timeout", "ping timeout"));
        }
    }

    @Test
    @DisplayName(
            "At a given interval the server sends a ping packet and the client has time to send a pong packet back")
    void asksAgainAndAgain() throws Exception {
        try (var quick = quick()) {
            var client = new RawClient(quick.port());
            RawClient.Connection answering = client.open();
            String session = client.session();
            for (int i = 0; i < 3; i++) {
                assertThat(answering.next()).isEqualTo("2");
                answering.send("3");
                assertThat(client.get(session).body()).isEqualTo("2");
                assertThat(client.send("POST", session, "3").body()).isEqualTo("ok");
            }
            assertThat(quick.counts.closed).isEmpty();
        }
    }

    /** Guards against what netty-socketio does: polls hang after the change to a WebSocket. */
    @Test
    @DisplayName("The server must send a noop packet to any pending GET request, and respond with a pong packet")
    void endsThePollsOfWhoChangesOver() throws Exception {
        String session = raw.session();
        CompletableFuture<HttpResponse<String>> pending = raw.getLater(session);
        RawClient.Connection socket = raw.connect(session.replace("polling", "websocket"));
        socket.send("2probe");

        assertThat(socket.next()).isEqualTo("3probe");
        assertThat(pending.get().body()).isEqualTo("6");
        assertThat(raw.get(session).body()).isEqualTo("6");
        socket.send("5");
        socket.send("40");
        assertThat(socket.next()).startsWith("40{");
        assertThat(raw.get(session).statusCode()).isEqualTo(400);
        assertThat(raw.send("POST", session, "42[\"x\"]").statusCode()).isEqualTo(400);
        assertThat(io.recorder.received).isEmpty();
    }

    @Test
    @DisplayName("No packet gets lost: what is sent between probe and upgrade comes over the WebSocket")
    void losesNothingOnTheWayOver() throws Exception {
        String session = raw.session();
        raw.send("POST", session, "40");
        raw.get(session);
        RawClient.Connection socket = raw.connect(session.replace("polling", "websocket"));
        socket.send("2probe");
        assertThat(socket.next()).isEqualTo("3probe");
        io.send("x", "1");
        socket.send("5");

        assertThat(socket.next()).isEqualTo("42[\"x\",1]");
    }

    @Test
    @DisplayName("The packets are separated by the record separator character; binary payloads must be base64-encoded")
    void readsSeveralPacketsOfOneBody() throws Exception {
        String session = raw.session();
        String placeholder = "{\"_placeholder\":true,\"num\":0}";
        raw.send("POST", session, "40");
        raw.get(session);
        raw.send("POST", session, "42[\"a\"]\u001e451-[\"b\"," + placeholder + "]\u001ebAQIDBA==");

        assertThat(next(io.recorder.received).event()).isEqualTo("a");
        assertThat((byte[]) next(io.recorder.received).arguments().get(0)).containsExactly(1, 2, 3, 4);
    }

    @Test
    @DisplayName("Each Engine.IO packet is sent in its own WebSocket frame; binary payloads are sent as is")
    void readsOnePacketOfOneFrame() throws Exception {
        RawClient.Connection socket = raw.enter();
        socket.send("451-[\"b\",{\"_placeholder\":true,\"num\":0}]");
        socket.send((byte) 4, (byte) 2);
        assertThat((byte[]) next(io.recorder.received).arguments().get(0)).containsExactly(4, 2);

        socket.send("42[\"a\"]\u001e42[\"b\"]");
        socket.awaitClosed();
        assertThat(io.recorder.received).isEmpty();
    }

    @Test
    @DisplayName("The character encoding is UTF-8")
    void takesNothingButUtf8() throws Exception {
        RawClient.Connection socket = raw.enter();
        socket.send("42[\"€\"]");
        assertThat(next(io.recorder.received).event()).isEqualTo("€");
        socket.sendText((byte) '4', (byte) '2', (byte) '[', (byte) '"', (byte) 0xC3, (byte) '"', (byte) ']');
        socket.awaitClosed();
        assertThat(io.counts.violated).containsExactly("text is not UTF-8");
    }

    /** Guards against what netty-socketio does: a CLOSE packet closes nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"polling", "websocket"})
    @DisplayName("close: used to indicate that a transport can be closed, by the client")
    void isClosedByTheClient(String transport) throws Exception {
        if (transport.equals("websocket")) {
            RawClient.Connection socket = raw.enter();
            socket.send("1");
            socket.awaitClosed();
        } else {
            String session = raw.session();
            raw.send("POST", session, "40");
            raw.get(session);
            CompletableFuture<HttpResponse<String>> pending = raw.getLater(session);
            raw.send("POST", session, "1");
            assertThat(pending.get().body()).isEqualTo("6");
            assertThat(raw.get(session).statusCode()).isEqualTo(400);
        }
        assertThat(next(io.recorder.disconnected)).isEqualTo("transport close");
    }

    @Test
    @DisplayName("close: used to indicate that a transport can be closed, by the server")
    void isClosedByTheServer() throws Exception {
        String session = raw.session();
        raw.send("POST", session, "40");
        raw.get(session);
        next(io.recorder.connected).disconnect();

        assertThat(raw.get(session).body()).isEqualTo("41");
        assertThat(raw.get(session).body()).isEqualTo("1");
        assertThat(raw.get(session).statusCode()).isEqualTo(400);
    }

    @Test
    void endsAWebSocketByTheClosingHandshakeAfterItsLastWords() throws Exception {
        RawClient.Connection socket = raw.enter();
        next(io.recorder.connected).disconnect();

        assertThat(socket.next()).isEqualTo("41");
        socket.awaitClosed();
        assertThat(socket.isDismissed()).isTrue();
    }

    @Test
    @DisplayName("A poll that the client cancels closes the session")
    void isClosedByACancelledPoll() throws Exception {
        String session = raw.session();
        try (var http = new RawHttp(io.port())) {
            http.write(request("GET", "/socket.io/?" + session, "", ""));
        }
        await().untilAsserted(() -> assertThat(raw.get(session).statusCode()).isEqualTo(400));
    }

    @Test
    @DisplayName("A POST that the client cancels closes the session")
    void isClosedByACancelledPost() throws Exception {
        String session = raw.session();
        try (var http = new RawHttp(io.port())) {
            http.write("POST /socket.io/?" + session + " HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n4");
        }
        await().untilAsserted(() -> assertThat(raw.get(session).statusCode()).isEqualTo(400));
    }

    @Test
    @DisplayName("maxPayload: a message of that size is taken, a larger one ends the session")
    void takesMessagesUpToMaxPayload() throws Exception {
        String largest = "42[\"x\",\"" + "y".repeat(1_000_000 - 10) + "\"]";
        String session = raw.session();
        raw.send("POST", session, "40");
        assertThat(raw.send("POST", session, largest).body()).isEqualTo("ok");
        next(io.recorder.received);
        assertThat(raw.send("POST", session, largest + "\u001e6").statusCode()).isEqualTo(413);
        await().untilAsserted(() -> assertThat(raw.get(session).statusCode()).isEqualTo(400));

        RawClient.Connection socket = raw.enter();
        socket.send(largest);
        next(io.recorder.received);
        try {
            socket.send(largest + " ");
        } catch (IOException cutOff) {
            // the connection ended before it had said it all: refused as well
        }
        socket.awaitClosed();
        assertThat(io.recorder.received).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, EIO=4, 0, Transport unknown",
        "GET, EIO=4&transport=flash, 0, Transport unknown",
        "GET, EIO=3&transport=flash, 0, Transport unknown",
        "GET, EIO=4&transport=polling&sid=x, 1, Session ID unknown",
        "GET, EIO=3&transport=polling&sid=x, 1, Session ID unknown",
        "POST, EIO=4&transport=polling, 2, Bad handshake method",
        "POST, EIO=3&transport=polling, 2, Bad handshake method",
        "PUT, EIO=4&transport=polling, 2, Bad handshake method",
        "GET, EIO=4&transport=websocket, 3, Bad request",
        "GET, EIO=3&transport=polling, 5, Unsupported protocol version",
        "GET, EIO=5&transport=polling, 5, Unsupported protocol version",
        "GET, transport=polling, 5, Unsupported protocol version",
    })
    void refusesWithTheCodesOfTheOfficialServerInItsOrder(String method, String query, int code, String message)
            throws Exception {
        HttpResponse<String> response = raw.send(method, query, "");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(response.body()).isEqualTo("{\"code\":" + code + ",\"message\":\"" + message + "\"}");
        assertThat(io.counts.opened).hasValue(0);
        assertThat(io.counts.violated).containsExactly(message);
    }

    @Test
    void refusesWrongMethodsAndTransportsOfASessionAndGoesOn() throws Exception {
        String session = raw.session();
        assertThat(raw.send("PUT", session, "40").body()).startsWith("{\"code\":3");
        assertThat(raw.get(session.replace("polling", "websocket")).body()).startsWith("{\"code\":3");
        assertThat(raw.send("POST", session, "40").body()).isEqualTo("ok");
        RawClient.Connection socket = raw.connect("EIO=4&transport=websocket");
        String sid = socket.next().replaceAll(".*\"sid\":\"([^\"]+)\".*", "$1");
        assertThat(raw.get("EIO=4&transport=polling&sid=" + sid).body()).startsWith("{\"code\":3");
        socket.send("40");
        assertThat(socket.next()).startsWith("40{");
    }

    @Test
    void refusesClientsOfTheThirdVersionByWebSocketToo() throws Exception {
        try (var http = new RawHttp(io.port())) {
            RawHttp.Answer answer = http.ask(request("GET", "/socket.io/?EIO=3&transport=websocket", webSocket(), ""));
            assertThat(answer.body()).isEqualTo("{\"code\":5,\"message\":\"Unsupported protocol version\"}");
            assertThat(http.isClosed()).isTrue();
        }
        assertThatThrownBy(() -> raw.connect("EIO=3&transport=websocket")).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void refusesPagesOfOtherOriginsWithTheCodeForIt() throws Exception {
        HttpResponse<String> response = raw.get("EIO=4&transport=polling", "Origin", "http://other.example");

        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.body()).isEqualTo("{\"code\":4,\"message\":\"Forbidden\"}");
        try (var http = new RawHttp(io.port())) {
            String headers = webSocket() + "Origin: http://other.example\r\n";
            assertThat(http.ask(request("GET", "/socket.io/?EIO=4&transport=websocket", headers, ""))
                            .status())
                    .isEqualTo(403);
        }
    }

    @Test
    void tellsBrowsersWhatPagesOfListedOriginsMayDo() throws Exception {
        try (var http = new RawHttp(io.port())) {
            String headers = "Origin: http://allowed.example\r\nAccess-Control-Request-Method: POST\r\n"
                    + "Access-Control-Request-Headers: content-type,x-extra\r\n";
            RawHttp.Answer preflight = http.ask(request("OPTIONS", POLLING, headers, ""));
            assertThat(preflight.status()).isEqualTo(204);
            assertThat(preflight.headers())
                    .containsEntry("access-control-allow-origin", "http://allowed.example")
                    .containsEntry("access-control-allow-methods", "GET, POST")
                    .containsEntry("access-control-allow-headers", "content-type,x-extra")
                    .containsEntry("vary", "origin")
                    .doesNotContainKey("content-length");
            RawHttp.Answer open = http.ask(request("GET", POLLING, "Origin: http://allowed.example\r\n", ""));
            assertThat(open.status()).isEqualTo(200);
            assertThat(open.headers()).containsEntry("access-control-allow-origin", "http://allowed.example");
        }
    }

    private RawClient.Connection changedOver(String session) throws Exception {
        RawClient.Connection socket = raw.connect(session.replace("polling", "websocket"));
        socket.send("2probe");
        assertThat(socket.next()).isEqualTo("3probe");
        socket.send("5");
        return socket;
    }

    private static RunningTransport quick() {
        return new RunningTransport(settings(0, 1_000_000, INTERVAL, TIMEOUT, Duration.ofSeconds(45)));
    }

    private static Duration since(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime);
    }

    static String webSocket() {
        return "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n";
    }
}
