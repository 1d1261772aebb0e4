package dev.pluginio.log;

import dev.pluginio.api.event.ContentChange;
import dev.pluginio.api.realtime.Envelope;
import dev.pluginio.api.realtime.Reach;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A change to be told of.
 *
 * @param change what happened
 * @param envelope the form to send it in; null for the configured one
 * @param reach completed when it was handed to the transport, or taken back; null if nobody asks
 */
public record Announcement(
        ContentChange change,
        @Nullable Envelope envelope,
        @Nullable CompletableFuture<Reach> reach) {

    /** Whether somebody asked for it, and it is not only what the host did. */
    public boolean isAsked() {
        return reach != null;
    }

    /** Tells of a change that the host made. */
    public static Announcement of(ContentChange change) {
        return new Announcement(change, null, null);
    }
}
