package dev.pluginio.transport.socketio;

import static dev.pluginio.transport.socketio.RunningTransport.next;
import static dev.pluginio.transport.socketio.RunningTransport.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The edges of Engine.IO protocol 4, by raw requests. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProtocolTest {

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

    @Test
    void tellsAPollingClientHowToGoOn() throws Exception {
        HttpResponse<String> open = raw.get("EIO=4&transport=polling");

        assertThat(open.statusCode()).isEqualTo(200);
        assertThat(open.body())
                .matches("0\\{\"sid\":\"[A-Za-z0-9_-]{20,}\",\"upgrades\":\\[\"websocket\"],\"pingInterval\":25000,"
                        + "\"pingTimeout\":20000,\"maxPayload\":1000000}");
        assertThat(open.headers().firstValue("Set-Cookie")).isEmpty();
    }

    /** Guards against what netty-socketio does: unknown versions, methods and transports are taken or answered wrongly. */
    @ParameterizedTest
    @CsvSource({
        "GET, EIO=3&transport=polling, 5",
        "GET, transport=polling, 5",
        "GET, EIO=4, 0",
        "GET, EIO=4&transport=tobi, 0",
        "GET, EIO=4&transport=websocket, 3",
        "GET, EIO=4&transport=polling&sid=unknown, 1",
        "POST, EIO=4&transport=polling, 2",
        "PUT, EIO=4&transport=polling, 2",
    })
    void answersWrongRequestsWithTheCodesOfTheSpecification(String method, String query, int code) throws Exception {
        HttpResponse<String> response = raw.send(method, query, "");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).startsWith("{\"code\":" + code + ",\"message\":\"");
        assertThat(io.counts.opened).hasValue(0);
    }

    @Test
    void knowsNoOtherPath() throws Exception {
        assertThat(rawHttp("GET /other HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 404");
        assertThat(rawHttp("GET /socket.io?EIO=4&transport=polling HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void isFoundAtThePathThatIsConfiguredAndNowhereElse() throws Exception {
        try (var elsewhere = new RunningTransport(RunningTransport.settings().withPath("/real/time"));
                var http = new RawHttp(elsewhere.port())) {
            String query = "?EIO=4&transport=polling";
            assertThat(http.ask(RawHttp.request("GET", "/real/time/" + query, "", ""))
                            .body())
                    .startsWith("0{\"sid\":\"");
            assertThat(http.ask(RawHttp.request("GET", "/real/time" + query, "", ""))
                            .status())
                    .isEqualTo(200);
            for (String path : List.of("/socket.io/", "/real/", "/real/time/more", "/real/times/", "/real/time//")) {
                assertThat(http.ask(RawHttp.request("GET", path + query, "", ""))
                                .status())
                        .as(path)
                        .isEqualTo(404);
            }
        }
    }

    /** Guards against what netty-socketio does: answers say keep-alive, and the connection is closed. */
    @Test
    void keepsTheHttpConnectionForFurtherRequests() throws Exception {
        String request = "GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: x\r\n";
        try (var socket = new Socket("127.0.0.1", io.port())) {
            for (int i = 0; i < 3; i++) {
                socket.getOutputStream().write((request + "\r\n").getBytes(StandardCharsets.US_ASCII));
                assertThat(readUntil(socket, "maxPayload\":1000000}")).startsWith("HTTP/1.1 200");
            }
        }
    }

    /** Guards against what netty-socketio does: each preflight and failed handshake leaves a session behind. */
    @Test
    void doesNotLeaveSessionsBehindForPreflightsAndFailedHandshakes() throws Exception {
        for (int i = 0; i < 20; i++) {
            raw.send("OPTIONS", "EIO=4&transport=polling", "", "Origin", "http://allowed.example");
            raw.get("EIO=4&transport=websocket");
        }

        assertThat(io.counts.opened).hasValue(0);
    }

    /** Guards against what netty-socketio does: any origin is let in and reflected. */
    @Test
    void letsPagesOfListedOriginsConnectAndNoOthers() throws Exception {
        HttpResponse<String> listed = raw.get("EIO=4&transport=polling", "Origin", "http://allowed.example");
        assertThat(listed.headers().firstValue("Access-Control-Allow-Origin")).contains("http://allowed.example");
        assertThat(listed.headers().firstValue("Access-Control-Allow-Credentials"))
                .isEmpty();

        HttpResponse<String> preflight = raw.send(
                "OPTIONS",
                "EIO=4&transport=polling",
                "",
                "Origin",
                "http://allowed.example",
                "Access-Control-Request-Method",
                "POST");
        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Methods"))
                .contains("GET, POST");

        HttpResponse<String> sameOrigin = raw.get("EIO=4&transport=polling", "Origin", "http://127.0.0.1:" + io.port());
        assertThat(sameOrigin.statusCode()).isEqualTo(200);

        HttpResponse<String> other =
                raw.get("EIO=4&transport=polling", "Origin", "http://allowed.example.evil.example");
        assertThat(other.statusCode()).isEqualTo(403);
        assertThat(other.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
        assertThat(raw.get("EIO=4&transport=polling", "Origin", "null").statusCode())
                .isEqualTo(403);
    }

    @Test
    void endsBothPollsWhenAClientPollsTwiceAtOnce() throws Exception {
        String session = raw.session();
        CompletableFuture<HttpResponse<String>> first = raw.getLater(session);
        var second = new ArrayList<HttpResponse<String>>();
        // whichever of the two arrives later is the one too many
        second.add(raw.get(session));
        second.add(first.get());

        assertThat(second).extracting(HttpResponse::statusCode).containsExactlyInAnyOrder(200, 400);
        assertThat(second).extracting(HttpResponse::body).contains("1");
        assertThat(raw.get(session).statusCode()).isEqualTo(400);
        assertThat(io.counts.violated).contains("two polls at once");
    }

    @Test
    void closesASessionThatPostsWhatItDoesNotUnderstand() throws Exception {
        String session = raw.session();

        assertThat(raw.send("POST", session, "abc").statusCode()).isEqualTo(400);
        assertThat(raw.get(session).statusCode()).isEqualTo(400);
    }

    @Test
    void refusesABodyOfEmptyParts() throws Exception {
        String session = raw.session();

        assertThat(raw.send("POST", session, "\u001e".repeat(60_000)).statusCode())
                .isEqualTo(400);
        assertThat(raw.get(session).statusCode()).isEqualTo(400);
        assertThat(io.counts.violated).contains("empty Engine.IO packet");
    }

    @Test
    void carriesSeveralPacketsInOneBody() throws Exception {
        String session = raw.session();

        raw.send("POST", session, "40");
        assertThat(raw.get(session).body()).matches("40\\{\"sid\":\"[^\"]+\"}");
        HttpResponse<String> posted =
                raw.send("POST", session, "42[\"a\",1]\u001e451-[\"b\",{\"_placeholder\":true,\"num\":0}]\u001ebAQID");

        assertThat(posted.body()).isEqualTo("ok");
        assertThat(next(io.recorder.received).arguments()).isEqualTo(List.of(1));
        assertThat((byte[]) next(io.recorder.received).arguments().get(0)).containsExactly(1, 2, 3);
        io.send("x", "1");
        io.send("y", "2");
        String polled = raw.get(session).body();
        assertThat(
                        polled.equals("42[\"x\",1]")
                                ? polled + "\u001e" + raw.get(session).body()
                                : polled)
                .isEqualTo("42[\"x\",1]\u001e42[\"y\",2]");
    }

    @Test
    void answersThePollOfAClientThatCloses() throws Exception {
        String session = raw.session();
        CompletableFuture<HttpResponse<String>> poll = raw.getLater(session);
        raw.send("POST", session, "1");

        assertThat(poll.get().statusCode()).isEqualTo(200);
        assertThat(poll.get().body()).isEqualTo("6");
        assertThat(raw.get(session).statusCode()).isEqualTo(400);
    }

    @Test
    void refusesBodiesThatAreTooLarge() throws Exception {
        String session = raw.session();

        assertThat(raw.send("POST", session, "4" + "x".repeat(1_000_001)).statusCode())
                .isEqualTo(413);
    }

    @Test
    void changesOverToAWebSocketOnWhicheverThreadItArrives() throws Exception {
        for (int i = 0; i < 8; i++) {
            String session = raw.session();
            raw.send("POST", session, "40");
            raw.get(session);
            RawClient.Connection socket = raw.connect(session.replace("polling", "websocket"));
            CompletableFuture<HttpResponse<String>> poll = raw.getLater(session);
            socket.send("2probe");
            assertThat(socket.next()).isEqualTo("3probe");
            assertThat(poll.get().body()).isEqualTo("6");
            socket.send("5");
            io.send("x", "1");
            assertThat(socket.next()).isEqualTo("42[\"x\",1]");
            assertThat(raw.get(session).statusCode()).isEqualTo(400);

            RawClient.Connection second = raw.connect(session.replace("polling", "websocket"));
            second.awaitClosed();
            socket.send("42[\"still\",\"here\"]");
            assertThat(next(io.recorder.received).event()).isEqualTo("still");
            socket.close();
            next(io.recorder.disconnected);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "2", "4abc", "47", "0{}", "40[1]", "42[\"x\",1]", "41", "42/admin,[\"x\"]", "4"})
    void closesAConnectionThatBreaksTheProtocolBeforeItHasEnteredAnything(String message) throws Exception {
        RawClient.Connection hostile = raw.open();
        hostile.send(message);

        hostile.awaitClosed();
        await().until(() -> io.counts.violated.size() == 1);
        assertThat(io.recorder.received).isEmpty();
    }

    /** Guards against what netty-socketio does: invalid packets are logged and tolerated. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "40",
                "42",
                "42{}",
                "42[]",
                "42[null]",
                "42[\"connect\",1]",
                "42[\"disconnect\"]",
                "42[\"x\",1",
                "42[\"x\"] []",
                "43[1]",
                "44{}",
                "45[\"x\"]",
                "451-[\"x\",{\"_placeholder\":true,\"num\":1}]",
                "4599-[\"x\"]",
                "421234567890123456789[\"x\"]",
                "42/never,[\"x\"]",
            })
    void closesAConnectionThatBreaksTheProtocolAndDisturbsNoOther(String message) throws Exception {
        RawClient.Connection other = raw.enter();
        RawClient.Connection hostile = raw.enter();
        hostile.send(message);
        if (message.startsWith("451")) {
            hostile.send(new byte[] {1});
        }

        hostile.awaitClosed();
        assertThat(next(io.recorder.disconnected)).isEqualTo("parse error");
        assertThat(io.recorder.received).isEmpty();
        assertThat(io.send("x", "1")).isEqualTo(1);
        assertThat(other.next()).isEqualTo("42[\"x\",1]");
    }

    @Test
    void refusesJsonThatIsNestedTooDeep() throws Exception {
        RawClient.Connection hostile = raw.enter();
        hostile.send("42[\"x\"," + "[".repeat(10_000) + "]".repeat(10_000) + "]");

        hostile.awaitClosed();
    }

    /** Guards against what netty-socketio does: there is no maxPayload. */
    @Test
    void refusesMessagesAndFragmentsThatAreTooLarge() throws Exception {
        RawClient.Connection hostile = raw.enter();
        try {
            hostile.send("42[\"x\",\"" + "x".repeat(1_000_000) + "\"]");
        } catch (SocketException cutOff) {
            // the connection ended before it had said it all: refused as well
        }

        hostile.awaitClosed();
        assertThat(io.recorder.received).isEmpty();
    }

    /** B14: one packet of anybody must never kill anything. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"subscribe-entity\"]",
                "[\"private-message\"]",
                "[\"unsubscribe-entity\",null]",
                "[\"get-rooms\",\"x\"]",
                "[\"join-room\",\"\",\"x\"]",
                "[\"join-room\",{\"__proto__\":{\"a\":1}},1e400,-0,[[]],\"\\u0000\"]",
            })
    void handsOddEventsOnAndLivesOn(String event) throws Exception {
        RawClient.Connection client = raw.enter();
        client.send("42" + event);
        client.send("42[\"next\"]");

        next(io.recorder.received);
        assertThat(next(io.recorder.received).event()).isEqualTo("next");
    }

    @Test
    void saysExactlyWhatTheSpecificationSaysOfANamespaceThatDoesNotExist() throws Exception {
        RawClient.Connection client = raw.open();
        client.send("40/random,{\"token\":\"x\"}");

        assertThat(client.next()).isEqualTo("44/random,{\"message\":\"Invalid namespace\"}");
        assertThat(io.recorder.handshakes).isEmpty();
    }

    @Test
    void closesConnectionsThatEnterNothingInTime() throws Exception {
        var soon = settings(0, 1_000_000, Duration.ofSeconds(25), Duration.ofSeconds(20), Duration.ofSeconds(1));
        try (var other = new RunningTransport(soon)) {
            var client = new RawClient(other.port());
            RawClient.Connection entered = client.enter();
            client.open().awaitClosed();

            assertThat(other.counts.closed).containsExactly("connect timeout");
            assertThat(other.send("x", "1")).isEqualTo(1);
            assertThat(entered.next()).isEqualTo("42[\"x\",1]");
        }
    }

    @Test
    void closesConnectionsThatDoNotAnswerPings() throws Exception {
        var quick = settings(0, 1_000_000, Duration.ofMillis(200), Duration.ofMillis(150), Duration.ofSeconds(45));
        try (var other = new RunningTransport(quick)) {
            var client = new RawClient(other.port());
            long start = System.nanoTime();
            client.open().awaitClosed();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(350));
            assertThat(other.counts.closed).containsExactly("ping timeout");
        }
    }

    private String rawHttp(String request) throws IOException {
        try (var socket = new Socket("127.0.0.1", io.port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private static String readUntil(Socket socket, String end) throws IOException {
        var bytes = new ByteArrayOutputStream();
        while (!bytes.toString(StandardCharsets.US_ASCII).endsWith(end)) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new IOException("closed");
            }
            bytes.write(next);
        }
        return bytes.toString(StandardCharsets.US_ASCII);
    }
}
