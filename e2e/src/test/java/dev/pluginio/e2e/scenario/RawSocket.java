package dev.pluginio.e2e.scenario;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Speaks to the server as no official client does. */
final class RawSocket implements WebSocket.Listener {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static final String QUESTION = "420[\"probe:who\"]";
    private static final String ANSWER = "430";

    private final CountDownLatch admitted = new CountDownLatch(1);
    private final CountDownLatch settled = new CountDownLatch(1);

    private RawSocket() {}

    /**
     * Enters the namespace / as nobody in particular and sends one message; goes when the server has read it: when it
     * has answered a question that follows, or has closed the connection.
     */
    static void send(URI server, String message) throws InterruptedException {
        RawSocket listener = new RawSocket();
        URI address = URI.create("ws://" + server.getAuthority() + "/socket.io/?EIO=4&transport=websocket");
        WebSocket socket =
                HTTP.newWebSocketBuilder().buildAsync(address, listener).join();
        try {
            socket.sendText("40", true).join();
            if (!listener.admitted.await(20, TimeUnit.SECONDS)) {
                throw new AssertionError("the server did not answer a CONNECT packet");
            }
            sendUnlessClosed(socket, message);
            if (!listener.settled.await(20, TimeUnit.SECONDS)) {
                throw new AssertionError("the server neither closes the connection nor answers after "
                        + message.substring(0, Math.min(40, message.length())));
            }
        } finally {
            socket.abort();
        }
    }

    private static void sendUnlessClosed(WebSocket socket, String message) {
        try {
            socket.sendText(message, true).join();
            socket.sendText(QUESTION, true).join();
        } catch (CompletionException e) {
            // the server has closed the connection, as it may
        }
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int statusCode, String reason) {
        settled.countDown();
        return CompletableFuture.completedStage(null);
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        settled.countDown();
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
        if (text.toString().startsWith("40")) {
            admitted.countDown();
        }
        if (text.toString().startsWith(ANSWER)) {
            settled.countDown();
        }
        socket.request(1);
        return CompletableFuture.completedStage(null);
    }
}
