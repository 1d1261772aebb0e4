package dev.pluginio.bench;

import io.socket.client.IO;
import io.socket.client.Socket;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.json.JSONException;
import org.json.JSONObject;

/** A Socket.IO client on a WebSocket, logged in with a role, that notes when it hears of each write. */
final class Listener implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 20;

    private final String role;
    private final long[] heardAt;
    private final AtomicInteger missing;
    private final AtomicInteger twice = new AtomicInteger();
    private final CountDownLatch complete = new CountDownLatch(1);
    private final Socket socket;

    /**
     * Connects.
     *
     * @param server where
     * @param role who; the host takes a role's name for its token
     * @param writes how many writes there will be, numbered from 0
     */
    Listener(InetSocketAddress server, String role, int writes) {
        this.role = role;
        this.heardAt = new long[writes];
        this.missing = new AtomicInteger(writes);
        IO.Options options = IO.Options.builder()
                .setForceNew(true)
                .setReconnection(false)
                .setTransports(new String[] {"websocket"})
                .setAuth(Map.of("strategy", "jwt", "token", role))
                .build();
        socket = IO.socket(URI.create("http://" + server.getHostString() + ":" + server.getPort()), options);
        CountDownLatch connected = new CountDownLatch(1);
        socket.on(Socket.EVENT_CONNECT, arguments -> connected.countDown());
        socket.on(Socket.EVENT_CONNECT_ERROR, arguments -> System.err.println(Arrays.toString(arguments)));
        socket.on("article:create", this::heard);
        socket.on("article:update", this::heard);
        socket.connect();
        await(connected, "the client of role " + role + " is not let in");
    }

    private void heard(Object... arguments) {
        long now = System.nanoTime();
        try {
            int write = ((JSONObject) arguments[0]).getJSONObject("data").getInt("views");
            if (heardAt[write] != 0) {
                twice.incrementAndGet();
                return;
            }
            heardAt[write] = now;
            if (missing.decrementAndGet() == 0) {
                complete.countDown();
            }
        } catch (JSONException e) {
            throw new IllegalStateException("not an event of the plugin", e);
        }
    }

    String role() {
        return role;
    }

    /** When each write was heard of so far; 0 where it was not. */
    long[] heardSoFar() {
        return heardAt;
    }

    /**
     * Waits until everything was heard.
     *
     * @return when each write was heard of, by {@link System#nanoTime()}
     * @throws IllegalStateException if something is missing, or came twice
     */
    long[] heardAt() {
        await(complete, "role " + role + " did not hear of every write");
        if (twice.get() > 0) {
            throw new IllegalStateException("role " + role + " heard " + twice + " events twice");
        }
        return heardAt;
    }

    private static void await(CountDownLatch latch, String otherwise) {
        try {
            if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException(otherwise);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(otherwise, e);
        }
    }

    @Override
    public void close() {
        socket.disconnect();
    }
}
