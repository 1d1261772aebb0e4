package dev.pluginio.access;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which attributes and relations of a content type are wanted, resolved against the catalogue.
 *
 * @param fields the attributes that hold values; empty for all of them
 * @param relations the relations, and what is wanted of their entries; a relation that is not named is not read
 */
public record Populate(Optional<Set<String>> fields, Map<String, Populate> relations) {

    /** All values and no relation. */
    public static final Populate VALUES = new Populate(Optional.empty(), Map.of());

    public Populate {
        fields = fields.map(Set::copyOf);
        relations = Map.copyOf(relations);
    }
}
