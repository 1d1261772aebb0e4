package dev.pluginio.api.access;

/**
 * What an {@link Authenticator} decided.
 *
 * @since 0.1
 */
public sealed interface Authentication {

    /**
     * The client is known.
     *
     * @param principal who it is
     * @since 0.1
     */
    record Admitted(Principal principal) implements Authentication {}

    /**
     * The client is turned away. Both texts are shown to it.
     *
     * @param code what programs read, such as {@code invalid_token}
     * @param message what people read
     * @since 0.1
     */
    record Refused(String code, String message) implements Authentication {

        /** The code for credentials that are malformed, forged, revoked or unknown. */
        public static final String INVALID_TOKEN = "invalid_token";
        /** The code for credentials whose time is over. */
        public static final String EXPIRED_TOKEN = "expired_token";
        /** The code for a user who may not log in. */
        public static final String BLOCKED = "blocked";
    }
}
