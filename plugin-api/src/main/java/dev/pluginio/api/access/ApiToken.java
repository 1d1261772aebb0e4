package dev.pluginio.api.access;

import java.time.Instant;
import java.util.Optional;

/**
 * An API token of the host, without its secret. Tokens are told apart by their id alone.
 *
 * @param id the identifier, which never changes and is never used again; not the secret
 * @param name the name that people read
 * @param expiresAt when it stops being valid; empty if never
 * @since 0.1
 */
public record ApiToken(String id, String name, Optional<Instant> expiresAt) implements Grantee {

    @Override
    public boolean equals(Object other) {
        return other instanceof ApiToken token && id.equals(token.id);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }
}
