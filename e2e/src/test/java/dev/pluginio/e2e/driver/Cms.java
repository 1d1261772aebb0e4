package dev.pluginio.e2e.driver;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The sample host's REST interface, as somebody. Safe for many threads. */
public final class Cms {

    static {
        // less than a server keeps an idle connection, or a request may be sent on one that is being closed
        System.setProperty("jdk.httpclient.keepalive.timeout", "5");
    }

    private final HttpClient http;
    private final URI address;
    private final @Nullable String bearer;

    private Cms(HttpClient http, URI address, @Nullable String bearer) {
        this.http = http;
        this.address = address;
        this.bearer = bearer;
    }

    public static Cms at(URI address) {
        return new Cms(
                HttpClient.newBuilder()
                        .connectTimeout(Duration.ofSeconds(30))
                        .version(HttpClient.Version.HTTP_1_1)
                        .build(),
                address,
                null);
    }

    /** The same host as somebody else, who shows this token. */
    public Cms as(String token) {
        return new Cms(http, address, token);
    }

    /** The same host as nobody in particular. */
    public Cms anonymous() {
        return new Cms(http, address, null);
    }

    /** The token that is shown. */
    public String bearer() {
        return java.util.Objects.requireNonNull(bearer, "nobody is logged in");
    }

    /** The same host as a user who logs in. */
    public Cms login(String identifier, String password) {
        Answer answer = anonymous().post("/api/auth/local", Map.of("identifier", identifier, "password", password));
        return as(answer.ok().path("jwt").asText());
    }

    public Answer get(String path) {
        return send("GET", path, null);
    }

    public Answer post(String path, @Nullable Object body) {
        return send("POST", path, body);
    }

    public Answer put(String path, @Nullable Object body) {
        return send("PUT", path, body);
    }

    public Answer delete(String path) {
        return send("DELETE", path, null);
    }

    private Answer send(String method, String path, @Nullable Object body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve(path))
                .timeout(Duration.ofSeconds(30))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(Json.write(body)));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (bearer != null) {
            request.header("Authorization", "Bearer " + bearer);
        }
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            return new Answer(method + " " + path, response.statusCode(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /**
     * What the host answered.
     *
     * @param request what was asked
     * @param status the HTTP status
     * @param body the text
     */
    public record Answer(String request, int status, String body) {

        /** The answer to a request that succeeded. */
        public JsonNode ok() {
            if (status / 100 != 2) {
                throw new AssertionError(request + " was answered with " + status + ": " + body);
            }
            return body.isBlank() ? Json.object() : Json.parse(body);
        }

        /** What stands under {@code data} in the answer to a request that succeeded. */
        public JsonNode data() {
            return ok().path("data");
        }

        public boolean isOk() {
            return status / 100 == 2;
        }
    }
}
