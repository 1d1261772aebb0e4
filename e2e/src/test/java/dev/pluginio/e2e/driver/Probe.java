package dev.pluginio.e2e.driver;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A plugin beside plugin-io, in the host's process, that calls the realtime service. */
public final class Probe {

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI address;

    Probe(int port) {
        this.address = URI.create("http://127.0.0.1:" + port);
    }

    /** Sends a sentinel to every client after all that was committed before. */
    public String sentinel() {
        String sentinel = Sentinel.next();
        raw(Map.of("event", Sentinel.EVENT, "data", sentinel, "envelope", "DATA"));
        return sentinel;
    }

    /** Calls {@code IoService.raw}; keys {@code event}, {@code data}, {@code envelope}, {@code unfiltered}, {@code room}. */
    public Reached raw(Map<String, ?> request) {
        return send("/raw", request).reached();
    }

    /** Calls {@code IoService.emit}. */
    public Reached emit(String action, String uid, Object data) {
        return emit(action, uid, data, null);
    }

    /** Calls {@code IoService.emit} with an envelope of its own. */
    public Reached emit(String action, String uid, Object data, @Nullable String envelope) {
        return tryEmit(action, uid, data, envelope).reached();
    }

    /** Calls {@code IoService.emit}, which may refuse. */
    public Outcome tryEmit(String action, String uid, Object data, @Nullable String envelope) {
        Map<String, @Nullable Object> request = new HashMap<>();
        request.put("action", action);
        request.put("uid", uid);
        request.put("data", data);
        request.put("envelope", envelope);
        return send("/emit", request);
    }

    /** Calls the method of {@code IoService} that the key {@code method} names; the others are its parameters. */
    public Outcome call(Map<String, ?> request) {
        return send("/call", request);
    }

    private Outcome send(String path, Map<String, ?> request) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
                out.writeObject(new HashMap<>(request));
            }
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(address.resolve(path))
                            .timeout(Duration.ofSeconds(30))
                            .POST(BodyPublishers.ofByteArray(bytes.toByteArray()))
                            .build(),
                    BodyHandlers.ofString());
            return new Outcome(response.statusCode(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /**
     * What the service did.
     *
     * @param status 200, or 500 if it threw or its stage failed
     * @param text two numbers, or the exception
     */
    public record Outcome(int status, String text) {
        Reached reached() {
            if (status != 200) {
                throw new AssertionError("the service threw " + text);
            }
            int blank = text.indexOf(' ');
            return new Reached(Integer.parseInt(text.substring(0, blank)), Integer.parseInt(text.substring(blank + 1)));
        }
    }

    /**
     * How far something was sent.
     *
     * @param audiences how many groups got bytes of their own
     * @param sockets how many clients it was handed to
     */
    public record Reached(int audiences, int sockets) {}
}
