package dev.pluginio.transport.socketio;

import static dev.pluginio.transport.socketio.RawHttp.POLLING;
import static dev.pluginio.transport.socketio.RawHttp.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The document of Engine.IO protocol 4, sentence by sentence: what requests of HTTP are answered,
 * and which are refused with the codes of the official server.
 */
class EngineRequestsTest extends TransportTesting {

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
            // as long as the first has not reached the session, what means nothing is taken
            await().untilAsserted(() ->
                    assertThat(raw.send("POST", session, "6").statusCode()).isEqualTo(400));
            assertThat(raw.get(session).statusCode()).isEqualTo(400);
            assertThat(slow.read().status()).as("before it is complete").isEqualTo(400);
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

    static String webSocket() {
        return "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n";
    }
}
