package dev.pluginio.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the commands say and write, with a server of the test in the plugin's place. */
class CommandsTest {

    private static final String TOKEN = "a-secret-token";

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] body = "the döcument\n".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            exchange.sendResponseHeaders(status, body.length);
            try (exchange) {
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private int run(Map<String, String> environment, String... arguments) {
        return new Commands(environment, new PrintStream(out, true), new PrintStream(err, true)).run(arguments);
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String said() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void writesTheFileThatIsAskedFor() throws IOException {
        Path file = folder.resolve("events.d.ts");

        assertThat(run(
                        Map.of(),
                        "types",
                        "--url",
                        url() + "/",
                        "--token",
                        TOKEN,
                        "--role",
                        "Ed & co",
                        "-o",
                        file.toString()))
                .isZero();
        assertThat(file).hasContent("the döcument");
        assertThat(asked).containsExactly("GET /plugin-io/types.d.ts?role=Ed+%26+co Bearer " + TOKEN);
        assertThat(printed() + said()).isEmpty();
    }

    @Test
    void takesTheTokenFromTheEnvironmentAndPrintsWhereNoFileIsNamed() {
        assertThat(run(Map.of("PLUGIN_IO_TOKEN", TOKEN), "asyncapi", "--url", url()))
                .isZero();
        assertThat(printed()).isEqualTo("the döcument\n");
        assertThat(asked).containsExactly("GET /plugin-io/asyncapi.json Bearer " + TOKEN);
    }

    @ParameterizedTest
    @CsvSource({
        "401, 4, not valid",
        "403, 4, documents.readers",
        "404, 5, documents.enabled",
        "500, 1, status 500",
        "302, 1, status 302"
    })
    void saysWhyItGotNothingAndWritesNothing(int answered, int code, String hint) {
        status = answered;
        Path file = folder.resolve("events.d.ts");

        assertThat(run(Map.of(), "types", "--url", url(), "--token", TOKEN, "-o", file.toString()))
                .isEqualTo(code);
        assertThat(said()).contains(hint).doesNotContain(TOKEN);
        assertThat(Files.exists(file)).isFalse();
        assertThat(asked).hasSize(1);
    }

    @Test
    void saysThatNobodyAnswers() throws IOException {
        int nobody;
        try (ServerSocket free = new ServerSocket(0)) {
            nobody = free.getLocalPort();
        }

        assertThat(run(Map.of(), "types", "--url", "http://127.0.0.1:" + nobody, "--token", TOKEN))
                .isEqualTo(3);
        assertThat(said()).contains("no answer from http://127.0.0.1:" + nobody).doesNotContain(TOKEN);
    }

    @Test
    void saysWhereItCannotWrite() {
        String file = folder.resolve("no such folder/events.d.ts").toString();

        assertThat(run(Map.of(), "types", "--url", url(), "--token", TOKEN, "-o", file))
                .isEqualTo(1);
        assertThat(said()).contains("cannot write " + file);
    }

    @Test
    void saysWhatIsWrongWithTheArguments() {
        List<List<String>> wrong = List.of(
                List.of(),
                List.of("typos"),
                List.of("types"),
                List.of("types", "--url", url()),
                List.of("types", "--url", "127.0.0.1:1338", "--token", TOKEN),
                List.of("types", "--url", "ftp://127.0.0.1", "--token", TOKEN),
                List.of("types", "--url", "http://a b", "--token", TOKEN),
                List.of("types", "--url", url(), "--token"),
                List.of("types", "--url", url(), TOKEN, "x"),
                List.of("types", "--url", url(), "--url", url()));

        for (List<String> arguments : wrong) {
            err.reset();
            assertThat(run(Map.of(), arguments.toArray(String[]::new)))
                    .as("%s", arguments)
                    .isEqualTo(2);
            assertThat(said()).contains("'help' tells how").doesNotContain(TOKEN);
        }
        assertThat(asked).isEmpty();
    }

    @Test
    void helps() {
        assertThat(run(Map.of(), "help")).isZero();
        assertThat(printed()).contains("types", "asyncapi", "--url", "PLUGIN_IO_TOKEN", "Exit codes");
    }
}
