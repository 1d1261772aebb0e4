package dev.pluginio.api.access;

import dev.pluginio.api.content.Action;
import java.util.Set;

/**
 * Permits what is listed; equal to another list of the same.
 *
 * @param permissions each as {@code uid.action}
 */
record Granted(Set<String> permissions) implements Permissions {

    Granted {
        permissions = Set.copyOf(permissions);
    }

    @Override
    public boolean allows(String uid, Action action) {
        return permissions.contains(uid + "." + action.name());
    }
}
