package dev.pluginio.e2e.driver;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A socket of one of the official clients, and all that it heard. */
public final class ClientSocket implements AutoCloseable {

    /** Long enough for a busy machine; a test that passes never waits so long. */
    public static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<Frame> frames = new ArrayList<>();
    private final List<String> raw = new ArrayList<>();
    private final Hands hands;
    private final Set<String> carriers = new LinkedHashSet<>();
    private @Nullable String sid;
    private String pid = "";
    private boolean recovered;
    private int connections;
    private @Nullable Refusal refusal;
    private @Nullable String disconnected;
    private boolean closed;

    ClientSocket(Hands hands) {
        this.hands = hands;
    }

    /** What a driver can do with its socket. */
    interface Hands {
        void close();

        /** Ends the connection without a word of Socket.IO; the client connects again, if it does that at all. */
        default void drop() {
            throw new UnsupportedOperationException("this client cannot lose its connection by itself");
        }

        void send(String event, List<JsonNode> arguments, @Nullable Answer answer);
    }

    /** Gets an acknowledgement. */
    @FunctionalInterface
    public interface Answer {
        void arrived(List<JsonNode> arguments);
    }

    /** Waits until the server admitted it. */
    public synchronized ClientSocket connected() {
        await("to be connected", () -> sid != null || refusal != null);
        if (refusal != null) {
            throw new AssertionError("the socket was refused: " + refusal);
        }
        return this;
    }

    /** Waits until it has connected by itself again, and gives its new id. */
    public synchronized String connectedAgain(String before) {
        await("to connect again", () -> sid != null && !sid.equals(before));
        return java.util.Objects.requireNonNull(sid);
    }

    /** Waits until it has connected so often, and tells whether it was recovered the last time. */
    public synchronized boolean recovered(int times) {
        await("to be connected " + times + " times", () -> connections >= times || isRefusedByServer());
        if (connections < times) {
            throw new AssertionError("the socket was refused: " + refusal);
        }
        return recovered;
    }

    /** How often it has connected. */
    public synchronized int connections() {
        return connections;
    }

    /** By what it would come back now; empty for nothing. */
    public synchronized String pid() {
        return pid;
    }

    /** Has it lose its connection; it connects again by itself, if it does that at all. */
    public void drop() {
        hands.drop();
    }

    /** Waits until an answer to what is asked came by this transport; asks again until it did. */
    public void awaitCarrier(String transport, Runnable question) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!carriers().contains(transport)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("nothing came by " + transport + " but by " + carriers());
            }
            int before = frames().size();
            question.run();
            awaitFrames(before + 1);
        }
    }

    /** The transports by which packets came so far. */
    public synchronized Set<String> carriers() {
        return Set.copyOf(carriers);
    }

    /** Waits until the server refused it. */
    public synchronized Refusal refused() {
        await("to be refused", () -> refusal != null);
        return java.util.Objects.requireNonNull(refusal);
    }

    /** Waits until the server refused it, however often it did not even reach it, and gives the code. */
    public synchronized String refusedFor() {
        await("to be refused by the server", this::isRefusedByServer);
        return java.util.Objects.requireNonNull(refusal).code();
    }

    private boolean isRefusedByServer() {
        return refusal != null && !refusal.code().isEmpty();
    }

    /** Waits until its connection is closed. */
    public synchronized void closed() {
        await("to be closed", () -> closed);
    }

    /** Waits until it was told to go. */
    public synchronized String disconnected() {
        await("to be disconnected", () -> disconnected != null);
        return java.util.Objects.requireNonNull(disconnected);
    }

    /** Waits until a frame like this is there. */
    public synchronized void awaitFrame(Predicate<Frame> wanted) {
        await("to hear it", () -> frames.stream().anyMatch(wanted));
    }

    /** Takes what it has heard. */
    public synchronized List<Frame> take() {
        List<Frame> heard = List.copyOf(frames);
        frames.clear();
        return heard;
    }

    public synchronized boolean isConnected() {
        return sid != null && disconnected == null;
    }

    public synchronized Optional<String> sid() {
        return Optional.ofNullable(sid);
    }

    /** The frames so far, less those that {@link #until} gave. */
    public synchronized List<Frame> frames() {
        return List.copyOf(frames);
    }

    /** All packets so far as they came over the wire, if they were to be kept. */
    public synchronized List<String> raw() {
        return List.copyOf(raw);
    }

    /** Waits until a frame of this name is there, and gives the first. */
    public synchronized Frame first(String event) {
        await(
                "to hear " + event,
                () -> frames.stream().anyMatch(frame -> frame.event().equals(event)));
        return frames.stream()
                .filter(frame -> frame.event().equals(event))
                .findFirst()
                .orElseThrow();
    }

    /** Waits until it has heard so many frames. */
    public synchronized void awaitFrames(int number) {
        await("to hear " + number + " frames", () -> frames.size() >= number);
    }

    /** Waits for the sentinel, and takes what was heard between the one before it and this one. */
    public synchronized List<Frame> until(String sentinel) {
        int[] end = {-1};
        await("to hear " + sentinel, () -> (end[0] = find(sentinel)) >= 0);
        List<Frame> heard = List.copyOf(frames.subList(0, end[0]));
        frames.subList(0, end[0] + 1).clear();
        return heard;
    }

    private int find(String sentinel) {
        for (int i = 0; i < frames.size(); i++) {
            if (Sentinel.is(frames.get(i), sentinel)) {
                return i;
            }
        }
        return -1;
    }

    public void send(String event, List<JsonNode> arguments) {
        hands.send(event, arguments, null);
    }

    public void ask(String event, List<JsonNode> arguments, Answer answer) {
        hands.send(event, arguments, answer);
    }

    /** Asks and waits for the answer. */
    public List<JsonNode> ask(String event, List<JsonNode> arguments) {
        CompletableFuture<List<JsonNode>> answer = new CompletableFuture<>();
        hands.send(event, arguments, answer::complete);
        return answer.orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).join();
    }

    @Override
    public void close() {
        hands.close();
    }

    synchronized void heard(Frame frame) {
        frames.add(frame);
        notifyAll();
    }

    synchronized void heardBy(String transport) {
        carriers.add(transport);
        notifyAll();
    }

    synchronized void heardRaw(String packet) {
        raw.add(packet);
    }

    synchronized void wasConnected(String id) {
        wasConnected(id, false, "");
    }

    synchronized void wasConnected(String id, boolean isRecovered, String newPid) {
        sid = id;
        recovered = isRecovered;
        pid = newPid;
        connections++;
        notifyAll();
    }

    synchronized void wasRefused(Refusal why) {
        refusal = why;
        notifyAll();
    }

    synchronized void wasDisconnected(String reason) {
        disconnected = reason;
        notifyAll();
    }

    synchronized void wasClosed() {
        closed = true;
        notifyAll();
    }

    private void await(String what, Supplier<Boolean> condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (!condition.get()) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    throw new AssertionError("waited in vain for the socket " + what + "; " + this);
                }
                wait(left / 1_000_000 + 1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public synchronized String toString() {
        return "socket " + sid + ", refusal " + refusal + ", disconnected " + disconnected + ", closed " + closed
                + ", last frames " + frames.subList(Math.max(0, frames.size() - 5), frames.size());
    }
}
