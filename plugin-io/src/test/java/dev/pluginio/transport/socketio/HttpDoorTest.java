package dev.pluginio.transport.socketio;

import static dev.pluginio.transport.socketio.RawHttp.POLLING;
import static dev.pluginio.transport.socketio.RawHttp.request;
import static dev.pluginio.transport.socketio.RunningTransport.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP as clients write it who do not wait for answers, or send what is none. */
class HttpDoorTest extends TransportTesting {

    @Test
    void answersRequestsInTheirOrderThatWereSentAtOnce() throws Exception {
        String session = "/socket.io/?" + raw.session();
        try (var http = new RawHttp(io.port())) {
            http.write(request("POST", session, "", "40")
                    + request("GET", session, "", "")
                    + request("GET", "/elsewhere", "", "")
                    + request("GET", POLLING, "", "")
                    + request("POST", session, "", "42[\"a\"]"));

            assertThat(http.read().body()).isEqualTo("ok");
            assertThat(http.read().body()).startsWith("40{\"sid\"");
            assertThat(http.read().status()).isEqualTo(404);
            assertThat(http.read().body()).startsWith("0{\"sid\"");
            assertThat(http.read().body()).isEqualTo("ok");
        }
        assertThat(next(io.recorder.received).event()).isEqualTo("a");
    }

    @Test
    void letsWhatFollowsAPollWaitForItsAnswer() throws Exception {
        String session = raw.session();
        raw.send("POST", session, "40");
        raw.get(session);
        try (var http = new RawHttp(io.port())) {
            http.write(request("GET", "/socket.io/?" + session, "", "")
                    + request("POST", "/socket.io/?" + session, "", "42[\"later\"]"));
            raw.send("POST", session, "42[\"sooner\"]");
            assertThat(next(io.recorder.received).event()).isEqualTo("sooner");
            io.send("x", "1");

            assertThat(http.read().body()).isEqualTo("42[\"x\",1]");
            assertThat(http.read().body()).isEqualTo("ok");
            assertThat(next(io.recorder.received).event()).isEqualTo("later");
        }
    }

    @Test
    void doesNotReadOnFromWhoDoesNotWait() throws Exception {
        String session = raw.session();
        raw.send("POST", session, "40");
        raw.get(session);
        try (var http = new RawHttp(io.port())) {
            http.write(request("GET", "/socket.io/?" + session, "", ""));
            for (int i = 0; i < 500; i++) {
                http.write(request("GET", "/x", "", ""));
            }
            io.send("x", "1");

            assertThat(http.read().body()).isEqualTo("42[\"x\",1]");
            for (int i = 0; i < 500; i++) {
                assertThat(http.read().status()).isEqualTo(404);
            }
        }
    }

    @Test
    void cutsOffWhoSendsMoreThanItCanBeAskedToKeep() throws Exception {
        String session = raw.session();
        raw.send("POST", session, "40");
        raw.get(session);
        try (var http = new RawHttp(io.port())) {
            // who has sent much is read from in large pieces
            String much = "42[\"a\",\"" + "y".repeat(900_000) + "\"]";
            assertThat(http.ask(request("POST", "/socket.io/?" + session, "", much))
                            .body())
                    .isEqualTo("ok");
            http.write(request("GET", "/socket.io/?" + session, "", ""));
            http.write(request("GET", "/x", "", "").repeat(2_000));
            await().untilAsserted(() -> assertThat(io.counts.violated).contains("too many requests before the answer"));
        }
        assertThat(next(io.recorder.disconnected)).isEqualTo("transport error");
        assertThat(raw.get(session).statusCode()).isEqualTo(400);
    }

    @Test
    void readsBodiesInPiecesAndInChunks() throws Exception {
        String head = "POST /socket.io/?" + raw.session() + " HTTP/1.1\r\nHost: x\r\n";
        try (var http = new RawHttp(io.port())) {
            http.write(head + "Transfer-Encoding: chunked\r\n\r\n1\r\n4\r\n").write("1\r\n0\r\n0\r\n\r\n");
            assertThat(http.read().body()).isEqualTo("ok");
            assertThat(http.ask(head + "Expect: 100-continue\r\nContent-Length: 7\r\n\r\n")
                            .status())
                    .isEqualTo(100);
            assertThat(http.write("42[\"").ask("x\"]").body()).isEqualTo("ok");
            assertThat(http.ask(request("GET", POLLING, "", "")).status()).isEqualTo(200);
        }
    }

    @Test
    void refusesWhatIsTooLargeBeforeItHasReadItAndInItsPlace() throws Exception {
        String session = "/socket.io/?" + raw.session();
        try (var http = new RawHttp(io.port())) {
            http.write(request("POST", session, "", "40") + "POST " + session
                    + " HTTP/1.1\r\nHost: x\r\nOrigin: http://allowed.example\r\nContent-Length: 1000001\r\n\r\n");
            assertThat(http.read().body()).isEqualTo("ok");
            RawHttp.Answer tooLarge = http.read();
            assertThat(tooLarge.status()).isEqualTo(413);
            assertThat(tooLarge.headers())
                    .containsEntry("connection", "close")
                    .containsEntry("access-control-allow-origin", "http://allowed.example");
            http.write("x".repeat(1_000_001));
            assertThat(http.isClosed()).isTrue();
        }
        await().until(() -> io.counts.violated.contains("payload too large"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"EIO=4&transport=polling", "EIO=4&transport=polling&sid=unknown", "EIO=4&transport=websocket"})
    void countsWhatIsTooLargeAlsoWhereNobodyWantsIt(String query) throws Exception {
        try (var hostile = new BareSocket(io.port())) {
            hostile.say("GET /socket.io/?" + query + " HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n");
            hostile.insist("x".repeat(2_000_001).getBytes(StandardCharsets.US_ASCII)); // it may be cut off meanwhile
            hostile.hearAll();
        }
        await().until(() -> io.counts.violated.contains("payload too large"));
    }

    @Test
    void closesConnectionsThatDoNotSpeakHttp() throws Exception {
        try (var http = new RawHttp(io.port())) {
            assertThat(http.ask("\u0016\u0003\u0001 nonsense\r\n\r\n").status()).isEqualTo(400);
            assertThat(http.isClosed()).isTrue();
        }
        String head = "POST /socket.io/?" + raw.session() + " HTTP/1.1\r\nHost: x\r\n";
        try (var http = new RawHttp(io.port())) {
            assertThat(http.ask(head + "Transfer-Encoding: chunked\r\n\r\nnonsense\r\n\r\n")
                            .status())
                    .isEqualTo(400);
            assertThat(http.isClosed()).isTrue();
        }
    }

    @Test
    void closesAfterTheAnswerIfTheClientWants() throws IOException {
        try (var http = new RawHttp(io.port())) {
            RawHttp.Answer answer = http.ask(request("GET", POLLING, "Connection: close\r\n", ""));
            assertThat(answer.headers()).containsEntry("connection", "close");
            assertThat(http.isClosed()).isTrue();
        }
    }
}
