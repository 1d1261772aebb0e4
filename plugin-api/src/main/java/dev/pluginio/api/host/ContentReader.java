package dev.pluginio.api.host;

import dev.pluginio.api.access.Principal;
import dev.pluginio.api.content.Entry;
import java.util.List;
import java.util.Optional;

/**
 * Reads entries as a principal may see them: private attributes, unreadable relations and hidden drafts are left out.
 * Called on threads of the plugin, concurrently; it may block.
 *
 * @since 0.1
 */
public interface ContentReader {

    /**
     * Reads one entry.
     *
     * @param principal who asks
     * @param uid the content type's uid
     * @param documentId the entry's identifier; untrusted
     * @return the entry, or empty if there is none or the principal may not see it: one cannot be told from the other
     */
    Optional<Entry> find(Principal principal, String uid, String documentId);

    /**
     * Reads a page of entries, in an order that stays the same from page to page.
     *
     * @param principal who asks
     * @param uid the content type's uid
     * @param start how many entries to pass over
     * @param limit how many entries to give at the most
     * @return the entries the principal may see
     */
    List<Entry> findMany(Principal principal, String uid, int start, int limit);
}
