package dev.pluginio.transport.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pluginio.testing.SampleLimits;
import dev.pluginio.transport.Pages;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What the port answers besides the protocol. */
class PagesTest {

    private static final int REQUESTS = 30;

    private final HttpClient http = HttpClient.newHttpClient();

    private static Pages page(AtomicInteger asked) {
        return (path, untrusted, authorization) -> path.equals("/page")
                ? Optional.of(() -> {
                    asked.incrementAndGet();
                    return CompletableFuture.completedStage(new Pages.Answer(200, "text/plain", new byte[0]));
                })
                : Optional.empty();
    }

    private int status(RunningTransport io, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + io.port() + path))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    /** Whoever may ask for anything may have the host look up tokens. */
    @Test
    void asksTheHostForNobodyWhoKnocksTooOften() throws Exception {
        var asked = new AtomicInteger();
        try (var io = new RunningTransport(
                RunningTransport.settings(new SampleLimits().handshakes(1).made()))) {
            io.transport.serve(page(asked));
            int answered = 0;
            for (int i = 0; i < REQUESTS; i++) {
                answered += status(io, "/page") == 200 ? 1 : 0;
            }

            assertThat(answered).isPositive().isLessThan(REQUESTS);
            assertThat(asked).hasValue(answered);
            // a slow machine is given one more now and then
            await().untilAsserted(() -> assertThat(status(io, "/page")).isEqualTo(429));
            assertThat(status(io, "/nothing")).isEqualTo(404);
        }
    }

    /** The header with the token makes browsers ask first. */
    @Test
    void answersWhetherAPageOfAnotherOriginMayAskWithoutAskingTheHost() throws Exception {
        var asked = new AtomicInteger();
        try (var io = new RunningTransport();
                var http = new RawHttp(io.port())) {
            io.transport.serve(page(asked));
            String wants = "Access-Control-Request-Method: GET\r\nAccess-Control-Request-Headers: authorization\r\n";
            String allowed = "Origin: http://allowed.example\r\n" + wants;

            RawHttp.Answer yes = http.ask(RawHttp.request("OPTIONS", "/page", allowed, ""));
            assertThat(yes.status()).isEqualTo(204);
            assertThat(yes.headers())
                    .containsEntry("access-control-allow-origin", "http://allowed.example")
                    .containsEntry("access-control-allow-methods", "GET, POST")
                    .containsEntry("access-control-allow-headers", "authorization");
            RawHttp.Answer page = http.ask(RawHttp.request("GET", "/page", "Origin: http://allowed.example\r\n", ""));
            assertThat(page.headers()).containsEntry("access-control-allow-origin", "http://allowed.example");
            RawHttp.Answer no =
                    http.ask(RawHttp.request("OPTIONS", "/page", "Origin: http://other.example\r\n" + wants, ""));
            assertThat(no.status()).isEqualTo(403);
            assertThat(no.headers()).doesNotContainKey("access-control-allow-origin");
            assertThat(http.ask(RawHttp.request("OPTIONS", "/nothing", allowed, ""))
                            .status())
                    .isEqualTo(404);
            assertThat(asked).hasValue(1);
        }
    }
}
