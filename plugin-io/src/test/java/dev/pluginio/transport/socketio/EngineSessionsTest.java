package dev.pluginio.transport.socketio;

import static dev.pluginio.transport.socketio.RawHttp.request;
import static dev.pluginio.transport.socketio.RunningTransport.next;
import static dev.pluginio.transport.socketio.RunningTransport.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The document of Engine.IO protocol 4, sentence by sentence: how sessions open, last, change over and end. */
class EngineSessionsTest extends TransportTesting {

    private static final Duration INTERVAL = Duration.ofMillis(300);

    private static final Duration TIMEOUT = Duration.ofMillis(700);

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
        try (var quick = quick(TIMEOUT)) {
            var client = new RawClient(quick.port());
            long start = System.nanoTime();
            String session = client.session();
            RawClient.Connection silent = client.open();
            assertThat(client.get(session).body()).isEqualTo("2");
            assertThat(since(start)).isGreaterThanOrEqualTo(INTERVAL);

            assertThat(silent.next()).isEqualTo("2");
            silent.awaitClosed();
            assertThat(since(start)).isGreaterThanOrEqualTo(INTERVAL.plus(TIMEOUT));
            // the session that polls had opened before
            await().untilAsserted(
                            () -> assertThat(client.get(session).statusCode()).isEqualTo(400));
            await().untilAsserted(
                            () -> assertThat(quick.counts.closed).containsExactly("ping timeout", "ping timeout"));
        }
    }

    @Test
    @DisplayName(
            "At a given interval the server sends a ping packet and the client has time to send a pong packet back")
    void asksAgainAndAgain() throws Exception {
        try (var quick = quick(Duration.ofSeconds(5))) {
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

    private RawClient.Connection changedOver(String session) throws Exception {
        RawClient.Connection socket = raw.connect(session.replace("polling", "websocket"));
        socket.send("2probe");
        assertThat(socket.next()).isEqualTo("3probe");
        socket.send("5");
        return socket;
    }

    private static RunningTransport quick(Duration timeout) {
        return new RunningTransport(settings(0, 1_000_000, INTERVAL, timeout, Duration.ofSeconds(45)));
    }

    private static Duration since(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime);
    }
}
