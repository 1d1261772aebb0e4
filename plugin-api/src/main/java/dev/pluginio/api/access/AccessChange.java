package dev.pluginio.api.access;

/**
 * A change of somebody's rights.
 *
 * @since 0.1
 */
public sealed interface AccessChange {

    /**
     * A role was made, edited or removed.
     *
     * @param id the role's id
     * @since 0.1
     */
    record RoleChanged(String id) implements AccessChange {}

    /**
     * An API token was made, edited or revoked.
     *
     * @param id the token's id
     * @since 0.1
     */
    record ApiTokenChanged(String id) implements AccessChange {}

    /**
     * A user was blocked or removed, has another role, or must log in again.
     *
     * @param id the user's id
     * @since 0.1
     */
    record UserChanged(String id) implements AccessChange {}

    /**
     * Anything may have changed.
     *
     * @since 0.1
     */
    record EverythingChanged() implements AccessChange {}
}
