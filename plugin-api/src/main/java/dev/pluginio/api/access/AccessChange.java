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
     * Something about a user changed that has to do with access.
     *
     * @param id the user's id
     * @param cause what it was
     * @since 0.1
     */
    record UserChanged(String id, Cause cause) implements AccessChange {

        /**
         * Tells of a change after which the user may have another role or name, or no access any more.
         * {@link Authenticator#refresh} is asked which.
         *
         * @param id the user's id
         */
        public UserChanged(String id) {
            this(id, Cause.EDITED);
        }

        /**
         * What changed about a user. Each but {@link #EDITED} ends the stays of all of the user's clients, which are told
         * why.
         *
         * @since 0.1
         */
        public enum Cause {
            /** The user's data: the role, the name, anything. */
            EDITED,
            /** The user may not log in any more. */
            BLOCKED,
            /** The user is gone. */
            DELETED,
            /** The user has logged out; credentials given out before count no more. */
            LOGGED_OUT,
            /** The user has another password; credentials given out before count no more. */
            PASSWORD_CHANGED
        }
    }

    /**
     * Anything may have changed.
     *
     * @since 0.1
     */
    record EverythingChanged() implements AccessChange {}
}
