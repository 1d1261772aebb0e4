package dev.pluginio.api.access;

/**
 * What permissions are granted to: a role or an API token.
 *
 * @since 0.1
 */
public sealed interface Grantee permits Role, ApiToken {

    /**
     * The identifier, which never changes and is never used again.
     *
     * @return the id; unique among roles, or among API tokens
     */
    String id();

    /**
     * The name that people read.
     *
     * @return the name; not unique, and it may change
     */
    String name();
}
