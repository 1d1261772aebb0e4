package dev.pluginio.delivery;

import dev.pluginio.api.access.Grantee;
import dev.pluginio.log.Position;
import java.util.Optional;

/** A client as far as it matters to what is delivered: what is attached to each in the transport. Thread-safe. */
public interface Attendee {

    /** The role or token by which it hears now; empty if its rights have ended. */
    Optional<Grantee> hearsBy();

    /**
     * Something was kept back from it while later events went out to it: an offset up to this place does not tell what it
     * has had. Called on the thread that delivers.
     */
    default void isOwed(Position upTo) {}
}
