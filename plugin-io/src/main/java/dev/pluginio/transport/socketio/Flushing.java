package dev.pluginio.transport.socketio;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of one event loop that have something to flush. What one of them alone was sent goes first, such as the
 * answer to a client that comes; what many were sent goes in parts, and between two of them the loop looks at what else
 * there is. All that was there when a first part began is one round. Confined to the loop.
 */
final class Flushing {

    private final Consumer<Outlet> flush;
    private final Queue<Outlet> alone = new ArrayDeque<>();
    private final Queue<Outlet> among = new ArrayDeque<>();

    /** How many of {@link #among} the round still has to flush. */
    private int left;

    private Ending ending = new Ending();
    private Ending next = new Ending();

    /** What is done at the end of a round. */
    private static final class Ending {
        private final List<Frame> frames = new ArrayList<>();
        private final List<CompletableFuture<@Nullable Void>> settling = new ArrayList<>();

        boolean isEmpty() {
            return frames.isEmpty() && settling.isEmpty();
        }

        void come() {
            frames.forEach(Frame::forget);
            frames.clear();
            settling.forEach(settled -> settled.complete(null));
            settling.clear();
        }
    }

    /**
     * Nothing to flush.
     *
     * @param flush flushes one; throws nothing
     */
    Flushing(Consumer<Outlet> flush) {
        this.flush = flush;
    }

    /**
     * A session has something to flush; to be told once until it is flushed.
     *
     * @param amongMany whether others were sent the same
     */
    void add(Outlet outlet, boolean amongMany) {
        (amongMany ? among : alone).add(outlet);
    }

    /** Many were sent a frame: its bytes are kept until they all have been flushed. */
    void remember(Frame frame) {
        next.frames.add(frame);
    }

    /** How many frames were sent to many since the round began. */
    int ahead() {
        return next.frames.size();
    }

    /** Completes something when all that were told of before have been flushed. */
    void settle(CompletableFuture<@Nullable Void> settled) {
        next.settling.add(settled);
    }

    boolean isEmpty() {
        return alone.isEmpty() && among.isEmpty() && ending.isEmpty() && next.isEmpty();
    }

    /**
     * Flushes one part.
     *
     * @param most how many of those that were sent what others were sent, too
     */
    void part(int most) {
        for (int waiting = alone.size(); waiting > 0; waiting--) {
            flush.accept(alone.remove());
        }
        if (left == 0) {
            begin();
        }
        for (int flushed = 0; flushed < most && left > 0; flushed++) {
            left--;
            flush.accept(among.remove());
        }
        if (left == 0) {
            ending.come();
        }
    }

    private void begin() {
        left = among.size();
        Ending over = ending;
        ending = next;
        next = over;
    }
}
