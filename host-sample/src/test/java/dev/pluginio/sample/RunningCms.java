package dev.pluginio.sample;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pluginio.sample.store.DatabaseSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A CMS on free ports, and a client of it. */
final class RunningCms implements AutoCloseable {

    static final String PASSWORD = "correct horse battery";

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final SampleCms cms;

    private RunningCms(SampleCms cms) {
        this.cms = cms;
    }

    /** What came back. */
    record Answer(int status, JsonNode body) {
        JsonNode data() {
            return body.path("data");
        }

        String message() {
            return body.at("/error/message").asText();
        }
    }

    static RunningCms in(Path folder) {
        return with(settings(folder, DatabaseSettings.file(folder)));
    }

    static RunningCms with(Settings settings) {
        return new RunningCms(SampleCms.start(settings));
    }

    static RunningCms in(Path folder, Clock clock) {
        return new RunningCms(SampleCms.start(settings(folder, DatabaseSettings.file(folder)), clock));
    }

    static Settings settings(Path folder, DatabaseSettings database) {
        return new Settings(
                "127.0.0.1",
                0,
                1338,
                folder,
                folder.resolve("plugins"),
                folder.resolve("plugins.yml"),
                database,
                Optional.of(PASSWORD));
    }

    /** Somebody who asks: with a token, or without. */
    final class Client {

        private final @Nullable String token;

        private Client(@Nullable String token) {
            this.token = token;
        }

        Answer get(String path) {
            return send("GET", path, null);
        }

        Answer post(String path, Object data) {
            return send("POST", path, Map.of("data", data));
        }

        Answer put(String path, Object data) {
            return send("PUT", path, Map.of("data", data));
        }

        Answer delete(String path) {
            return send("DELETE", path, null);
        }

        String create(String path, Object data) {
            Answer answer = post(path, data);
            if (answer.status() != 201) {
                throw new AssertionError("expected 201, got " + answer);
            }
            return answer.data()
                    .path("documentId")
                    .asText(answer.data().path("id").asText());
        }

        Answer send(String method, String path, @Nullable Object body) {
            try {
                HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(cms.url()
                                + path.replace("[", "%5B").replace("]", "%5D").replace(" ", "%20")))
                        .method(
                                method,
                                body == null
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(
                                                body instanceof String text ? text : MAPPER.writeValueAsString(body)));
                if (token != null) {
                    request.header("Authorization", "Bearer " + token);
                }
                HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
                return new Answer(response.statusCode(), MAPPER.readTree(response.body()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    Client anybody() {
        return new Client(null);
    }

    Client withToken(String token) {
        return new Client(token);
    }

    Client as(String user) {
        Answer answer = logIn(user + "@example.com", PASSWORD);
        if (answer.status() != 200) {
            throw new AssertionError("cannot log in: " + answer);
        }
        return new Client(answer.body().path("jwt").asText());
    }

    Answer logIn(String identifier, String password) {
        return anybody().send("POST", "/api/auth/local", Map.of("identifier", identifier, "password", password));
    }

    HttpResponse<String> page(String path) throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(URI.create(cms.url() + path)).build(), BodyHandlers.ofString());
    }

    @Override
    public void close() {
        cms.close();
    }
}
