package dev.pluginio.command;

import dev.pluginio.describe.Documents;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A document that somebody wants.
 *
 * @param plugin where the plugin is
 * @param path of the document there
 * @param token of whoever asks
 * @param role whose document it is; null for the token's own
 * @param file where it is to be written; null if it is to be printed
 */
record Order(
        URI plugin,
        String path,
        String token,
        @Nullable String role,
        @Nullable String file) {

    private static final String SEE_HELP = "; 'help' tells how this is used";
    private static final Map<String, String> PATHS = Map.of("types", Documents.TYPES, "asyncapi", Documents.ASYNC_API);
    private static final Map<String, String> SHORT = Map.of("-o", "--output");
    private static final Set<String> OPTIONS = Set.of("--url", "--token", "--role", "--output");

    /** Reads arguments. */
    static Order of(List<String> arguments, Map<String, String> environment) throws Failure {
        if (arguments.isEmpty()) {
            throw wrong("say what is wanted: check, types, asyncapi or help");
        }
        String path = PATHS.get(arguments.get(0));
        if (path == null) {
            throw wrong("there is no command '" + arguments.get(0) + "'; there are: check, types, asyncapi, help");
        }
        Map<String, String> options = options(arguments.subList(1, arguments.size()));
        String url = options.get("--url");
        if (url == null) {
            throw wrong("say where the plugin is, such as --url http://127.0.0.1:1338");
        }
        String token = options.getOrDefault("--token", environment.getOrDefault(Commands.TOKEN_VARIABLE, ""))
                .strip();
        if (token.isEmpty()) {
            throw wrong("give a token in the environment variable " + Commands.TOKEN_VARIABLE + ", or by --token");
        }
        if (!token.chars().allMatch(character -> character > ' ' && character < 0x7f)) {
            throw wrong("the token has characters that no token has");
        }
        return new Order(address(url), path, token, options.get("--role"), options.get("--output"));
    }

    private static Map<String, String> options(List<String> arguments) throws Failure {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i < arguments.size(); i += 2) {
            String option = SHORT.getOrDefault(arguments.get(i), arguments.get(i));
            if (!OPTIONS.contains(option)) { // not shown: it may be a token that stands where it should not
                throw wrong("argument " + (i + 2) + " is not an option; there are: --url, --token, --role, -o");
            }
            if (i + 1 == arguments.size()) {
                throw wrong("something must follow " + arguments.get(i));
            }
            if (options.put(option, arguments.get(i + 1)) != null) {
                throw wrong(arguments.get(i) + " stands there twice");
            }
        }
        return options;
    }

    private static URI address(String url) throws Failure {
        try {
            URI address = new URI(url.replaceAll("/+$", ""));
            boolean isHttp =
                    "http".equalsIgnoreCase(address.getScheme()) || "https".equalsIgnoreCase(address.getScheme());
            if (isHttp
                    && address.getHost() != null
                    && address.getRawUserInfo() == null
                    && address.getRawQuery() == null
                    && address.getRawFragment() == null) {
                return address;
            }
        } catch (URISyntaxException e) {
            // told below, as any other that cannot be meant
        }
        throw wrong("the URL must look like http://127.0.0.1:1338, and not like '" + url + "'");
    }

    private static Failure wrong(String message) {
        return new Failure(Failure.USAGE, message + SEE_HELP);
    }

    /** Without the token. */
    @Override
    public String toString() {
        return plugin + path + (role == null ? "" : " of " + role);
    }
}
