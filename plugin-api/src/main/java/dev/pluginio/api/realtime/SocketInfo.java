package dev.pluginio.api.realtime;

import dev.pluginio.api.access.Principal;
import dev.pluginio.api.access.Role;
import java.util.Optional;
import java.util.Set;

/**
 * A client in a namespace, as it was when it was asked about.
 *
 * @param id the id, which the client knows as {@code socket.id}; no other client in any namespace has it
 * @param namespace the namespace it is in, such as {@code /}
 * @param principal who it is
 * @param rooms the names of the custom rooms it is in
 * @since 0.1
 */
public record SocketInfo(String id, String namespace, Principal principal, Set<String> rooms) {

    /**
     * Takes what is known.
     *
     * @param id the id
     * @param namespace the namespace it is in
     * @param principal who it is
     * @param rooms the names of the custom rooms it is in
     */
    public SocketInfo {
        rooms = Set.copyOf(rooms);
    }

    /**
     * The user.
     *
     * @return the user's id; empty if it showed no credentials, or an API token
     */
    public Optional<String> userId() {
        return principal instanceof Principal.User user ? Optional.of(user.id()) : Optional.empty();
    }

    /**
     * The role.
     *
     * @return the role, with its id and name; empty if it showed an API token
     */
    public Optional<Role> role() {
        return principal.grantee() instanceof Role role ? Optional.of(role) : Optional.empty();
    }
}
