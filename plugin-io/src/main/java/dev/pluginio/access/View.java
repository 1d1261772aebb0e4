package dev.pluginio.access;

import dev.pluginio.api.access.Permissions;
import dev.pluginio.api.content.Action;
import dev.pluginio.api.content.Attribute;
import dev.pluginio.api.content.ContentCatalog;
import dev.pluginio.api.content.ContentType;
import dev.pluginio.api.content.Entry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one audience may see of a content type: its values, its relations and what is seen of their entries, and whether
 * drafts are seen. Roles and tokens whose views are equal share the same bytes.
 *
 * @param drafts whether entries that are not published are seen; true for a type without drafts
 * @param values the attributes that hold values
 * @param relations the relations, each with the view of its target
 */
public record View(boolean drafts, Set<String> values, Map<String, View> relations) {

    private static final View IDENTIFIERS = new View(false, Set.of(), Map.of());
    private static final View DRAFT_IDENTIFIERS = new View(true, Set.of(), Map.of());

    /**
     * Works out the view that permissions give.
     *
     * @param type the content type
     * @param populate what is wanted of it
     * @param permissions what the audience may do
     * @param catalog all content types
     * @param sensitive the names that nobody sees
     * @return the view; private and sensitive attributes, and relations to types that may not be read, are not in it
     */
    public static View of(
            ContentType type,
            Populate populate,
            Permissions permissions,
            ContentCatalog catalog,
            SensitiveNames sensitive) {
        Set<String> values = new LinkedHashSet<>();
        Map<String, View> relations = new LinkedHashMap<>();
        for (Attribute attribute : type.attributes().values()) {
            String name = attribute.name();
            if (attribute.isPrivate() || sensitive.contains(name)) {
                continue;
            }
            Populate nested = populate.relations().get(name);
            Optional<ContentType> target = attribute.target().flatMap(catalog::find);
            if (!attribute.isRelation()) {
                if (populate.fields().map(fields -> fields.contains(name)).orElse(true)) {
                    values.add(name);
                }
            } else if (nested != null
                    && target.isPresent()
                    && permissions.allows(target.get().uid(), Action.FIND)) {
                relations.put(name, of(target.get(), nested, permissions, catalog, sensitive));
            }
        }
        return new View(mayFindDrafts(type, permissions), values, relations);
    }

    private static boolean mayFindDrafts(ContentType type, Permissions permissions) {
        return !type.hasDrafts() || permissions.allows(type.uid(), Action.FIND_DRAFTS);
    }

    /** Tells whether all that another view shows is seen with this one. */
    public boolean covers(View other) {
        return (drafts || !other.drafts)
                && values.containsAll(other.values)
                && other.relations.entrySet().stream().allMatch(relation -> {
                    View own = relations.get(relation.getKey());
                    return own != null && own.covers(relation.getValue());
                });
    }

    /** The same as far as an entry in this state, if it is seen, needs the right to see drafts. */
    public View neededFor(Entry entry) {
        return entry.isPublished() && drafts ? new View(false, values, relations) : this;
    }

    /** What is needed to be told, by its identifiers, of an entry that was in this state. */
    public static View identifiersOf(Entry entry) {
        return entry.isPublished() ? IDENTIFIERS : DRAFT_IDENTIFIERS;
    }

    /** Tells whether the entry, as it is in this state, may be seen at all. */
    public boolean shows(Entry entry) {
        return drafts || entry.isPublished();
    }

    /**
     * Leaves of an entry what may be seen.
     *
     * @param entry any state of an entry of the type; not changed
     * @return a copy, its values and then its relations in the order of the type, or empty if the entry may not be seen;
     *     hidden entries of a relation are missing from it
     */
    public Optional<Entry> sanitize(Entry entry) {
        if (!shows(entry)) {
            return Optional.empty();
        }
        Map<String, @Nullable Object> all = entry.values();
        Map<String, @Nullable Object> visible = new LinkedHashMap<>();
        for (String name : values) {
            if (all.containsKey(name)) {
                visible.put(name, all.get(name));
            }
        }
        relations.forEach((name, nested) -> {
            if (all.containsKey(name)) {
                visible.put(name, nested.sanitizeRelation(all.get(name)));
            }
        });
        return Optional.of(new Entry(entry.id(), entry.documentId(), visible));
    }

    private @Nullable Object sanitizeRelation(@Nullable Object value) {
        if (value instanceof Entry entry) {
            return sanitize(entry).orElse(null);
        }
        if (value instanceof Collection<?> entries) {
            List<Entry> visible = new ArrayList<>(entries.size());
            for (Object entry : entries) {
                if (entry instanceof Entry related) {
                    sanitize(related).ifPresent(visible::add);
                }
            }
            return visible;
        }
        return null;
    }
}
