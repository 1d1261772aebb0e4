package dev.pluginio.capture.jpa;

import dev.pluginio.access.ListedEntity;
import dev.pluginio.api.content.ContentCatalog;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;

/** The shapes of all entities that are content, by entity name. Thread-safe. */
final class Shapes {

    private final SessionFactoryImplementor factory;
    private final Function<String, Set<String>> needs;
    private volatile Known known = new Known();

    /** All of them under one configuration; not changed once it can be seen. */
    private static final class Known {
        private final Map<String, Shape> byEntity = new HashMap<>();
        private final Map<EntityPersister, Shape> byPersister = new IdentityHashMap<>();
        private final Map<String, Shape> byUid = new HashMap<>();
    }

    private Shapes(SessionFactoryImplementor factory, Function<String, Set<String>> needs) {
        this.factory = factory;
        this.needs = needs;
    }

    /**
     * Describes them.
     *
     * @param needs the attributes that must be known of entries of a content type, though nobody may get them
     */
    static Shapes of(
            SessionFactoryImplementor factory,
            ContentCatalog catalog,
            List<ListedEntity> listed,
            Function<String, Set<String>> needs) {
        Shapes shapes = new Shapes(factory, needs);
        shapes.reconfigure(catalog, listed);
        return shapes;
    }

    /** Knows those of other content types from now on; what is as it was stays the same object. */
    void reconfigure(ContentCatalog catalog, List<ListedEntity> listed) {
        ContentEntities entities = ContentEntities.of(factory.getMetamodel(), listed);
        Known before = known;
        Known next = new Known();
        factory.getMappingMetamodel().forEachEntityDescriptor(persister -> {
            ContentEntities.Claim claim = entities.claim(persister.getMappedClass());
            if (claim != null) {
                catalog.find(claim.uid()).ifPresent(type -> {
                    Shape same = before.byPersister.get(persister);
                    Shape shape = same != null && same.type().equals(type) ? same : new Shape(type, persister, needs);
                    next.byEntity.put(persister.getEntityName(), shape);
                    next.byPersister.put(persister, shape);
                    if (isTop(next.byUid.get(type.uid()), persister)) {
                        next.byUid.put(type.uid(), shape);
                    }
                });
            }
        });
        known = next;
    }

    private static boolean isTop(@Nullable Shape known, EntityPersister persister) {
        return known == null || persister.isSubclassEntityName(known.persister().getEntityName());
    }

    /** The shape of the entity that Hibernate writes by this; null if it is no content. */
    @Nullable
    Shape ofPersister(@Nullable EntityPersister persister) {
        return known.byPersister.get(persister);
    }

    /** The shape of an entity; null if it is no content. */
    @Nullable
    Shape ofEntity(String entityName) {
        return known.byEntity.get(entityName);
    }

    /** The shape of the topmost entity of a content type; null if no entity is of that type. */
    @Nullable
    Shape ofType(String uid) {
        return known.byUid.get(uid);
    }

    /** The content types that rows of an entity may be of: its own, and those of its subclasses. */
    Set<String> uidsOf(Shape shape) {
        return known.byEntity.entrySet().stream()
                .filter(other -> shape.persister().isSubclassEntityName(other.getKey()))
                .map(other -> other.getValue().uid())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** All of them; the same object as long as nothing changed. */
    Collection<Shape> all() {
        return known.byEntity.values();
    }
}
