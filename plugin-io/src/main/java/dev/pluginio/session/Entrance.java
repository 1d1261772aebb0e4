package dev.pluginio.session;

import dev.pluginio.api.access.Principal;
import dev.pluginio.api.access.Role;
import dev.pluginio.transport.Network;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;

/**
 * Who may enter a namespace, beside what holds for all of them.
 *
 * @param required whether everybody must show credentials, of whatever kind
 * @param strategies how clients may be authenticated; empty for any way
 * @param roles the names or ids of the roles that may enter; empty for all, and for API tokens, which have none
 * @param allow where clients may be; empty for anywhere
 * @param deny where they may not, even if allowed
 */
public record Entrance(
        boolean required, Set<String> strategies, Set<String> roles, List<Network> allow, List<Network> deny) {

    /** For everybody. */
    public static final Entrance OPEN = new Entrance(false, Set.of(), Set.of(), List.of(), List.of());

    public Entrance {
        strategies = Set.copyOf(strategies);
        roles = Set.copyOf(roles);
        allow = List.copyOf(allow);
        deny = List.copyOf(deny);
    }

    boolean takes(String strategy) {
        return strategies.isEmpty() || strategies.contains(strategy);
    }

    boolean isFor(InetAddress address) {
        return deny.stream().noneMatch(network -> network.contains(address))
                && (allow.isEmpty() || allow.stream().anyMatch(network -> network.contains(address)));
    }

    boolean lacksCredentials(Principal principal) {
        return required && principal instanceof Principal.Public;
    }

    boolean admits(Principal principal) {
        return !lacksCredentials(principal)
                && (roles.isEmpty()
                        || principal.grantee() instanceof Role role
                                && (roles.contains(role.id()) || roles.contains(role.name())));
    }
}
