package dev.pluginio.command;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Gets a document from a running plugin. */
final class Download {

    private static final Duration TO_CONNECT = Duration.ofSeconds(5);
    private static final Duration TO_ANSWER = Duration.ofSeconds(30);

    private Download() {}

    /** The document as it was sent. */
    static byte[] of(Order order) throws Failure {
        HttpResponse<byte[]> response = response(order);
        if (response.statusCode() == 200) {
            return response.body();
        }
        throw refused(order, response.statusCode());
    }

    private static HttpResponse<byte[]> response(Order order) throws Failure {
        String query = order.role() == null ? "" : "?role=" + URLEncoder.encode(order.role(), StandardCharsets.UTF_8);
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(TO_CONNECT)
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER) // which would show the token to somebody else
                .build();
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(order.plugin() + order.path() + query))
                    .timeout(TO_ANSWER)
                    .header("Authorization", "Bearer " + order.token())
                    .build();
            return client.send(request, BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new Failure(
                    Failure.NO_ANSWER,
                    "no answer from " + order.plugin() + " (" + e + "); does the plugin run, and is this its port?");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(Failure.OTHER, "interrupted");
        }
    }

    private static Failure refused(Order order, int status) {
        return switch (status) {
            case 401 ->
                new Failure(
                        Failure.NOT_PERMITTED,
                        "401: the token is not valid here; give an API token or a JWT that is, and has not expired");
            case 403 ->
                new Failure(
                        Failure.NOT_PERMITTED,
                        "403: there is no role or API token '" + order.role() + "', or this token gets only the"
                                + " document of its own; 'io.config.documents.readers' says who gets those of others");
            case 404 ->
                new Failure(
                        Failure.NOT_THERE,
                        "404: nothing is at " + order.plugin() + order.path() + "; 'io.config.documents.enabled' must"
                                + " be true, and the URL must be of the plugin's port, not of the host's");
            default ->
                new Failure(
                        Failure.OTHER,
                        order.plugin() + " answered with status " + status + "; the host's log may say why");
        };
    }
}
