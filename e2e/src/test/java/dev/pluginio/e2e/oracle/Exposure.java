package dev.pluginio.e2e.oracle;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is sent of a content type.
 *
 * @param kind the content type
 * @param actions the actions that are sent
 * @param populate the values and relations that are sent
 * @param onlyPublished whether nothing is sent of drafts
 * @param prefix what the names of events begin with
 */
record Exposure(Kind kind, Set<String> actions, Populate populate, boolean onlyPublished, String prefix) {

    private static final Set<String> EVERY_ACTION = Set.of("create", "update", "delete", "publish", "unpublish");

    static Exposure of(Kind kind, Populate populate) {
        return new Exposure(kind, EVERY_ACTION, populate, false, kind.singular);
    }

    Exposure only(String... some) {
        return new Exposure(kind, Set.of(some), populate, onlyPublished, prefix);
    }

    Exposure withoutDrafts() {
        return new Exposure(kind, actions, populate, true, prefix);
    }

    Exposure named(String other) {
        return new Exposure(kind, actions, populate, onlyPublished, other);
    }

    /** How the configuration says it. */
    Object configured() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("uid", kind.uid());
        if (!actions.equals(EVERY_ACTION)) {
            object.put("actions", List.copyOf(actions));
        }
        if (!populate.relations().isEmpty()) {
            object.put("populate", populate.configured());
        }
        populate.fields().ifPresent(fields -> object.put("fields", fields));
        if (onlyPublished) {
            object.put("onlyPublished", true);
        }
        if (!prefix.equals(kind.singular)) {
            object.put("eventPrefix", prefix);
        }
        return object;
    }
}
