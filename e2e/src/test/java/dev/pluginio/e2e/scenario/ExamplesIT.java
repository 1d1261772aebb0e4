package dev.pluginio.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.e2e.driver.Cms;
import dev.pluginio.e2e.driver.Places;
import dev.pluginio.e2e.driver.SampleHost;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The examples for front-end developers, as they stand in the documents, against the sample host as it is shipped. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // started before the tests
class ExamplesIT {

    private static final Path EXAMPLES = Places.root().resolve("docs/examples");

    private SampleHost host;
    private Path folder; // below the folder in which the packages are installed

    @BeforeAll
    void start() throws IOException {
        host = SampleHost.setup().asShipped().start();
        folder = Files.createTempDirectory(
                Files.createDirectories(Places.module().resolve("target")), "examples");
        for (String file : List.of("plain.mjs", "typed.mts", "tsconfig.json")) {
            Files.copy(EXAMPLES.resolve(file), folder.resolve(file));
        }
    }

    @AfterAll
    void stop() throws IOException {
        host.close();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    private List<String> run(String... command) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("CMS", host.http().toString());
        builder.environment().put("DEMO_PASSWORD", SampleHost.PASSWORD);
        Path printed = folder.resolve("printed.txt");
        Process process = builder.redirectOutput(printed.toFile()).start();
        boolean ended = process.waitFor(120, TimeUnit.SECONDS);
        process.destroyForcibly();
        String all = Files.readString(printed, StandardCharsets.UTF_8);
        assertThat(ended).as("ends by itself; it printed%n%s", all).isTrue();
        assertThat(process.exitValue()).as("%s", all).isZero();
        return all.lines().toList();
    }

    @Test
    void thePlainOneListensSubscribesAndShowsErrors() throws Exception {
        List<String> printed = run("node", "plain.mjs");

        assertThat(printed).hasSize(7);
        assertThat(printed.get(0)).startsWith("refused: ").endsWith("(invalid_token)");
        assertThat(printed.get(1)).isEqualTo("connected as editor");
        assertThat(printed.get(2)).startsWith("subscribed: Welcome to the sample CMS, ");
        assertThat(printed.get(3)).startsWith("not joined: ");
        assertThat(printed.get(4)).startsWith("no answer: ");
        assertThat(printed.get(5)).startsWith("api::article.article update: Welcome to the sample CMS, ");
        assertThat(printed.get(6)).isEqualTo("disconnected: io client disconnect");
    }

    @Test
    void theTypedOneIsCompiledWithTheTypesOfItsRoleAndRuns() throws Exception {
        Cms.Answer types =
                Cms.at(host.io()).as(host.as(SampleHost.EDITOR).bearer()).get("/plugin-io/types.d.ts");
        assertThat(types.status()).as(types.body()).isEqualTo(200);
        Files.writeString(folder.resolve("events.d.ts"), types.body());

        Path compiler = Places.module().resolve("node_modules/typescript/bin/tsc");
        assertThat(run("node", compiler.toString())).isEmpty();

        assertThat(run("node", "typed.mjs"))
                .containsExactly(
                        "subscribed: Welcome to the sample CMS",
                        "comments: 1",
                        "article:update: Welcome to the sample CMS, by Ada Quill");
    }
}
