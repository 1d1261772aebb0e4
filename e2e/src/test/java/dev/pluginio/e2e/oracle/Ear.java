package dev.pluginio.e2e.oracle;

import java.util.Set;

/**
 * All by which it is decided what somebody hears, at one moment.
 *
 * @param rights what it may do
 * @param names by which a rule can mean it, such as {@code role:7} or {@code room:blue}
 * @param types the content types it is subscribed to
 * @param entries the documentIds it is subscribed to
 */
record Ear(Rights rights, Set<String> names, Set<Kind> types, Set<String> entries) {

    Ear {
        names = Set.copyOf(names);
        types = Set.copyOf(types);
        entries = Set.copyOf(entries);
    }

    static Ear of(Rights rights) {
        return new Ear(rights, Set.of(), Set.of(), Set.of());
    }

    /** Whether rules let it have the entry in its sight. */
    boolean isNamed(Item item) {
        return item.only().map(only -> only.stream().anyMatch(names::contains)).orElse(true);
    }

    /** Whether it is among those for whom what happens to the entry is. */
    boolean isMeant(Exposure exposure, Item item) {
        return !exposure.forSubscribers() || types.contains(item.kind()) || entries.contains(item.documentId());
    }
}
