package dev.pluginio.capture;

import dev.pluginio.access.Exposure;
import dev.pluginio.api.content.Entry;
import java.util.List;
import java.util.Optional;

/** The transactions of the host, and its entities. May be called on any thread, concurrently; throws nothing. */
public interface HostTransactions {

    /** The transaction that is active on the calling thread, as far as that can be known. */
    Optional<HostTransaction> current();

    /**
     * The transaction that something of the host stands for.
     *
     * @param handle an {@code EntityManager} or session with an active transaction, or a
     *     {@link dev.pluginio.api.host.ContentLifecycle.Transaction}
     * @return the transaction; empty if it is none of these, or no transaction is active
     */
    Optional<HostTransaction> of(Object handle);

    /**
     * Reads an entity of the host as it is in memory, with the relations that the exposure names; what is not loaded is
     * read from the database. Private attributes are left out.
     *
     * @param entity an object of the host
     * @param exposure the content type it must be of, and what is wanted of it
     * @return the entry; empty if it is no entity of that content type, or has no identifier yet
     */
    Optional<Entry> read(Object entity, Exposure exposure);

    /** Asks several, in this order. */
    static HostTransactions of(List<HostTransactions> all) {
        return new SeveralTransactions(List.copyOf(all));
    }
}
