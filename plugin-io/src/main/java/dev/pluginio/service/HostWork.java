package dev.pluginio.service;

import dev.pluginio.access.Exposure;
import dev.pluginio.api.content.Entry;
import dev.pluginio.log.Announcement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the service asks of the host's transactions. Thread-safe. */
public interface HostWork {

    /**
     * Leaves an announcement to the transaction of the host that it belongs to, if there is one.
     *
     * @param transaction the transaction; null for the one that is active on this thread
     * @param announcement goes out after the commit, or not at all
     * @return false if no transaction is active on this thread
     * @throws IllegalArgumentException if a transaction was named that is none, or not active
     */
    boolean announceWithin(@Nullable Object transaction, Announcement announcement);

    /**
     * Reads an entity of the host.
     *
     * @param entity an object of the host
     * @param exposure what is wanted of it
     * @return the entry, or empty if the object is no entity of that content type
     */
    Optional<Entry> read(Object entity, Exposure exposure);
}
