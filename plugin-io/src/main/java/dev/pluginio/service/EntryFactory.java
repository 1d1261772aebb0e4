package dev.pluginio.service;

import dev.pluginio.access.Exposure;
import dev.pluginio.api.content.Attribute;
import dev.pluginio.api.content.ContentCatalog;
import dev.pluginio.api.content.ContentType;
import dev.pluginio.api.content.Entry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes entries of what callers hand in: entries, maps and entities of the host. */
final class EntryFactory {

    private final Supplier<ContentCatalog> catalog;
    private final HostWork host;

    EntryFactory(Supplier<ContentCatalog> catalog, HostWork host) {
        this.catalog = catalog;
        this.host = host;
    }

    /** Makes one entry of each element of a collection, or one of anything else. */
    List<Entry> entriesOf(Object data, Exposure exposure) {
        if (data instanceof Collection<?> collection) {
            List<Entry> entries = new ArrayList<>(collection.size());
            for (Object element : collection) {
                entries.add(entryOf(element, exposure));
            }
            return entries;
        }
        return List.of(entryOf(data, exposure));
    }

    /**
     * Tells what is wrong with what nobody wants to hear of, as far as nothing has to be read for it.
     *
     * @throws IllegalArgumentException if it cannot be an entry
     */
    void check(Object data, ContentType type) {
        Collection<?> all = data instanceof Collection<?> collection ? collection : List.of(data);
        all.forEach(element -> checkOne(element, type));
    }

    private static void checkOne(@Nullable Object data, ContentType type) {
        if (data == null) {
            throw new IllegalArgumentException("data for '" + type + "' is null");
        }
        if (data instanceof Map<?, ?> map && map.get("id") == null && map.get("documentId") == null) {
            throw new IllegalArgumentException(
                    "data for '" + type + "' needs an 'id' or a 'documentId'; it has " + map.keySet());
        }
        if (!(data instanceof Map) && data.getClass().getName().startsWith("java.")) {
            throw noEntry(data, type);
        }
    }

    private static IllegalArgumentException noEntry(Object data, ContentType type) {
        return new IllegalArgumentException(
                "data for '" + type + "' must be an Entry, a Map with 'id' or 'documentId', an"
                        + " entity of that content type that has its id, or a collection of such; it is a "
                        + data.getClass().getName());
    }

    private Entry entryOf(@Nullable Object data, Exposure exposure) {
        if (data instanceof Entry entry) {
            return entry;
        }
        checkOne(data, exposure.type());
        Object given = Objects.requireNonNull(data);
        Optional<Entry> entry =
                given instanceof Map<?, ?> map ? fromMap(map, exposure.type()) : host.read(given, exposure);
        return entry.orElseThrow(() -> noEntry(given, exposure.type()));
    }

    private Optional<Entry> fromMap(Map<?, ?> map, ContentType type) {
        Object id = map.get("id");
        Object documentId = map.get("documentId");
        if (id == null && documentId == null) {
            return Optional.empty();
        }
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (Attribute attribute : type.attributes().values()) {
            if (map.containsKey(attribute.name())) {
                Object value = map.get(attribute.name());
                values.put(attribute.name(), attribute.isRelation() ? related(value, attribute) : value);
            }
        }
        return Optional.of(new Entry(
                id != null ? id : String.valueOf(documentId),
                String.valueOf(documentId != null ? documentId : id),
                values));
    }

    private @Nullable Object related(@Nullable Object value, Attribute relation) {
        if (value instanceof Collection<?> collection) {
            List<Object> entries = new ArrayList<>(collection.size());
            for (Object element : collection) {
                Object entry = related(element, relation);
                if (entry != null) {
                    entries.add(entry);
                }
            }
            return entries;
        }
        if (value instanceof Map<?, ?> map) {
            ContentType target = catalog.get().require(relation.target().orElseThrow());
            return fromMap(map, target).orElse(null);
        }
        return value instanceof Entry ? value : null;
    }
}
