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
 * @param source whose word it is
 * @param row where it was written down in the host's transaction; null if it was not
 */
public record Announcement(
        ContentChange change,
        Set<Action> words,
        @Nullable Envelope envelope,
        @Nullable CompletableFuture<Reach> reach,
        Source source,
        Outbox.@Nullable Row row) {

    private static final CompletableFuture<Reach> OVER = CompletableFuture.completedFuture(Reach.NOBODY);

    /** Whose word a change is. */
    public enum Source {
        /** The host made it: the entry is so now. */
        HOST,
        /** The host made it, and nobody is told of it; what is known of the entry changes. */
        UNTOLD,
        /** Somebody asked for it, and says what the entry is like. */
        CALLER
    }

    public Announcement {
        words = Set.copyOf(words);
    }

    /** Tells of a change that was not written down. */
    public Announcement(
            ContentChange change,
            Set<Action> words,
            @Nullable Envelope envelope,
            @Nullable CompletableFuture<Reach> reach,
            Source source) {
        this(change, words, envelope, reach, source, null);
    }

    /** Tells of a change that means one thing. */
    public Announcement(ContentChange change, @Nullable Envelope envelope, @Nullable CompletableFuture<Reach> reach) {
        this(change, Set.of(change.action()), envelope, reach, Source.CALLER);
    }

    /** Tells of a change that the host made. */
    public static Announcement of(ContentChange change) {
        return new Announcement(change, Set.of(change.action()), null, null, Source.HOST);
    }

    /** Tells nobody of a change that the host made. */
    public static Announcement untold(ContentChange change) {
        return new Announcement(change, Set.of(change.action()), null, null, Source.UNTOLD);
    }

    /** The same, written down. */
    public Announcement in(Outbox.@Nullable Row place) {
        return new Announcement(change, words, envelope, reach, source, place);
    }

    /** Whether somebody asked for it, and it is not only what the host did. */
    public boolean isAsked() {
        return reach != null;
    }

    /** The same about as much of the change as may be kept. */
    public Announcement about(ContentChange trimmed) {
        return new Announcement(trimmed, words, envelope, reach, source, row);
    }

    /** Tells whoever waits for what becomes of it that nobody gets it. */
    public void takeBack() {
        if (reach != null) {
            reach.complete(Reach.NOBODY);
        }
    }

    /** The same for later, when nobody waits any more for what becomes of it. */
    public Announcement kept() {
        return reach == null ? this : new Announcement(change, words, envelope, OVER, source, row);
    }
}
