package dev.pluginio.api.access;

import dev.pluginio.api.content.Action;
import java.util.Set;

/**
 * What one role or token may do, at one moment: immutable.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface Permissions {

    /**
     * Tells whether an action is permitted. Called concurrently; must not block.
     *
     * @param uid the content type's uid
     * @param action such as {@link Action#FIND}, {@link Action#FIND_DRAFTS} or {@link Action#UPDATE}, or a custom one
     * @return whether it is permitted
     */
    boolean allows(String uid, Action action);

    /**
     * Permits all that is listed as {@code uid.action}, and nothing else.
     *
     * @param granted such as {@code api::article.article.find}
     * @return the permissions
     */
    static Permissions of(Set<String> granted) {
        return new Granted(granted);
    }

    /**
     * Permits everything.
     *
     * @return the permissions
     */
    static Permissions all() {
        return (uid, action) -> true;
    }

    /**
     * Permits nothing.
     *
     * @return the permissions
     */
    static Permissions none() {
        return (uid, action) -> false;
    }
}
