package dev.pluginio.api.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A change that was committed, with its place in the order of all changes.
 *
 * @param change what happened
 * @param at when the plugin learned of the commit
 * @param offset the place in the order; opaque, and the same for every client
 * @param transaction what it has in common with the other changes of its transaction, which stand beside it in the order;
 *     opaque, and the same for every client; null unless {@code transaction: atomic} is configured
 * @since 0.1
 */
public record ContentEvent(
        ContentChange change,
        Instant at,
        String offset,
        @Nullable String transaction) {

    /**
     * A change that is told without its transaction.
     *
     * @param change what happened
     * @param at when the plugin learned of the commit
     * @param offset the place in the order
     */
    public ContentEvent(ContentChange change, Instant at, String offset) {
        this(change, at, offset, null);
    }

    /**
     * Gives the same event about another form of the change.
     *
     * @param other the change, with more or less of it
     * @return an event at the same place
     */
    public ContentEvent about(ContentChange other) {
        return new ContentEvent(other, at, offset, transaction);
    }
}
