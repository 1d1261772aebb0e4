package dev.pluginio.delivery;

import dev.pluginio.api.access.Grantee;
import java.util.Optional;

/** A client as far as it matters to what is delivered: what is attached to each in the transport. Thread-safe. */
public interface Attendee {

    /** The role or token by which it hears now; empty if its rights have ended. */
    Optional<Grantee> hearsBy();
}
