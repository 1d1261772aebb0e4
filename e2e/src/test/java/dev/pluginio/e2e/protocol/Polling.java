package dev.pluginio.e2e.protocol;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/** An Engine.IO session by HTTP polling, written by hand. It answers pings by itself and does not show them. */
final class Polling {

    private static final String SEPARATOR = "\u001e";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Queue<String> heard = new ArrayDeque<>();
    private final URI address;

    private Polling(URI server) {
        URI endpoint = server.resolve("/socket.io/?EIO=4&transport=polling");
        String open = ask(HttpRequest.newBuilder(endpoint).GET());
        String sid = open.replaceAll("^0\\{.*\"sid\":\"([^\"]+)\".*$", "$1");
        this.address = URI.create(endpoint + "&sid=" + sid);
    }

    static Polling open(URI server) {
        return new Polling(server);
    }

    /** Sends packets in one request. */
    void send(String... packets) {
        String answer =
                ask(HttpRequest.newBuilder(address).POST(BodyPublishers.ofString(String.join(SEPARATOR, packets))));
        if (!answer.equals("ok")) {
            throw new AssertionError("the request was answered by " + answer);
        }
    }

    /** The next packet. */
    String next() {
        while (heard.isEmpty()) {
            for (String packet :
                    List.of(ask(HttpRequest.newBuilder(address).GET()).split(SEPARATOR, -1))) {
                if (packet.equals("2")) {
                    send("3");
                } else {
                    heard.add(packet);
                }
            }
        }
        return heard.remove();
    }

    private String ask(HttpRequest.Builder request) {
        try {
            return http.send(request.timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
