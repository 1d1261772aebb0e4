package dev.pluginio.e2e.oracle;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which values and relations are wanted.
 *
 * @param fields the values; empty for all
 * @param relations the relations, and what is wanted of their targets
 */
record Populate(Optional<List<String>> fields, Map<String, Populate> relations) {

    static final Populate VALUES = new Populate(Optional.empty(), Map.of());

    /** All relations, one step deep. */
    static Populate everything(Kind kind) {
        Map<String, Populate> relations = new LinkedHashMap<>();
        kind.relations().forEach(relation -> relations.put(relation.name(), VALUES));
        return new Populate(Optional.empty(), relations);
    }

    static Populate of(Map<String, Populate> relations) {
        return new Populate(Optional.empty(), relations);
    }

    Populate fields(String... names) {
        return new Populate(Optional.of(List.of(names)), relations);
    }

    boolean wants(String value) {
        return fields.isEmpty() || fields.get().contains(value);
    }

    /** How the configuration says it: a list where that is enough, else an object. */
    Object configured() {
        if (relations.values().stream().allMatch(VALUES::equals)) {
            return List.copyOf(relations.keySet());
        }
        Map<String, Object> object = new LinkedHashMap<>();
        relations.forEach((name, nested) -> object.put(name, nested.nested()));
        return object;
    }

    private Object nested() {
        if (equals(VALUES)) {
            return true;
        }
        Map<String, Object> object = new LinkedHashMap<>();
        fields.ifPresent(names -> object.put("fields", names));
        if (!relations.isEmpty()) {
            object.put("populate", configured());
        }
        return object;
    }
}
