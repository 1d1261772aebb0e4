package dev.pluginio.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pluginio.e2e.driver.ClientSocket;
import dev.pluginio.e2e.driver.Connect;
import dev.pluginio.e2e.driver.Ears;
import dev.pluginio.e2e.driver.Frame;
import dev.pluginio.e2e.driver.Json;
import dev.pluginio.e2e.driver.PluginJar;
import dev.pluginio.e2e.driver.Refusal;
import dev.pluginio.e2e.driver.SampleHost;
import dev.pluginio.e2e.driver.SocketDriver;
import dev.pluginio.e2e.points.Badge;
import dev.pluginio.e2e.points.Doorman;
import dev.pluginio.e2e.points.Hooks;
import dev.pluginio.e2e.points.Hush;
import dev.pluginio.e2e.points.Notebook;
import dev.pluginio.e2e.points.Porter;
import dev.pluginio.e2e.points.Stamp;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Extensions of a packed plugin are ordered, switched on and off and told things by plugins.yml, while clients are there. */
@ExtendWith(SharedHost.class)
@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // filled before all tests
class ExtensionsIT {

    private static final String OFF = "{ class: dev.pluginio.e2e.points.Hooks$%s, enabled: false }";

    private SampleHost host;

    @BeforeAll
    void start(@TempDir Path folder) {
        Path plugin = PluginJar.pack(
                folder.resolve("points.jar"),
                "points",
                List.of(
                        Hooks.First.class,
                        Hooks.Second.class,
                        Hooks.Third.class,
                        Notebook.class,
                        Doorman.class,
                        Badge.class,
                        Hush.class,
                        Porter.class,
                        Stamp.Red.class,
                        Stamp.Blue.class),
                List.of(Hooks.class, Hooks.First.class.getSuperclass(), Stamp.class));
        host = SampleHost.setup()
                .with(plugin)
                .config(config(hook("Second", "b"), hook("First", "a"), off("Third")))
                .start();
    }

    @AfterAll
    void stop() {
        host.close();
    }

    private static String hook(String name, String word) {
        return "{ class: dev.pluginio.e2e.points.Hooks$%s, config: { word: %s } }".formatted(name, word);
    }

    private static String off(String name) {
        return OFF.formatted(name);
    }

    private static String config(String... hooks) {
        return """
                io:
                  config:
                    contentTypes: [api::tag.tag]
                    permission: find
                    namespaces: { /staff: {} }
                    socket: { serverOptions: { host: 127.0.0.1, port: '${IO_PORT}' } }
                    events: [{ name: 'points:word', config: { word: hello } }]
                    hooks:
                """
                + String.join(
                        "",
                        List.of(hooks).stream()
                                .map(hook -> "      - " + hook + "\n")
                                .toList());
    }

    private void save(String... hooks) {
        int mark = host.log().mark();
        host.configure(config(hooks));
        host.log().awaitSince(mark, "the file to be read again", line -> line.contains("was read again; applied"));
    }

    private static List<String> lines(ClientSocket client) {
        List<String> lines = new ArrayList<>();
        client.ask("points:lines", List.of()).get(0).forEach(line -> lines.add(line.asText()));
        return lines;
    }

    /** The second stands first in the file, the third is switched off there. */
    @Test
    void hooksAreCalledInTheirConfiguredOrderWithTheirSettings(SharedHost.Drivers drivers) {
        try (Ears ears = ears(drivers)) {
            assertThat(lines(ears.socket("editor")).subList(0, 4))
                    .containsExactly("Second init b", "First init a", "Second ready b", "First ready a");
            assertThat(ears.socket("editor").ask("points:word", List.of())).containsExactly(Json.of("hello"));
        }
    }

    /** B28: whoever is connected stays connected. */
    @Test
    void savingTheFileSwitchesHooksOnAndOff(SharedHost.Drivers drivers) {
        try (Ears ears = ears(drivers)) {
            ClientSocket editor = ears.socket("editor");
            String socket = editor.sid().orElseThrow();
            save(hook("First", "x"), off("Second"), off("Third"));
            int before = settled(editor);

            save(off("First"), hook("Third", "c"), off("Second"));

            await().until(() -> lines(editor).size() >= before + 3);
            List<String> since = lines(editor).subList(before, before + 3);
            assertThat(since).containsExactly("First stopping x", "Third init c", "Third ready c");
            assertThat(editor.isConnected()).isTrue();
            assertThat(editor.sid()).contains(socket);
        }
    }

    /** How much is written once the hooks that are on have been told. */
    private int settled(ClientSocket editor) {
        await().until(() -> lines(editor).stream()
                .filter(line -> line.startsWith("Second"))
                .reduce((one, two) -> two)
                .filter(line -> line.startsWith("Second stopping"))
                .isPresent());
        return lines(editor).size();
    }

    @ParameterizedTest
    @EnumSource(SocketDriver.Kind.class)
    void aFilterTellsTheOfficialClientWhyItMayNotComeIn(SocketDriver.Kind client, SharedHost.Drivers drivers) {
        String staff = host.io() + "/staff";
        save("{ class: dev.pluginio.e2e.points.Doorman, config: { closed: /staff, why: 'Open again at nine' } }");

        Refusal refusal = drivers.of(client).open(Connect.to(URI.create(staff))).refused();
        assertThat(refusal.message()).isEqualTo("Open again at nine");
        assertThat(refusal.code()).isEqualTo("closed");
        drivers.of(client).open(Connect.to(host.io())).connected().close();

        save("{ class: dev.pluginio.e2e.points.Doorman, enabled: false, config: { closed: /staff, why: 'No' } }");
        drivers.of(client).open(Connect.to(URI.create(staff))).connected().close();
    }

    @Test
    void aStrategyAndAPolicyGoByTheirSettingsOfNow(SharedHost.Drivers drivers) {
        SocketDriver driver = drivers.of(SocketDriver.Kind.JAVASCRIPT);
        Connect withBadge = Connect.to(host.io()).auth(Map.of("strategy", "badge", "word", "sesame"));
        save("{ name: badge, config: { word: other } }");
        assertThat(driver.open(withBadge).refused().code()).isEqualTo("wrong_badge");

        save("{ name: badge, config: { word: sesame } }", "{ plugin: points, config: { open: lobby } }");

        try (ClientSocket guest = driver.open(withBadge).connected()) {
            assertThat(guest.ask("join-room", List.of(Json.of("lobby")))
                            .get(0)
                            .path("success")
                            .asBoolean())
                    .isTrue();
            assertThat(guest.ask("join-room", List.of(Json.of("attic")))
                            .get(0)
                            .path("success")
                            .asBoolean())
                    .isFalse();
        }
    }

    @Test
    void rulesAndTransformersGoByTheirSettingsAndTheirOrder(SharedHost.Drivers drivers) {
        try (Ears ears = ears(drivers)) {
            save(
                    "{ class: dev.pluginio.e2e.points.Stamp$Blue, config: { mark: blue } }",
                    "{ class: dev.pluginio.e2e.points.Stamp$Red, config: { mark: red } }",
                    "{ name: hush, config: { hidden: secret } }");
            assertThat(stamps(ears, "open")).containsExactly("bluered");
            assertThat(stamps(ears, "secret")).isEmpty();

            save(
                    "{ class: dev.pluginio.e2e.points.Stamp$Red, config: { mark: red } }",
                    "{ class: dev.pluginio.e2e.points.Stamp$Blue, enabled: false }",
                    "{ name: hush, config: { hidden: open } }");
            assertThat(stamps(ears, "secret")).containsExactly("red");
            assertThat(stamps(ears, "open")).isEmpty();
        }
    }

    /** What is written on a new tag, of those that are heard of. */
    private List<String> stamps(Ears ears, String name) {
        List<Frame> heard = ears.heardOf(
                        () -> Stories.make(host.as(SampleHost.EDITOR), "tags", Map.of("name", Stories.unique(name))))
                .getOrDefault("editor", List.of());
        return heard.stream()
                .map(Frame::data)
                .map((JsonNode tag) -> tag.path("stamps").asText())
                .toList();
    }

    private Ears ears(SharedHost.Drivers drivers) {
        return new Ears(host, drivers.of(SocketDriver.Kind.JAVASCRIPT))
                .with("editor", Stories.as(host, SampleHost.EDITOR));
    }
}
