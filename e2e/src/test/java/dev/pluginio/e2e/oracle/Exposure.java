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
 * @param forSubscribers whether only subscribers hear of it
 */
record Exposure(
        Kind kind,
        Set<String> actions,
        Populate populate,
        boolean onlyPublished,
        String prefix,
        boolean forSubscribers) {

    private static final Set<String> EVERY_ACTION = Set.of("create", "update", "delete", "publish", "unpublish");

    static Exposure of(Kind kind, Populate populate) {
        return new Exposure(kind, EVERY_ACTION, populate, false, kind.singular, false);
    }

    Exposure only(String... some) {
        return new Exposure(kind, Set.of(some), populate, onlyPublished, prefix, forSubscribers);
    }

    Exposure withoutDrafts() {
        return new Exposure(kind, actions, populate, true, prefix, forSubscribers);
    }

    Exposure named(String other) {
        return new Exposure(kind, actions, populate, onlyPublished, other, forSubscribers);
    }

    Exposure toSubscribers() {
        return new Exposure(kind, actions, populate, onlyPublished, prefix, true);
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
        if (forSubscribers) {
            object.put("audience", "subscribers");
        }
        if (!prefix.equals(kind.singular)) {
            object.put("eventPrefix", prefix);
        }
        return object;
    }
}
