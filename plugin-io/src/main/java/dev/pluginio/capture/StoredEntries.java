package dev.pluginio.capture;

import dev.pluginio.access.Exposure;
import dev.pluginio.api.content.Entry;
import java.util.Optional;

/**
 * The host's entries as they were committed last, read outside of its transactions, whoever may see them. Private
 * attributes are left out. May be called concurrently; may block; throws what the host's database throws.
 */
public interface StoredEntries {

    /** An entry, and what its tickets are drawn for. */
    record Stored(EntryKey key, Entry entry) {}

    /**
     * Finds an entry by its primary key.
     *
     * @param exposure the content type it must be of, and what is wanted of it
     * @param untrusted a number or a text; whatever cannot be such a key finds nothing
     */
    Optional<Stored> byId(Exposure exposure, Object untrusted);

    /**
     * Finds an entry by its documentId, which is the text of its primary key if the type has no documentIds.
     *
     * @param exposure the content type it must be of, and what is wanted of it
     * @param untrusted whatever cannot be a documentId finds nothing
     */
    Optional<Stored> byDocumentId(Exposure exposure, String untrusted);

    /** Reads an entry again; empty if it is gone. */
    Optional<Stored> again(Exposure exposure, EntryKey key);
}
