package dev.pluginio.config;

import dev.pluginio.api.access.Credentials;
import jakarta.validation.constraints.Pattern;

/** A section of {@code namespaces}. */
record NamespaceOptions(
        @Setting("How clients are authenticated that name no strategy themselves: jwt, api-token, or the name of a"
                + " strategy that a plugin brings.")
        @Pattern(
                regexp = "[A-Za-z][A-Za-z0-9_-]*",
                message = "must be the name of a strategy: letters, digits, '_' and '-', such as 'jwt'")
        String defaultStrategy) {

    /** What clients write, with or without the slash. */
    static final String NAME = "/|/?[A-Za-z0-9_~.-]+(/[A-Za-z0-9_~.-]+)*";

    NamespaceOptions() {
        this(Credentials.JWT);
    }
}
