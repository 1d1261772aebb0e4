package dev.pluginio.e2e.protocol;

import static dev.pluginio.e2e.protocol.EchoHost.plain;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.e2e.driver.Line;
import dev.pluginio.e2e.driver.SampleHost;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Engine.IO protocol 4 as a client sees it that does nothing by itself: handshake, heartbeat, change of transport and end,
 * with intervals of 300 and 1000 ms. What it carries are packets of Socket.IO.
 */
@ExtendWith(EchoHost.class)
class EngineIoProtocolIT {

    private static final String POLLING = "EIO=4&transport=polling";
    private static final String WEB_SOCKET = "EIO=4&transport=websocket";
    private static final String OPEN = "0\\{\"sid\":\"[A-Za-z0-9_-]{20,}\",\"upgrades\":\\[%s],\"pingInterval\":300,"
            + "\"pingTimeout\":1000,\"maxPayload\":1000000}";

    /** How long a client is waited for that says nothing. */
    private static final Duration SILENCE = Duration.ofMillis(1300);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    @DisplayName("polling opens a session and tells that it can change over")
    void opensByPolling(SampleHost host) throws Exception {
        HttpResponse<String> open = ask(host, "GET", POLLING, "");

        assertThat(open.statusCode()).isEqualTo(200);
        assertThat(open.headers().firstValue("Content-Type")).contains("text/plain; charset=UTF-8");
        assertThat(open.body()).matches(OPEN.formatted("\"websocket\""));
    }

    @Test
    @DisplayName("a WebSocket opens a session and tells that there is nothing to change to")
    void opensByWebSocket(SampleHost host) throws Exception {
        try (Line line = new Line(host.io(), WEB_SOCKET)) {
            assertThat(line.next()).matches(OPEN.formatted(""));
        }
    }

    @ParameterizedTest
    @DisplayName("wrong requests are answered by the codes of the specification")
    @CsvSource({
        "GET, transport=polling, 5",
        "GET, EIO=abc&transport=polling, 5",
        "GET, EIO=3&transport=polling, 5",
        "GET, EIO=4, 0",
        "GET, EIO=4&transport=abc, 0",
        "POST, EIO=4&transport=polling, 2",
        "PUT, EIO=4&transport=polling, 2",
        "GET, EIO=4&transport=polling&sid=unknown, 1",
        "POST, EIO=4&transport=polling&sid=unknown, 1",
        "GET, EIO=4&transport=websocket, 3",
    })
    void refusesWrongRequests(String method, String query, int code, SampleHost host) throws Exception {
        HttpResponse<String> answer = ask(host, method, query, "");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).startsWith("{\"code\":" + code + ",");
    }

    @ParameterizedTest
    @DisplayName("wrong WebSockets are closed")
    @ValueSource(
            strings = {
                "transport=websocket",
                "EIO=abc&transport=websocket",
                "EIO=3&transport=websocket",
                "EIO=4",
                "EIO=4&transport=abc"
            })
    void closesWrongWebSockets(String query, SampleHost host) throws Exception {
        try (Line line = new Line(host.io(), query)) {
            assertThat(line.answer()).startsWith("HTTP/1.1 400");
            line.awaitEnd();
        }
    }

    @Test
    @DisplayName("an invalid packet ends the session")
    void endsAtAnInvalidPacket(SampleHost host) throws Exception {
        String session = session(host);
        assertThat(ask(host, "POST", session, "abc").statusCode()).isEqualTo(400);
        assertThat(ask(host, "GET", session, "").statusCode()).isEqualTo(400);
        try (Line line = new Line(host.io(), WEB_SOCKET)) {
            line.send("abc");
            line.awaitEnd();
        }
    }

    @Test
    @DisplayName("a second poll beside the first ends the session")
    void endsAtTwoPolls(SampleHost host) throws Exception {
        String session = session(host);
        CompletableFuture<HttpResponse<String>> first = askLater(host, session);
        HttpResponse<String> second = ask(host, "GET", session, "");
        List<HttpResponse<String>> both = List.of(first.get(), second);

        assertThat(both).extracting(HttpResponse::statusCode).containsExactlyInAnyOrder(200, 400);
        assertThat(both).extracting(HttpResponse::body).contains("1");
        assertThat(ask(host, "GET", session, "").statusCode()).isEqualTo(400);
    }

    @Test
    @DisplayName("a second post beside the first ends the session, and neither is taken")
    void endsAtTwoPosts(SampleHost host) throws Exception {
        String session = session(host);
        try (Socket first = new Socket(host.io().getHost(), host.io().getPort())) {
            String head = "POST /socket.io/?" + session + " HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n";
            first.getOutputStream().write((head + "4").getBytes(StandardCharsets.US_ASCII));
            HttpResponse<String> second;
            do {
                second = ask(host, "POST", session, "3"); // until the first has arrived, it is alone
            } while (second.statusCode() == 200);

            assertThat(second.statusCode()).isEqualTo(400);
            assertThat(second.body()).startsWith("{\"code\":3,");
            byte[] answer = first.getInputStream().readNBytes(12);
            assertThat(new String(answer, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 400");
            assertThat(ask(host, "GET", session, "").statusCode()).isEqualTo(400);
        }
    }

    @Test
    @DisplayName("pings come at their interval, and who answers them stays")
    void asksForSignsOfLife(SampleHost host) throws Exception {
        String session = session(host);
        for (int i = 0; i < 3; i++) {
            assertThat(ask(host, "GET", session, "").body()).isEqualTo("2");
            assertThat(ask(host, "POST", session, "3").body()).isEqualTo("ok");
        }
        try (Line line = new Line(host.io(), WEB_SOCKET)) {
            line.next();
            for (int i = 0; i < 3; i++) {
                assertThat(line.next()).isEqualTo("2");
                line.send("3");
            }
            line.send("40");
            assertThat(line.next()).startsWith("40{");
        }
    }

    @Test
    @DisplayName("who does not answer a ping is gone when the time for it is over, and not before")
    void endsAtASilentClient(SampleHost host) throws Exception {
        String session = session(host);
        long opened = System.nanoTime();
        while (System.nanoTime() - opened < SILENCE.toNanos()) {
            LockSupport.parkNanos(SILENCE.toNanos() - (System.nanoTime() - opened));
        }
        // a machine that was itself late has asked it late: then this poll brings the ping, and the next one the end
        for (HttpResponse<String> poll = ask(host, "GET", session, ""); poll.statusCode() != 400; ) {
            assertThat(poll.body()).isIn("2", "1");
            poll = ask(host, "GET", session, "");
        }
        try (Line line = new Line(host.io(), WEB_SOCKET)) {
            line.next();
            long start = System.nanoTime();
            assertThat(line.next()).isEqualTo("2");
            line.awaitEnd();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(SILENCE.minusMillis(50));
        }
    }

    @Test
    @DisplayName("a client ends its session: a poll that waits is told so")
    void isEndedByTheClient(SampleHost host) throws Exception {
        String session = session(host);
        CompletableFuture<HttpResponse<String>> poll = askLater(host, session);
        ask(host, "POST", session, "1");

        assertThat(poll.get().body()).isEqualTo("6");
        assertThat(ask(host, "GET", session, "").statusCode()).isEqualTo(400);
        try (Line line = new Line(host.io(), WEB_SOCKET)) {
            line.send("1");
            line.awaitEnd();
        }
    }

    @Test
    @DisplayName("a session changes over to a WebSocket; after that, polls and other WebSockets of it are refused")
    void changesOver(SampleHost host) throws Exception {
        String session = session(host);
        String query = session.replace("polling", "websocket");
        try (Line line = new Line(host.io(), query)) {
            line.send("2probe");
            assertThat(line.next()).isEqualTo("3probe");
            assertThat(ask(host, "GET", session, "").body()).isEqualTo("6");
            line.send("5");
            line.send("40");
            assertThat(afterPings(line)).startsWith("40{");
            assertThat(afterPings(line)).isEqualTo("42[\"auth\",{}]");

            assertThat(ask(host, "GET", session, "").statusCode()).isEqualTo(400);
            try (Line other = new Line(host.io(), query)) {
                other.awaitEnd();
            }
            line.send("42[\"message\",\"still here\"]");
            assertThat(plain(afterPings(line))).isEqualTo("42[\"message-back\",\"still here\"]");
        }
    }

    private static String afterPings(Line line) throws IOException {
        String next = line.next();
        while (next.equals("2")) {
            line.send("3");
            next = line.next();
        }
        return next;
    }

    @Test
    @DisplayName("several packets and binary data share one body, both ways")
    void carriesSeveralPacketsAtOnce(SampleHost host) throws Exception {
        String session = session(host);
        ask(host, "POST", session, "40");
        Polled polled = new Polled(host, session);
        assertThat(polled.next()).startsWith("40{");
        assertThat(polled.next()).isEqualTo("42[\"auth\",{}]");
        String placeholder = "{\"_placeholder\":true,\"num\":0}";
        ask(host, "POST", session, "42[\"message\",1]\u001e451-[\"message\"," + placeholder + "]\u001ebAQIDBA==");

        assertThat(polled.next()).isEqualTo("42[\"message-back\",1]");
        assertThat(polled.next()).isEqualTo("451-[\"message-back\"," + placeholder + "]");
        assertThat(polled.next()).isEqualTo("bAQIDBA==");
    }

    @Test
    @DisplayName("maxPayload is a limit")
    void refusesWhatIsTooLarge(SampleHost host) throws Exception {
        assertThat(ask(host, "POST", session(host), "4".repeat(1_000_001)).statusCode())
                .isEqualTo(413);
    }

    /** The packets that polls bring, without pings. */
    private final class Polled {
        private final SampleHost host;
        private final String session;
        private final Queue<String> heard = new ArrayDeque<>();

        Polled(SampleHost host, String session) {
            this.host = host;
            this.session = session;
        }

        String next() throws Exception {
            while (heard.isEmpty()) {
                for (String packet : ask(host, "GET", session, "").body().split("\u001e", -1)) {
                    if (packet.equals("2")) {
                        ask(host, "POST", session, "3");
                    } else {
                        heard.add(packet);
                    }
                }
            }
            return heard.remove();
        }
    }

    private String session(SampleHost host) throws Exception {
        return POLLING + "&sid=" + ask(host, "GET", POLLING, "").body().replaceAll("^.*\"sid\":\"([^\"]+)\".*$", "$1");
    }

    private HttpResponse<String> ask(SampleHost host, String method, String query, String body) throws Exception {
        return http.send(request(host, method, query, body), BodyHandlers.ofString());
    }

    private CompletableFuture<HttpResponse<String>> askLater(SampleHost host, String query) {
        return http.sendAsync(request(host, "GET", query, ""), BodyHandlers.ofString());
    }

    private static HttpRequest request(SampleHost host, String method, String query, String body) {
        BodyPublisher publisher = body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
        URI address = host.io().resolve("/socket.io/?" + query);
        return HttpRequest.newBuilder(address)
                .timeout(Duration.ofSeconds(20))
                .method(method, publisher)
                .build();
    }
}
