package dev.pluginio.describe;

import java.util.Set;

/**
 * Who gets generated documents.
 *
 * @param enabled whether anybody does
 * @param readers the names of the roles and tokens that get those of every role; all others get their own
 */
public record DocumentSettings(boolean enabled, Set<String> readers) {

    /** Nobody. */
    public static final DocumentSettings OFF = new DocumentSettings(false, Set.of());

    public DocumentSettings {
        readers = Set.copyOf(readers);
    }
}
