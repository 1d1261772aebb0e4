package dev.pluginio.transport.socketio;

import dev.pluginio.transport.Clearance;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * What a session's carrier was given and has perhaps not been able to pass on: the connection does not take it. Only for
 * whom it was is kept; the bytes are with the carrier. Empty for nearly all of them nearly always. Confined to the
 * session's event loop.
 */
final class Given {

    private final Queue<List<Claim>> batches = new ArrayDeque<>();

    /** What a client needs to get something. */
    private record Claim(Space space, @Nullable Clearance clearance) {}

    /** These were given together, after all others. */
    void add(List<Frame> batch) {
        List<Claim> claims = new ArrayList<>();
        for (Frame frame : batch) {
            Space space = frame.space();
            if (space != null) {
                claims.add(new Claim(space, frame.clearance()));
            }
        }
        batches.add(claims);
    }

    /** Those that were given together and have been here longest are gone. */
    void left() {
        batches.poll();
    }

    boolean isEmpty() {
        return batches.isEmpty();
    }

    /** Whether anything is among them that the session's client must not get any more. */
    boolean holdsForbidden(Conversation conversation) {
        return batches.stream()
                .flatMap(List::stream)
                .anyMatch(claim -> !conversation.permits(claim.space, claim.clearance));
    }
}
