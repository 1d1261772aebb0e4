package dev.pluginio.transport.socketio;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Speaks to the transport by hand. */
final class RawClient {

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final int port;

    RawClient(int port) {
        this.port = port;
    }

    HttpResponse<String> send(String method, String query, String body, String... headers)
            throws IOException, InterruptedException {
        return http.send(request(method, query, body, headers), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> get(String query, String... headers) throws IOException, InterruptedException {
        return send("GET", query, "", headers);
    }

    /** Asks and does not wait for the answer. */
    CompletableFuture<HttpResponse<String>> getLater(String query) {
        return http.sendAsync(request("GET", query, ""), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest request(String method, String query, String body, String... headers) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/socket.io/?" + query))
                .timeout(Duration.ofSeconds(RunningTransport.WAIT_SECONDS))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return request.build();
    }

    /** Opens a polling session and gives the parameters of its further requests. */
    String session() throws IOException, InterruptedException {
        String open = get("EIO=4&transport=polling").body();
        String sid = open.replaceAll(".*\"sid\":\"([^\"]+)\".*", "$1");
        return "EIO=4&transport=polling&sid=" + sid;
    }

    Connection connect(String query) {
        var connection = new Connection();
        connection.socket = http.newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + port + "/socket.io/?" + query), connection)
                .orTimeout(RunningTransport.WAIT_SECONDS, TimeUnit.SECONDS)
                .join();
        return connection;
    }

    /** A WebSocket session that has not asked to enter anything yet. */
    Connection open() throws InterruptedException {
        Connection connection = connect("EIO=4&transport=websocket");
        connection.next();
        return connection;
    }

    /** A WebSocket session in the root namespace. */
    Connection enter() throws InterruptedException {
        Connection connection = open();
        connection.send("40");
        connection.next();
        return connection;
    }

    /** A WebSocket that keeps what it hears. */
    static final class Connection implements WebSocket.Listener {
        final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        final CompletableFuture<Void> closed = new CompletableFuture<>();
        private final StringBuilder text = new StringBuilder();
        private @Nullable WebSocket socket;

        void send(String message) {
            java.util.Objects.requireNonNull(socket).sendText(message, true).join();
        }

        void send(byte... message) {
            java.util.Objects.requireNonNull(socket)
                    .sendBinary(ByteBuffer.wrap(message), true)
                    .join();
        }

        void close() {
            java.util.Objects.requireNonNull(socket).abort();
        }

        String next() throws InterruptedException {
            return RunningTransport.next(heard);
        }

        /** Waits until the other side has closed it. */
        void awaitClosed() {
            closed.orTimeout(RunningTransport.WAIT_SECONDS, TimeUnit.SECONDS).join();
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                heard.add(text.toString());
                text.setLength(0);
            }
            webSocket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
            closed.complete(null);
            return null;
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            closed.complete(null);
        }
    }
}
