package dev.pluginio.config;

import dev.pluginio.api.access.Credentials;
import dev.pluginio.session.Entrance;
import dev.pluginio.transport.Network;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A section of {@code namespaces}. */
record NamespaceOptions(
        @Setting("How clients are authenticated that name no strategy themselves: jwt, api-token, or the name of a"
                + " strategy that a plugin brings.")
        @Pattern(regexp = STRATEGY, message = NO_STRATEGY)
        String defaultStrategy,

        @Setting(
                "Whether everybody must show credentials, a token of a user or an API token (required), or clients without"
                        + " any enter as the public role (optional).")
        Requirement authentication,

        @Setting("The strategies by which clients may be authenticated; without it, any.")
        List<@Pattern(regexp = STRATEGY, message = NO_STRATEGY) String> strategies,

        @Setting(
                "The roles that may enter, by name or id; without it, all. API tokens have no role: with it, none enters.")
        List<String> roles,

        @Setting("The addresses and networks from which it may be entered; without it, all that may connect.")
        List<@Pattern(regexp = Network.FORM, message = LimitOptions.NETWORK) String> allow,

        @Setting("The addresses and networks from which it may not be entered, even if allowed.")
        List<@Pattern(regexp = Network.FORM, message = LimitOptions.NETWORK) String> deny,

        @Setting("The ids of the plugins whose handlers serve it, connection handlers among them; without it, all.")
        @Nullable
        List<String> handlers) {

    /** Whether credentials are needed. */
    enum Requirement {
        OPTIONAL,
        REQUIRED
    }

    private static final String STRATEGY = "[A-Za-z][A-Za-z0-9_-]*";
    private static final String NO_STRATEGY =
            "must be the name of a strategy: letters, digits, '_' and '-', such as 'jwt'";

    /** What clients write, with or without the slash. */
    static final String NAME = "/|/?[A-Za-z0-9_~.-]+(/[A-Za-z0-9_~.-]+)*";

    NamespaceOptions() {
        this(Credentials.JWT, Requirement.OPTIONAL, List.of(), List.of(), List.of(), List.of(), null);
    }

    /** Who may enter; what is no network is told of otherwise. */
    Entrance entrance() {
        return new Entrance(
                authentication == Requirement.REQUIRED,
                Set.copyOf(strategies),
                Set.copyOf(roles),
                networks(allow),
                networks(deny));
    }

    private static List<Network> networks(List<String> given) {
        return given.stream().flatMap(text -> Network.parse(text).stream()).toList();
    }
}
