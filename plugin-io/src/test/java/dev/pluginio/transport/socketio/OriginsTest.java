package dev.pluginio.transport.socketio;

import static dev.pluginio.transport.socketio.RawHttp.POLLING;
import static dev.pluginio.transport.socketio.RawHttp.request;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Which pages may bring cookies of a proxy or balancer along. Guards against what netty-socketio does: it reflects any
 * origin with credentials.
 */
class OriginsTest {

    private static final String LISTED = "http://allowed.example";

    @ParameterizedTest
    @CsvSource({
        "http://allowed.example, true, http://allowed.example, true",
        "http://allowed.example, false, http://allowed.example, false",
        "http://other.example, true, http://allowed.example, false",
        "*, true, http://allowed.example, false",
    })
    void letsOnlyPagesOfListedOriginsSendCredentialsAndOnlyIfSoConfigured(
            String configured, boolean credentials, String origin, boolean expected) throws Exception {
        var settings = RunningTransport.settings().withCors(Set.of(configured), credentials);
        try (var io = new RunningTransport(settings);
                var http = new RawHttp(io.port())) {
            String headers = "Origin: " + origin + "\r\nAccess-Control-Request-Method: POST\r\n";

            for (String method : new String[] {"OPTIONS", "GET"}) {
                RawHttp.Answer answer = http.ask(request(method, POLLING, headers, ""));
                assertThat(answer.headers().get("access-control-allow-credentials"))
                        .as(method)
                        .isEqualTo(expected ? "true" : null);
            }
        }
    }

    /** It stands beside the origin it is for, or not at all: caches keep them apart. */
    @Test
    void namesTheOriginThatMay() throws Exception {
        var settings = RunningTransport.settings().withCors(Set.of(LISTED, "http://second.example"), true);
        try (var io = new RunningTransport(settings);
                var http = new RawHttp(io.port())) {
            assertThat(http.ask(request("GET", POLLING, "Origin: " + LISTED + "\r\n", ""))
                            .headers())
                    .containsEntry("access-control-allow-origin", LISTED)
                    .containsEntry("vary", "origin");
            assertThat(http.ask(request("GET", POLLING, "", "")).headers().keySet())
                    .noneMatch(name -> name.startsWith("access-control"));
        }
    }
}
