package dev.pluginio.access;

import java.util.Set;

/**
 * An entity of the host that is a content type by configuration, without annotations.
 *
 * @param uid the content type's uid
 * @param entity the entity's name or its class's
 * @param privateAttributes the attributes hidden from every client
 */
public record ListedEntity(String uid, String entity, Set<String> privateAttributes) {

    public ListedEntity {
        privateAttributes = Set.copyOf(privateAttributes);
    }
}
