package dev.pluginio.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pluginio.e2e.driver.Cms;
import dev.pluginio.e2e.driver.Ears;
import dev.pluginio.e2e.driver.Frame;
import dev.pluginio.e2e.driver.Json;
import dev.pluginio.e2e.driver.Places;
import dev.pluginio.e2e.driver.Run;
import dev.pluginio.e2e.driver.SampleHost;
import dev.pluginio.e2e.driver.SocketDriver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/** The packed plugin goes by its file as it is saved, and tells those who write clients what there is by then. */
@ExtendWith(SharedHost.class)
@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // filled before all tests
class LiveConfigurationIT {

    private static final String ALL =
            "[{ uid: api::article.article, populate: { author: { fields: [name] } } }," + " { uid: api::tag.tag }]";

    private SampleHost host;
    private Cms editor;

    @BeforeAll
    void start() {
        host = SampleHost.setup().with(Places.echoJar()).config(config(ALL, "")).start();
        editor = host.as(SampleHost.EDITOR);
    }

    @AfterAll
    void stop() {
        host.close();
    }

    private static String config(String contentTypes, String more) {
        return """
                io:
                  config:
                    contentTypes: %s
                    permission: find
                    socket: { serverOptions: { host: 127.0.0.1, port: '${IO_PORT}' } }
                """.formatted(contentTypes) + more;
    }

    /** Saves the file and waits until the log tells what became of it. */
    private String save(String yaml, String told) {
        int mark = host.log().mark();
        host.configure(yaml);
        return host.log().awaitSince(mark, told, line -> line.contains(told));
    }

    private void change(String key) {
        Stories.make(editor, "tags", Map.of("name", Stories.unique(key)));
        JsonNode article = Stories.newArticle(editor);
        Stories.publish(editor, article);
    }

    /** B28, in the running host: no socket is dropped, and a wrong file changes nothing. */
    @Test
    void appliesTheFileAsItIsSaved(SharedHost.Drivers drivers) {
        try (Ears ears = new Ears(host, drivers.of(SocketDriver.Kind.JAVASCRIPT))
                .with("editor", Stories.as(host, SampleHost.EDITOR))) {
            String socket = ears.socket("editor").sid().orElseThrow();
            save(config("[api::article.article]", "    sensitiveFields: [iban]\n"), "was read again; applied");
            assertThat(heard(ears)).isNotEmpty().allMatch(frame -> frame.event().startsWith("article:"));

            save(config("[api::tag.tag]", ""), "was read again; applied");
            assertThat(heard(ears)).isNotEmpty().allMatch(frame -> frame.event().startsWith("tag:"));

            save(config("[{ uid: api::article.article, fields: [slug] }]", ""), "was read again; applied");
            List<Frame> narrow = heard(ears);
            assertThat(narrow).isNotEmpty().allMatch(frame -> !frame.data().has("title"));
            assertThat(narrow).anyMatch(frame -> frame.data().has("slug"));

            save(config("[api::tag.tag]", "    envelop: bare\n"), "plugins.yml:6: io.config.envelop");
            assertThat(heard(ears)).isNotEmpty().allMatch(frame -> frame.event().startsWith("article:"));

            assertThat(ears.socket("editor").isConnected()).isTrue();
            assertThat(ears.socket("editor").sid()).contains(socket);
        }
    }

    private List<Frame> heard(Ears ears) {
        return ears.heardOf(() -> change("tag")).getOrDefault("editor", List.of());
    }

    /** B2, B8: what the jar writes for a role is what that role gets, by the official schema and the official compiler. */
    @Test
    void writesTypesAndDocumentsThatAreRight() throws Exception {
        save(
                config(
                        ALL,
                        "    logging: { level: info }\n    documents: { enabled: true, readers: [Administrator] }\n"),
                "was read again; applied");
        Path folder = Files.createDirectories(Places.module().resolve("target/types"));
        String admin = host.admin().bearer();
        for (Map.Entry<String, String> role :
                Map.of("editor", "Editor", "visitor", "Public").entrySet()) {
            for (String what : List.of("types .d.ts", "asyncapi .json")) {
                String[] words = what.split(" ", -1);
                String file = folder.resolve(role.getKey() + words[1]).toString();
                Run run = jar(admin, words[0], "--role", role.getValue(), "-o", file);
                assertThat(run.code()).as(run.output()).isZero();
            }
        }
        Run asyncApi = node("src/test/node/asyncapi.js", folder.resolve("editor.json"), folder.resolve("visitor.json"));
        assertThat(asyncApi.code()).as(asyncApi.output()).isZero();
        JsonNode visitor = Json.parse(Files.readString(folder.resolve("visitor.json")));
        assertThat(visitor.path("channels").path("root").path("messages").toString())
                .contains("article:update", "join-room.answer");
        assertThat(visitor.toString()).doesNotContain("internalNotes");
        assertThat(visitor.path("components")
                        .path("schemas")
                        .path("Greeting")
                        .path("properties")
                        .path("text"))
                .as("the record of a plugin, and its constraints")
                .isEqualTo(Json.parse(
                        "{'type':'string','maxLength':20,'minLength':1,'pattern':'\\\\S'}".replace('\'', '"')));

        Path uses = Files.copy(
                Places.module().resolve("src/test/node/types/uses.ts"),
                folder.resolve("uses.ts"),
                StandardCopyOption.REPLACE_EXISTING);
        Run compiler = node(
                "node_modules/typescript/bin/tsc",
                "--noEmit",
                "--strict",
                "--skipLibCheck",
                "--module",
                "preserve",
                "--target",
                "es2022",
                uses);
        assertThat(compiler.code()).as(compiler.output()).isZero();

        Run forbidden = jar(editor.bearer(), "types", "--role", "Administrator");
        assertThat(forbidden.code()).isEqualTo(4);
        assertThat(forbidden.output()).contains("403", "documents.readers").doesNotContain(editor.bearer());
        assertThat(jar("wrong", "asyncapi").output()).contains("401");
    }

    private Run jar(String token, String command, String... more) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(command, "--url", host.io().toString()));
        words.addAll(List.of(more));
        return Run.pluginJar(Map.of("PLUGIN_IO_TOKEN", token), words);
    }

    private static Run node(Object... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of("node"));
        for (Object argument : arguments) {
            line.add(argument.toString());
        }
        return Run.of(line, Map.of());
    }
}
