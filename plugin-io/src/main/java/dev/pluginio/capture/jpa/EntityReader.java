package dev.pluginio.capture.jpa;

import dev.pluginio.access.Populate;
import dev.pluginio.api.content.Entry;
import jakarta.persistence.EntityNotFoundException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.hibernate.Hibernate;
import org.hibernate.HibernateException;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.proxy.HibernateProxy;
import org.hibernate.proxy.LazyInitializer;
import org.jspecify.annotations.Nullable;

/** Reads entities that the host holds in its hands, as they are in memory; relations not loaded, from the database. */
final class EntityReader {

    private final SessionFactoryImplementor factory;
    private final Shapes shapes;
    private final SnapshotReader reader;

    EntityReader(SessionFactoryImplementor factory, Shapes shapes, SnapshotReader reader) {
        this.factory = factory;
        this.shapes = shapes;
        this.reader = reader;
    }

    @Nullable
    Entry read(Object object, String uid, Populate populate) {
        LazyInitializer lazy = HibernateProxy.extractLazyInitializer(object);
        if (lazy != null && lazy.isUninitialized() && !new InMemory().initialize(object)) {
            Shape known = shapes.ofEntity(lazy.getEntityName());
            return known == null || !known.uid().equals(uid)
                    ? null
                    : reader.readAlone(known, lazy.getIdentifier(), populate);
        }
        Object entity = Hibernate.unproxy(object);
        Shape shape = shape(entity.getClass());
        if (shape == null || !shape.uid().equals(uid)) {
            return null;
        }
        Object id = shape.persister().getIdentifier(entity);
        if (id == null) {
            return null;
        }
        InMemory related = new InMemory();
        Entry entry = shape.ofEntity(id, entity, populate, related);
        return related.missed ? completed(shape, id, entry, populate) : entry;
    }

    private Entry completed(Shape shape, Object id, Entry entry, Populate populate) {
        Entry stored = reader.readAlone(shape, id, populate);
        if (stored == null) {
            return entry;
        }
        Map<String, @Nullable Object> values = new LinkedHashMap<>(entry.values());
        stored.values().forEach((name, value) -> {
            boolean relation =
                    shape.type().attribute(name).filter(a -> a.isRelation()).isPresent();
            if (relation || !values.containsKey(name)) {
                values.put(name, value);
            }
        });
        return new Entry(entry.id(), entry.documentId(), values);
    }

    private @Nullable Shape shape(Class<?> type) {
        EntityPersister persister = factory.getMappingMetamodel().findEntityDescriptor(type);
        return persister == null ? null : shapes.ofEntity(persister.getEntityName());
    }

    private final class InMemory implements Shape.Related {
        private boolean missed;

        @Override
        public @Nullable Entry entry(Object entity, String targetUid, Populate populate) {
            Shape shape = shape(entity.getClass());
            if (shape == null || !shape.uid().equals(targetUid)) {
                return null;
            }
            Object id = shape.persister().getIdentifier(entity);
            return id == null ? null : shape.ofRelated(id, entity, populate, this);
        }

        @Override
        public boolean initialize(Object value) {
            if (Hibernate.isInitialized(value)) {
                return true;
            }
            try {
                Hibernate.initialize(value);
                return true;
            } catch (HibernateException | EntityNotFoundException e) {
                missed = true;
                return false;
            }
        }
    }
}
