package dev.pluginio.config;

import jakarta.validation.constraints.Pattern;
import java.util.List;

/** The section {@code cors}. */
record CorsOptions(
        @Place String at,

        @Setting(
                value = "The origins whose pages may connect, one or a list: scheme://host, with :port where it is"
                        + " not the scheme's own, or '*' for all. Without it only pages of the same origin may.",
                single = true)
        List<
                        @Pattern(
                                regexp = ORIGIN,
                                message = "must be '*', or scheme://host or scheme://host:port with nothing after it,"
                                        + " such as 'https://www.example.com'")
                        String>
                origin,

        @Setting("Whether pages of the listed origins may connect with credentials (withCredentials), so that cookies"
                + " of a proxy or balancer come along. Not with '*'.")
        boolean credentials) {

    static final String ORIGIN =
            "\\*|[A-Za-z][A-Za-z0-9+.-]*://(\\[[0-9A-Fa-f:.]+\\]|[^\\s/:?#@\\[\\]]+)(:[0-9]{1,5})?";

    CorsOptions() {
        this("", List.of(), false);
    }

    /** Whether pages may send credentials; a problem if it is not told which pages. */
    boolean credentials(Problems problems) {
        if (credentials && (origin.isEmpty() || origin.contains("*"))) {
            problems.add(
                    at + ".credentials",
                    "is only for origins that are listed one by one, never for all; list them under origin");
        }
        return credentials;
    }
}
