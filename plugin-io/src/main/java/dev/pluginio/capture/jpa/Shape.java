package dev.pluginio.capture.jpa;

import dev.pluginio.access.Populate;
import dev.pluginio.api.content.Attribute;
import dev.pluginio.api.content.ContentType;
import dev.pluginio.api.content.Entry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.hibernate.Hibernate;
import org.hibernate.bytecode.enhance.spi.LazyPropertyInitializer;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.proxy.HibernateProxy;
import org.hibernate.proxy.LazyInitializer;
import org.hibernate.type.CollectionType;
import org.hibernate.type.CompositeType;
import org.hibernate.type.EntityType;
import org.hibernate.type.Type;
import org.jspecify.annotations.Nullable;

/**
 * How instances of one entity become entries of its content type. Private attributes are not read, save those that must
 * be known of an entry itself; of a relation that must be known, and is not wanted, the id is.
 */
final class Shape {

    /** Gives the entry that a relation leads to. */
    interface Related {
        /** The entry; null if it is not of that content type, or cannot be read. */
        @Nullable
        Entry entry(Object entity, String targetUid, Populate populate);

        /** Makes a relation's collection readable; false if it cannot be read. */
        boolean initialize(Object value);
    }

    private record Part(
            String name,
            int index,
            Type type,
            @Nullable Type element,
            @Nullable String target,
            boolean isPrivate) {
        @Nullable
        Object plain(@Nullable Object value) {
            return Sendable.of(value, type, element);
        }
    }

    private final ContentType type;
    private final EntityPersister persister;
    private final Function<String, Set<String>> needs;
    private final List<Part> parts = new ArrayList<>();
    private final Map<String, Boolean> attributeRoles = new ConcurrentHashMap<>();
    private final int documentId;

    /**
     * Describes an entity.
     *
     * @param needs the attributes that must be known of entries of a content type, though nobody may get them
     */
    Shape(ContentType type, EntityPersister persister, Function<String, Set<String>> needs) {
        this.type = type;
        this.persister = persister;
        this.needs = needs;
        int documentIdAt = -1;
        String[] names = persister.getPropertyNames();
        for (int i = 0; i < names.length; i++) {
            Attribute attribute = type.attributes().get(names[i]);
            if (attribute != null) {
                Type mapped = persister.getPropertyTypes()[i];
                Type element = mapped instanceof CollectionType collection
                        ? collection.getElementType(persister.getFactory())
                        : null;
                parts.add(new Part(
                        names[i], i, mapped, element, attribute.target().orElse(null), attribute.isPrivate()));
            } else if (names[i].equals("documentId")) {
                documentIdAt = i;
            }
        }
        this.documentId = documentIdAt;
    }

    String uid() {
        return type.uid();
    }

    ContentType type() {
        return type;
    }

    EntityPersister persister() {
        return persister;
    }

    /** The property that holds the documentId; null if entries have none but their id. */
    @Nullable
    String documentIdAttribute() {
        return documentId < 0 ? null : persister.getPropertyNames()[documentId];
    }

    /** What documentIds are in Java; keys, if entries have no other. */
    Class<?> documentIdClass() {
        Type mapped = documentId < 0 ? persister.getIdentifierType() : persister.getPropertyTypes()[documentId];
        return mapped.getReturnedClass();
    }

    /** The values of a state that Hibernate keeps; without element collections, and relations that need not be known. */
    Entry ofState(Object id, @Nullable Object[] state) {
        Set<String> needed = needs.apply(uid());
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (Part part : parts) {
            boolean isNeeded = needed.contains(part.name());
            Object value = state[part.index()];
            if (part.type() instanceof CollectionType
                    || value == LazyPropertyInitializer.UNFETCHED_PROPERTY
                    || part.isPrivate() && !isNeeded) {
                continue;
            }
            if (part.target() == null) {
                values.put(part.name(), part.plain(value));
            } else if (isNeeded) {
                values.put(part.name(), reference(part, value));
            }
        }
        return entry(id, documentId < 0 ? null : state[documentId], values);
    }

    /** The values of an instance, the relations that are wanted, and what must be known of it. */
    Entry ofEntity(Object id, Object entity, Populate populate, Related related) {
        return ofEntity(id, entity, populate, related, needs.apply(uid()));
    }

    /** The values of an instance that a relation leads to, and the relations that are wanted. */
    Entry ofRelated(Object id, Object entity, Populate populate, Related related) {
        return ofEntity(id, entity, populate, related, Set.of());
    }

    private Entry ofEntity(Object id, Object entity, Populate populate, Related related, Set<String> needed) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (Part part : parts) {
            boolean isNeeded = needed.contains(part.name());
            if (part.isPrivate() && !isNeeded) {
                continue;
            }
            if (part.target() != null) {
                Populate wanted = populate.relations().get(part.name());
                if (wanted != null) {
                    putRelation(values, part, persister.getValue(entity, part.index()), wanted, related);
                }
                if (isNeeded && !(part.type() instanceof CollectionType) && values.get(part.name()) == null) {
                    values.put(part.name(), reference(part, persister.getValue(entity, part.index())));
                }
            } else {
                Object value = persister.getValue(entity, part.index());
                if (!(part.type() instanceof CollectionType) || value == null || related.initialize(value)) {
                    values.put(part.name(), part.plain(value));
                }
            }
        }
        return entry(id, documentId < 0 ? null : persister.getValue(entity, documentId), values);
    }

    /** Whether this collection, by the name Hibernate has for it, is an attribute. */
    boolean isAttribute(String role) {
        return attributeRoles.computeIfAbsent(
                role,
                name -> type.attribute(name.substring(name.lastIndexOf('.') + 1))
                        .isPresent());
    }

    /** Whether a change of this property by itself is a change of the entry: collections tell of themselves. */
    boolean isOwnColumn(int property) {
        return !(persister.getPropertyTypes()[property] instanceof CollectionType);
    }

    private static void putRelation(
            Map<String, @Nullable Object> values, Part part, @Nullable Object value, Populate wanted, Related related) {
        String target = part.target();
        if (target == null || value != null && !related.initialize(value)) {
            return;
        }
        if (!(part.type() instanceof CollectionType)) {
            values.put(part.name(), value == null ? null : related.entry(Hibernate.unproxy(value), target, wanted));
            return;
        }
        List<Entry> entries = new ArrayList<>();
        Collection<?> items = value instanceof Map<?, ?> map
                ? map.values()
                : value instanceof Collection<?> collection ? collection : List.of();
        for (Object item : items) {
            if (item != null && related.initialize(item)) {
                Entry entry = related.entry(Hibernate.unproxy(item), target, wanted);
                if (entry != null) {
                    entries.add(entry);
                }
            }
        }
        values.put(part.name(), entries);
    }

    /** The id of the entry that a relation leads to, which need not be loaded for it. */
    private @Nullable Entry reference(Part part, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        LazyInitializer lazy = HibernateProxy.extractLazyInitializer(value);
        Object id = lazy != null
                ? lazy.getIdentifier()
                : persister
                        .getFactory()
                        .getMappingMetamodel()
                        .getEntityDescriptor(((EntityType) part.type()).getAssociatedEntityName())
                        .getIdentifier(value);
        return id == null ? null : Entry.of(id, Map.of());
    }

    private Entry entry(Object id, @Nullable Object documentIdValue, Map<String, @Nullable Object> values) {
        Object key = id;
        if (persister.getIdentifierType() instanceof CompositeType composite) {
            List<String> texts = new ArrayList<>();
            for (Object value : composite.getPropertyValues(id)) {
                texts.add(String.valueOf(value));
            }
            key = String.join(":", texts);
        }
        return new Entry(key, documentIdValue == null ? String.valueOf(key) : documentIdValue.toString(), values);
    }
}
