package dev.pluginio.api.content;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a content type at one moment: an immutable snapshot.
 *
 * <p>A value is null, a boolean, a number, a text, a {@code java.time} value, an enum constant, a UUID, an array of
 * bytes, or a list or map of such. A relation that was read holds an entry or a list of entries; one that was not read
 * is absent. Lists and maps are copied, at every depth.
 *
 * @param id the primary key, as the host knows it
 * @param documentId the identifier that clients use; the id's text where the host has no other
 * @param values the attributes by name, without the identifiers; a value may be null
 * @since 0.1
 */
public record Entry(Object id, String documentId, Map<String, @Nullable Object> values) {

    /** The attribute that is null while an entry is a draft. */
    public static final String PUBLISHED_AT = "publishedAt";

    /**
     * Takes the snapshot.
     *
     * @param id the primary key, as the host knows it
     * @param documentId the identifier that clients use
     * @param values the attributes by name, without the identifiers
     */
    public Entry {
        values = copyOf(values);
    }

    /**
     * Takes a snapshot of an entry that has no other identifier than its primary key.
     *
     * @param id the primary key
     * @param values the attributes by name, without the identifiers
     * @return the entry
     */
    public static Entry of(Object id, Map<String, @Nullable Object> values) {
        return new Entry(id, String.valueOf(id), values);
    }

    /**
     * Tells whether the entry is published.
     *
     * @return whether it has a {@value #PUBLISHED_AT}; false also where that attribute is absent
     */
    public boolean isPublished() {
        return values.get(PUBLISHED_AT) != null;
    }

    private static Map<String, @Nullable Object> copyOf(Map<String, @Nullable Object> values) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        values.forEach((name, value) -> copy.put(name, frozen(value)));
        return Collections.unmodifiableMap(copy);
    }

    private static @Nullable Object frozen(@Nullable Object value) {
        if (value instanceof Collection<?> collection) {
            List<@Nullable Object> copy = new ArrayList<>(collection.size());
            for (Object element : collection) {
                copy.add(frozen(element));
            }
            return Collections.unmodifiableList(copy);
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, @Nullable Object> copy = new LinkedHashMap<>();
            map.forEach((key, element) -> copy.put(key, frozen(element)));
            return Collections.unmodifiableMap(copy);
        }
        return value instanceof byte[] bytes ? bytes.clone() : value;
    }
}
