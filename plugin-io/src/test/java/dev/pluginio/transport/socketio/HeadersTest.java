package dev.pluginio.transport.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What filters of other plugins see of a request. */
class HeadersTest {

    @Test
    void showsNoCredentials() {
        DefaultHttpHeaders headers = new DefaultHttpHeaders();
        headers.add("Authorization", "Bearer x")
                .add("Cookie", "sid=x")
                .add("X-Api-Key", "x")
                .add("Proxy-Authorization", "x");
        headers.add("X-Access-Token", "x")
                .add("User-Agent", "robot")
                .add("X-Country", "CH")
                .add("x-country", "IT");

        assertThat(Headers.withoutSecrets(headers))
                .isEqualTo(Map.of("user-agent", List.of("robot"), "x-country", List.of("CH", "IT")));
    }
}
