package dev.pluginio.api.access;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link Authenticator} or an {@link dev.pluginio.api.realtime.AuthStrategy} decided.
 *
 * @since 0.1
 */
public sealed interface Authentication {

    /**
     * The client is known.
     *
     * @param principal who it is
     * @param auth what handlers of the same plugin may know of the payload of the client's handshake, as
     *     {@link dev.pluginio.api.realtime.IoSocket#auth()}; JSON values; left out of {@link #toString()}
     * @since 0.1
     */
    record Admitted(Principal principal, Map<String, @Nullable Object> auth) implements Authentication {

        /**
         * Takes a copy of the payload.
         *
         * @param principal who it is
         * @param auth what handlers of the same plugin may know
         */
        public Admitted {
            auth = auth.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(auth));
        }

        /**
         * Lets handlers know nothing of the payload.
         *
         * @param principal who it is
         */
        public Admitted(Principal principal) {
            this(principal, Map.of());
        }

        @Override
        public String toString() {
            return "Admitted[principal=" + principal + "]";
        }
    }

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
        /** The code for a user whose rights are not what they were when the client was admitted. */
        public static final String RIGHTS_CHANGED = "rights_changed";
    }
}
