package dev.pluginio.capture.jpa;

import dev.pluginio.access.ListedEntity;
import dev.pluginio.api.content.ContentCatalog;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;

/** The shapes of all entities that are content, by entity name. */
final class Shapes {

    private final Map<String, Shape> byEntity = new HashMap<>();
    private final Map<EntityPersister, Shape> byPersister = new IdentityHashMap<>();
    private final Map<String, Shape> byUid = new HashMap<>();

    static Shapes of(SessionFactoryImplementor factory, ContentCatalog catalog, List<ListedEntity> listed) {
        ContentEntities entities = ContentEntities.of(factory.getMetamodel(), listed);
        Shapes shapes = new Shapes();
        factory.getMappingMetamodel().forEachEntityDescriptor(persister -> {
            ContentEntities.Claim claim = entities.claim(persister.getMappedClass());
            if (claim != null) {
                catalog.find(claim.uid()).ifPresent(type -> {
                    Shape shape = new Shape(type, persister);
                    shapes.byEntity.put(persister.getEntityName(), shape);
                    shapes.byPersister.put(persister, shape);
                    if (isTop(shapes.byUid.get(type.uid()), persister)) {
                        shapes.byUid.put(type.uid(), shape);
                    }
                });
            }
        });
        return shapes;
    }

    private static boolean isTop(@Nullable Shape known, EntityPersister persister) {
        return known == null || persister.isSubclassEntityName(known.persister().getEntityName());
    }

    /** The shape of the entity that Hibernate writes by this; null if it is no content. */
    @Nullable
    Shape ofPersister(@Nullable EntityPersister persister) {
        return byPersister.get(persister);
    }

    /** The shape of an entity; null if it is no content. */
    @Nullable
    Shape ofEntity(String entityName) {
        return byEntity.get(entityName);
    }

    /** The shape of the topmost entity of a content type; null if no entity is of that type. */
    @Nullable
    Shape ofType(String uid) {
        return byUid.get(uid);
    }

    /** The content types that rows of an entity may be of: its own, and those of its subclasses. */
    Set<String> uidsOf(Shape shape) {
        return byEntity.entrySet().stream()
                .filter(other -> shape.persister().isSubclassEntityName(other.getKey()))
                .map(other -> other.getValue().uid())
                .collect(Collectors.toUnmodifiableSet());
    }

    Collection<Shape> all() {
        return byEntity.values();
    }
}
