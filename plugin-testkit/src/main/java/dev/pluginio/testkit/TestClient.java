package dev.pluginio.testkit;

import io.socket.client.Ack;
import io.socket.client.Socket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A Socket.IO client, the official one for Java. For one thread; what it hears is kept until it is expected.
 *
 * @since 0.1
 */
public final class TestClient implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Socket socket;
    private final Runnable barrier;
    private final Deque<Received> heard = new ArrayDeque<>();
    private final CompletableFuture<@Nullable Object> connected = new CompletableFuture<>();
    private @Nullable String disconnected;

    /**
     * Takes a socket that is not connected yet.
     *
     * @param socket the socket
     * @param barrier sends all clients of its namespace something, behind all that was sent before
     */
    TestClient(Socket socket, Runnable barrier) {
        this.socket = socket;
        this.barrier = barrier;
        socket.on(Socket.EVENT_CONNECT, arguments -> connected.complete(null));
        socket.on(Socket.EVENT_CONNECT_ERROR, arguments -> connected.complete(arguments[0]));
        socket.on(Socket.EVENT_DISCONNECT, arguments -> hearEnd(String.valueOf(arguments[0])));
        socket.onAnyIncoming(arguments -> hear(new Received(
                String.valueOf(arguments[0]),
                JsonValues.ofClient(Arrays.copyOfRange(arguments, 1, arguments.length)))));
    }

    private synchronized void hear(Received received) {
        heard.add(received);
        notifyAll();
    }

    private synchronized void hearEnd(String reason) {
        disconnected = reason;
        notifyAll();
    }

    /** Connects; what the server says against it is the answer, null if nothing. */
    @Nullable
    Object connect() {
        socket.connect();
        return await(connected, () -> "the client was neither admitted nor refused");
    }

    /**
     * The id that the server knows it by.
     *
     * @return the id of its socket
     */
    public String id() {
        return socket.id();
    }

    /**
     * Waits for an event, and takes it. Others that came before are kept.
     *
     * @param event its name
     * @return the first one of that name that was not taken yet
     * @throws AssertionError if there is none within twenty seconds
     */
    public synchronized Received expect(String event) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            for (Received received : heard) {
                if (received.event().equals(event)) {
                    heard.remove(received);
                    return received;
                }
            }
            if (!waitUntil(deadline)) {
                throw new AssertionError("'" + event + "' was not heard" + insteadHeard());
            }
        }
    }

    /**
     * Makes sure that an event did not come: waits for something that is sent to all clients of its namespace now, behind
     * everything that was committed or sent before.
     *
     * @param event its name
     * @throws AssertionError if it was heard, and not taken by {@link #expect}
     */
    public void expectNothing(String event) {
        barrier.run();
        expect(PluginIoExtension.BARRIER);
        synchronized (this) {
            for (Received received : heard) {
                if (received.event().equals(event)) {
                    throw new AssertionError("'" + event + "' was heard: " + received.arguments());
                }
            }
        }
    }

    /**
     * Waits for the end of its stay.
     *
     * @return why, such as {@code io server disconnect}
     * @throws AssertionError if it is still connected after twenty seconds
     */
    public synchronized String expectDisconnect() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (disconnected == null) {
            if (!waitUntil(deadline)) {
                throw new AssertionError("the client is still connected");
            }
        }
        return disconnected;
    }

    private boolean waitUntil(long deadline) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
            return false;
        }
        try {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private String insteadHeard() {
        return heard.isEmpty()
                ? ""
                : "; what was: " + heard.stream().map(Received::event).toList();
    }

    /**
     * Sends an event.
     *
     * @param event its name
     * @param arguments null, booleans, numbers, texts, {@code byte[]}, maps and collections of such
     */
    public void emit(String event, @Nullable Object... arguments) {
        socket.emit(event, JsonValues.forClient(arguments));
    }

    /**
     * Sends an event and waits for the answer.
     *
     * @param event its name
     * @param arguments null, booleans, numbers, texts, {@code byte[]}, maps and collections of such
     * @return the answer, as an event of the same name
     * @throws AssertionError if there is none within twenty seconds
     */
    public Received ask(String event, @Nullable Object... arguments) {
        CompletableFuture<Received> answer = new CompletableFuture<>();
        Ack callback = values -> answer.complete(new Received(event, JsonValues.ofClient(values)));
        socket.emit(event, JsonValues.forClient(arguments), callback);
        return await(answer, () -> "'" + event + "' was not answered");
    }

    private static <T extends @Nullable Object> T await(CompletableFuture<T> future, Supplier<String> otherwise) {
        try {
            return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new AssertionError(otherwise.get() + " within " + PATIENCE.toSeconds() + " seconds", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Leaves. */
    @Override
    public void close() {
        socket.disconnect();
    }
}
