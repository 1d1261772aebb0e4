package dev.pluginio.sample.access;

import java.util.List;

/** The entities of this package, which are nobody else's business. */
public final class AccessEntities {

    private AccessEntities() {}

    /**
     * Lists them.
     *
     * @return the entities to be mapped
     */
    public static List<Class<?>> all() {
        return List.of(RoleRecord.class, UserRecord.class, TokenRecord.class);
    }
}
