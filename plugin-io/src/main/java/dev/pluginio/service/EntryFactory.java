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

    private Entry entryOf(@Nullable Object data, Exposure exposure) {
        if (data instanceof Entry entry) {
            return entry;
        }
        if (data instanceof Map<?, ?> map) {
            return fromMap(map, exposure.type())
                    .orElseThrow(() -> new IllegalArgumentException("data for '" + exposure.type()
                            + "' needs an 'id' or a 'documentId'; it has " + map.keySet()));
        }
        if (data == null) {
            throw new IllegalArgumentException("data for '" + exposure.type() + "' is null");
        }
        return host.read(data, exposure)
                .orElseThrow(() -> new IllegalArgumentException("data for '" + exposure.type() + "' must be an Entry,"
                        + " a Map with 'id' or 'documentId', an entity of that content type, or a collection of such;"
                        + " it is a " + data.getClass().getName()));
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
