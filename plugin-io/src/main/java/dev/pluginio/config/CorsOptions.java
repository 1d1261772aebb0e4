package dev.pluginio.config;

import jakarta.validation.constraints.Pattern;
import java.util.List;

/** The section {@code cors}. */
record CorsOptions(
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
                origin) {

    static final String ORIGIN =
            "\\*|[A-Za-z][A-Za-z0-9+.-]*://(\\[[0-9A-Fa-f:.]+\\]|[^\\s/:?#@\\[\\]]+)(:[0-9]{1,5})?";

    CorsOptions() {
        this(List.of());
    }
}
