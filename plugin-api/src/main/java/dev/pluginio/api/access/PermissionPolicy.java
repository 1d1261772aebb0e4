package dev.pluginio.api.access;

import java.util.Collection;

/**
 * The host's roles and API tokens and what each may do. The plugin keeps what it was told until the host says that
 * something changed: a host that forgets to say so leaves clients with their old rights.
 *
 * <p>Called on threads of the plugin, concurrently; it may block.
 *
 * @since 0.1
 */
public interface PermissionPolicy {

    /**
     * All roles, the public one included.
     *
     * @return the roles
     */
    Collection<Role> roles();

    /**
     * All API tokens that are valid.
     *
     * @return the tokens
     */
    Collection<ApiToken> apiTokens();

    /**
     * What a role or token may do now. An exception counts as "nothing" and is logged.
     *
     * @param grantee one of {@link #roles()} or {@link #apiTokens()}
     * @return its permissions; {@link Permissions#none()} if it does not exist any more
     */
    Permissions permissionsOf(Grantee grantee);

    /**
     * Asks to be told of changes. The host calls every listener after the transaction that made the change has
     * committed.
     *
     * @param listener what to call
     * @return ends the listening
     */
    Registration addListener(AccessListener listener);

    /**
     * Ends what was begun.
     *
     * @since 0.1
     */
    @FunctionalInterface
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
