package dev.pluginio.api.access;

import java.time.Instant;
import java.util.Optional;

/**
 * Who a client is: nobody in particular, a user with a role, or an API token.
 *
 * @since 0.1
 */
public sealed interface Principal {

    /**
     * The role or token whose permissions hold.
     *
     * @return the grantee
     */
    Grantee grantee();

    /**
     * When the client's credentials stop being valid.
     *
     * @return the moment, or empty if never
     */
    Optional<Instant> expiresAt();

    /**
     * A client that showed no credentials.
     *
     * @param role the role of all such clients
     * @since 0.1
     */
    record Public(Role role) implements Principal {
        @Override
        public Grantee grantee() {
            return role;
        }

        @Override
        public Optional<Instant> expiresAt() {
            return Optional.empty();
        }
    }

    /**
     * A user of the host.
     *
     * @param id the user's identifier, which never changes and is never used again
     * @param name the name that people read
     * @param role the user's role
     * @param expiresAt when the credentials stop being valid; empty if never
     * @since 0.1
     */
    record User(String id, String name, Role role, Optional<Instant> expiresAt) implements Principal {
        @Override
        public Grantee grantee() {
            return role;
        }
    }

    /**
     * A program that showed an API token.
     *
     * @param token the token
     * @since 0.1
     */
    record Token(ApiToken token) implements Principal {
        @Override
        public Grantee grantee() {
            return token;
        }

        @Override
        public Optional<Instant> expiresAt() {
            return token.expiresAt();
        }
    }
}
