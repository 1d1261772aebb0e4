package dev.pluginio.session.recovery;

import dev.pluginio.api.access.Principal;

/**
 * Who may take up what was kept: the same user, the same token, or, where nobody had to say who they are, anybody else of
 * whom that is true; in the same namespace, authenticated by the same means. Their rights may have changed.
 *
 * @param namespace such as {@code /}
 * @param plugin the plugin whose strategy told who it is; empty for the host
 * @param kind what the id is of
 * @param id of the user or token; empty for the public
 */
public record Owner(String namespace, String plugin, Kind kind, String id) {

    /** What is told apart. */
    public enum Kind {
        PUBLIC,
        USER,
        TOKEN
    }

    /** Somebody who was authenticated. */
    public static Owner of(String namespace, String plugin, Principal principal) {
        if (principal instanceof Principal.User user) {
            return new Owner(namespace, plugin, Kind.USER, user.id());
        } else if (principal instanceof Principal.Token token) {
            return new Owner(namespace, plugin, Kind.TOKEN, token.grantee().id());
        }
        return new Owner(namespace, plugin, Kind.PUBLIC, "");
    }
}
