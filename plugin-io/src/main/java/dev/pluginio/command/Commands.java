package dev.pluginio.command;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The commands, with what they print and the exit code of each. Never prints a token. */
final class Commands {

    static final String TOKEN_VARIABLE = "PLUGIN_IO_TOKEN";

    private static final List<String> HELP = List.of("help", "--help", "-h");
    private static final String USAGE = """
            The jar of plugin-io belongs into the plugins folder of a host. Run by hand, it looks for mistakes in a configuration,
            and writes what a running plugin tells of the events of a role, for those who write clients:

              java -jar plugin-io.jar check <file>
                  looks at config/plugins.yml as the plugin does when it starts, with the environment variables of this shell,
                  and prints everything that is wrong, with line and key; whether the host has the content types and
                  attributes that it names is told when the plugin starts

              java -jar plugin-io.jar types    --url <url> [--token <token>] [--role <role>] [-o <file>]
                  TypeScript types for socket.io-client
              java -jar plugin-io.jar asyncapi --url <url> [--token <token>] [--role <role>] [-o <file>]
                  an AsyncAPI 3 document, as JSON
              java -jar plugin-io.jar help
                  this text

              --url    the plugin's port, such as http://127.0.0.1:1338, with 'documents: { enabled: true }' in plugins.yml
              --token  an API token or a JWT; better given in the environment variable PLUGIN_IO_TOKEN, as others on the
                       machine can read the command line
              --role   the name or id of another role or API token than the token's own; 'documents.readers' says who may
              -o       the file to write; otherwise it is printed

            Exit codes: 0 done, 1 something else went wrong, 2 wrong arguments, 3 no answer, 4 not permitted, 5 nothing there,
            6 the configuration is wrong
            """;

    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;

    /**
     * Prepares the commands.
     *
     * @param environment the variables
     * @param out where results go
     * @param err where messages go
     */
    Commands(Map<String, String> environment, PrintStream out, PrintStream err) {
        this.environment = environment;
        this.out = out;
        this.err = err;
    }

    /** Does what the arguments say; gives the exit code. */
    int run(String... arguments) {
        try {
            if (arguments.length == 1 && HELP.contains(arguments[0])) {
                out.print(USAGE);
                out.flush();
                return Failure.NONE;
            }
            if (arguments.length > 0 && arguments[0].equals("check")) {
                return check(List.of(arguments).subList(1, arguments.length));
            }
            deliver(Order.of(List.of(arguments), environment));
            return Failure.NONE;
        } catch (Failure failure) {
            err.println("plugin-io: " + failure.getMessage());
            err.flush();
            return failure.code();
        }
    }

    private int check(List<String> arguments) throws Failure {
        List<String> problems = Check.of(arguments, environment);
        problems.forEach(out::println);
        out.println(
                problems.isEmpty()
                        ? arguments.get(0) + ": nothing is wrong, as far as can be told without the host"
                        : problems.size() == 1 ? "1 problem" : problems.size() + " problems");
        out.flush();
        return problems.isEmpty() ? Failure.NONE : Failure.WRONG;
    }

    private void deliver(Order order) throws Failure {
        byte[] document = Download.of(order);
        String file = order.file();
        if (file == null) {
            out.write(document, 0, document.length);
            out.flush();
            return;
        }
        try {
            Files.write(Path.of(file), document);
        } catch (IOException | InvalidPathException e) {
            throw new Failure(Failure.OTHER, "cannot write " + file + ": " + e);
        }
    }
}
