package dev.pluginio.capture.jpa;

import java.util.Set;

/**
 * An entity that configuration makes a content type, in place of an annotation.
 *
 * @param uid the content type's uid
 * @param entity the entity's name, or the name of its class
 * @param privateAttributes the attributes that no client may see
 */
public record ListedEntity(String uid, String entity, Set<String> privateAttributes) {

    public ListedEntity {
        privateAttributes = Set.copyOf(privateAttributes);
    }
}
