package dev.pluginio.transport.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How connections are opened over HTTP, by whom and where. */
class OpeningTest extends TransportTesting {

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
