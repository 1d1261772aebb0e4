package dev.pluginio.capture.jpa;

import dev.pluginio.access.ListedEntity;
import dev.pluginio.api.content.annotation.ContentType;
import jakarta.persistence.metamodel.EntityType;
import jakarta.persistence.metamodel.Metamodel;
import java.util.ArrayList;
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

    /**
     * Resolves what configuration lists.
     *
     * @throws IllegalArgumentException if a listed entity does not exist; all such are told at once
     */
    static ContentEntities of(Metamodel metamodel, List<ListedEntity> listed) {
        ContentEntities entities = new ContentEntities();
        List<String> problems = new ArrayList<>();
        for (ListedEntity entry : listed) {
            Optional<EntityType<?>> entity = metamodel.getEntities().stream()
                    .filter(type -> type.getName().equals(entry.entity())
                            || type.getJavaType().getName().equals(entry.entity()))
                    .findFirst();
            entity.ifPresentOrElse(
                    type -> entities.listed.put(
                            type.getJavaType(), new Claim(entry.uid(), type.getJavaType(), entry.privateAttributes())),
                    () -> problems.add("content type '" + entry.uid() + "': the host has no entity '" + entry.entity()
                            + "'; name the entity or its class"));
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", problems));
        }
        return entities;
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
