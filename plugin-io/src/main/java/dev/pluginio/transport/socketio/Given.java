package dev.pluginio.transport.socketio;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/**
 * What a session's carrier was given and has perhaps not been able to pass on: the connection does not take it. Empty for
 * nearly all of them nearly always. Confined to the session's event loop.
 */
final class Given {

    private final Queue<Frame> frames = new ArrayDeque<>();

    /** These were given together, after all others. */
    void add(List<Frame> batch) {
        frames.addAll(batch);
    }

    /** So many of those that have been here longest are gone. */
    void left(int number) {
        for (int i = 0; i < number; i++) {
            frames.poll();
        }
    }

    boolean isEmpty() {
        return frames.isEmpty();
    }

    /** Whether anything is among them that the session's client must not get any more. */
    boolean holdsForbidden(Conversation conversation) {
        return frames.stream().anyMatch(frame -> !conversation.permits(frame));
    }
}
