package dev.pluginio.sample.entries;

import dev.pluginio.api.content.Entry;
import dev.pluginio.sample.content.Content;
import dev.pluginio.sample.content.ModelField;
import dev.pluginio.sample.content.ModelType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.hibernate.Hibernate;
import org.jspecify.annotations.Nullable;

/** Makes entries of entities. Related drafts that the principal may not see are left out. */
final class Snapshots {

    private final Rights rights;

    Snapshots(Rights rights) {
        this.rights = rights;
    }

    Entry of(ModelType type, Content untouched, Selection selection) {
        Content entity = (Content) Hibernate.unproxy(untouched);
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        selection.values().forEach(field -> values.put(field.name(), field.get(entity)));
        selection
                .relations()
                .forEach((relation, nested) ->
                        values.put(relation.name(), related(relation, relation.get(entity), nested)));
        return new Entry(Objects.requireNonNull(entity.id()), entity.documentId(), values);
    }

    private @Nullable Object related(ModelField relation, @Nullable Object value, Selection nested) {
        ModelType target = rights.model().targetOf(relation);
        if (value instanceof List<?> many) {
            List<Entry> entries = new ArrayList<>(many.size());
            for (Object one : many) {
                Entry entry = one(target, (Content) one, nested);
                if (entry != null) {
                    entries.add(entry);
                }
            }
            return entries;
        }
        return value == null ? null : one(target, (Content) value, nested);
    }

    private @Nullable Entry one(ModelType target, Content proxy, Selection nested) {
        Content entity = (Content) Hibernate.unproxy(proxy);
        return rights.sees(target, entity) ? of(target, entity, nested) : null;
    }
}
