package dev.pluginio.transport.socketio;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** What waits for one client until its carrier can take it. Confined to the session's event loop. */
final class Outbox {

    private final long most;
    private final Queue<Frame> frames = new ArrayDeque<>();
    private long bytes;

    /**
     * An empty one.
     *
     * @param most how many bytes may wait while the carrier takes none
     */
    Outbox(long most) {
        this.most = most;
    }

    boolean isEmpty() {
        return frames.isEmpty();
    }

    /** Whether more waits than may. */
    boolean isOverfull() {
        return bytes > most;
    }

    void add(Frame frame) {
        frames.add(frame);
        bytes += frame.size();
    }

    /** Takes out what has waited longest. */
    @Nullable
    Frame next() {
        Frame frame = frames.poll();
        if (frame != null) {
            bytes -= frame.size();
        }
        return frame;
    }

    void clear() {
        frames.clear();
        bytes = 0;
    }

    /** Drops what waits for the client of a namespace; what belongs to other namespaces or to the protocol stays. */
    void withhold(Space space) {
        frames.removeIf(frame -> {
            boolean withheld = frame.isFor(space);
            if (withheld) {
                bytes -= frame.size();
            }
            return withheld;
        });
    }
}
