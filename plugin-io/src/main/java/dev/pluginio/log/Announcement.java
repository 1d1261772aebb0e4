package dev.pluginio.log;

import dev.pluginio.api.content.Action;
import dev.pluginio.api.event.ContentChange;
import dev.pluginio.api.realtime.Envelope;
import dev.pluginio.api.realtime.Reach;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A change to be told of.
 *
 * @param change what happened
 * @param words the actions by which the same change of the entry is told, each by an announcement of its own: that of
 *     this one, and others if it means more than one thing, as the update that publishes does
 * @param envelope the form to send it in; null for the configured one
 * @param reach completed when it was handed to the transport, or taken back; null if nobody asks
 */
public record Announcement(
        ContentChange change,
        Set<Action> words,
        @Nullable Envelope envelope,
        @Nullable CompletableFuture<Reach> reach) {

    public Announcement {
        words = Set.copyOf(words);
    }

    /** Tells of a change that means one thing. */
    public Announcement(ContentChange change, @Nullable Envelope envelope, @Nullable CompletableFuture<Reach> reach) {
        this(change, Set.of(change.action()), envelope, reach);
    }

    /** Tells of a change that the host made. */
    public static Announcement of(ContentChange change) {
        return new Announcement(change, null, null);
    }

    /** Whether somebody asked for it, and it is not only what the host did. */
    public boolean isAsked() {
        return reach != null;
    }
}
