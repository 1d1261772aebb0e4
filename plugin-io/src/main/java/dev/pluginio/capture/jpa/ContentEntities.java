package dev.pluginio.capture.jpa;

import dev.pluginio.access.ListedEntity;
import dev.pluginio.api.content.annotation.ContentType;
import jakarta.persistence.metamodel.EntityType;
import jakarta.persistence.metamodel.Metamodel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Knows which entity belongs to which content type: its own, or that of its nearest superclass that has one. */
final class ContentEntities {

    /**
     * What makes a class a content type.
     *
     * @param declaring the annotated or listed class
     */
    record Claim(String uid, Class<?> declaring, Set<String> privateAttributes) {}

    private final Map<Class<?>, Claim> listed = new HashMap<>();

    private ContentEntities() {}

    /** Resolves what configuration lists; leaves out entities that do not exist. */
    static ContentEntities of(Metamodel metamodel, List<ListedEntity> listed) {
        ContentEntities entities = new ContentEntities();
        for (ListedEntity entry : listed) {
            find(metamodel, entry)
                    .ifPresent(type -> entities.listed.put(
                            type.getJavaType(), new Claim(entry.uid(), type.getJavaType(), entry.privateAttributes())));
        }
        return entities;
    }

    /** Those of the listed that do not exist. */
    static List<ListedEntity> missing(Metamodel metamodel, List<ListedEntity> listed) {
        return listed.stream().filter(entry -> find(metamodel, entry).isEmpty()).toList();
    }

    private static Optional<EntityType<?>> find(Metamodel metamodel, ListedEntity listed) {
        return metamodel.getEntities().stream()
                .filter(type -> type.getName().equals(listed.entity())
                        || type.getJavaType().getName().equals(listed.entity()))
                .findFirst();
    }

    /** What makes instances of a class content, if anything does. */
    @Nullable
    Claim claim(@Nullable Class<?> entity) {
        for (Class<?> at = entity; at != null && at != Object.class; at = at.getSuperclass()) {
            Claim claim = listed.get(at);
            if (claim != null) {
                return claim;
            }
            ContentType annotation = at.getDeclaredAnnotation(ContentType.class);
            if (annotation != null) {
                return new Claim(annotation.value(), at, Set.of());
            }
        }
        return null;
    }
}
