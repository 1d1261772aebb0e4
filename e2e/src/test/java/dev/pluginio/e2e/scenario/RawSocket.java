package dev.pluginio.e2e.scenario;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Speaks to the server as no official client does. */
final class RawSocket implements WebSocket.Listener {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final CountDownLatch admitted = new CountDownLatch(1);

    private RawSocket() {}

    /** Enters the namespace / as nobody in particular, sends one message and goes. */
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
            socket.sendText(message, true).join();
            socket.sendText("3", true).join();
        } catch (CompletionException e) {
            // the server has closed the connection, as it may
        } finally {
            socket.abort();
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
        if (text.toString().startsWith("40")) {
            admitted.countDown();
        }
        socket.request(1);
        return java.util.concurrent.CompletableFuture.completedStage(null);
    }
}
