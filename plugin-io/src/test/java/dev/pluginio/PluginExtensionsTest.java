package dev.pluginio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pluginio.api.access.Authentication;
import dev.pluginio.session.handlers.Handlers;
import dev.pluginio.session.handlers.Lane;
import dev.pluginio.session.handlers.Verdict;
import dev.pluginio.testing.Blog;
import dev.pluginio.testing.RecordingClient;
import dev.pluginio.testing.TestCaller;
import dev.pluginio.testing.TestHandlers;
import dev.pluginio.testing.TestRequest;
import dev.pluginio.testing.guest.Visitor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pf4j.DefaultPluginManager;
import org.pf4j.PluginManager;

/** Plugins come and go while the server runs and clients are there. */
class PluginExtensionsTest {

    private static final String PLUGIN = "visitor-plugin";

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Handlers handlers = TestHandlers.with(timer);
    private final Sight sight = new Sight();
    private final List<String> answers = new CopyOnWriteArrayList<>();
    private final RecordingClient client = new RecordingClient("/", "x");

    @TempDir
    Path folder;

    private PluginManager plugins;
    private PluginExtensions extensions;

    @BeforeEach
    void pack() throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Plugin-Id", PLUGIN);
        manifest.getMainAttributes().putValue("Plugin-Version", "1.0.0");
        try (OutputStream out = Files.newOutputStream(folder.resolve("visitor.jar"));
                JarOutputStream jar = new JarOutputStream(out, manifest)) {
            for (Class<?> type : List.of(Visitor.class, Visitor.Visit.class)) {
                String file = type.getName().replace('.', '/') + ".class";
                jar.putNextEntry(new JarEntry(file));
                try (InputStream code = type.getClassLoader().getResourceAsStream(file)) {
                    code.transferTo(jar);
                }
            }
            jar.putNextEntry(new JarEntry("META-INF/extensions.idx"));
            jar.write(Visitor.class.getName().getBytes(StandardCharsets.UTF_8));
        }
        plugins = new DefaultPluginManager(folder);
        plugins.loadPlugins();
        extensions = new PluginExtensions(plugins, sight.recipients(handlers)).watch();
    }

    @AfterEach
    void stop() {
        extensions.close();
        List.copyOf(plugins.getStartedPlugins()).forEach(plugin -> plugins.stopPlugin(plugin.getPluginId()));
        handlers.close();
        timer.shutdownNow();
    }

    private boolean visit(Lane lane) {
        return visit(lane, Map.of("from", "ann", "for", List.of("bob")));
    }

    private boolean visit(Lane lane, Map<String, Object> visit) {
        return handlers.received(lane, "visit", List.of(visit), given -> answers.add(RecordingClient.text(given)));
    }

    private void answered(String... expected) {
        await().untilAsserted(() -> assertThat(answers).containsExactly(expected));
    }

    private Verdict authenticate(Map<String, Object> auth) {
        return handlers.authenticate("visitor", new TestRequest(auth))
                .toCompletableFuture()
                .join()
                .orElse(null);
    }

    @Test
    void callsThePluginsThatRunAndNoOthers() {
        Lane lane = handlers.arrived(new TestCaller(client, TestRequest.NOBODY));
        assertThat(visit(lane)).isFalse();
        assertThat(authenticate(Map.of("name", "ann"))).isNull();

        plugins.startPlugin(PLUGIN);
        visit(lane);
        visit(lane);
        answered("1 true {}", "2 true {}");
        assertThat(client.heard()).containsExactly("welcome {}");

        plugins.stopPlugin(PLUGIN);
        assertThat(visit(lane)).isFalse();
        assertThat(authenticate(Map.of("name", "ann"))).isNull();

        plugins.startPlugin(PLUGIN);
        visit(lane);
        answered("1 true {}", "2 true {}", "1 true {}");
        assertThat(client.heard()).containsExactly("welcome {}", "welcome {}");
    }

    private Map<String, Object> read(Map<String, Object> more) {
        return sight.of(Blog.article(1, "One", "2026-01-01T00:00:00Z", more));
    }

    @Test
    void asksTheRulesAndTransformersOfThePluginsThatRun() {
        Map<String, Object> open = new HashMap<>();
        open.put("internalNotes", null);
        assertThat(read(Map.of())).containsKey("title");

        plugins.startPlugin(PLUGIN);
        assertThat(sight.rules.needs(Blog.ARTICLE)).containsExactly("internalNotes");
        assertThat(read(Map.of())).isEmpty();
        assertThat(read(open)).isEqualTo(Map.of("seenBy", "visitor"));

        plugins.stopPlugin(PLUGIN);
        assertThat(sight.rules.needs(Blog.ARTICLE)).isEmpty();
        assertThat(read(Map.of())).containsKey("title");
    }

    @Test
    void letsThePluginThatAdmitsAClientKnowWhatItSent() {
        plugins.startPlugin(PLUGIN);

        Verdict verdict = authenticate(Map.of("name", "ann", "token", "secret"));
        Map<String, Object> auth = ((Authentication.Admitted) verdict.authentication()).auth();
        Lane lane = handlers.arrived(new TestCaller(client, TestRequest.NOBODY, verdict.plugin(), auth));
        visit(lane);

        answered("1 true {\"name\":\"ann\"}");
        assertThat(verdict.plugin()).isEqualTo(PLUGIN);
        assertThat(verdict.toString()).doesNotContain("ann");
        assertThat(client.heard()).containsExactly("welcome {\"name\":\"ann\"}");
    }

    /** Promise 6: nothing keeps an unloaded plugin, although its clients are still there and its threads were careless. */
    @Test
    void keepsNothingOfAPluginThatIsUnloaded() {
        plugins.startPlugin(PLUGIN);
        Verdict verdict = authenticate(Map.of("name", "ann"));
        Map<String, Object> auth = ((Authentication.Admitted) verdict.authentication()).auth();
        Lane lane = handlers.arrived(new TestCaller(client, TestRequest.NOBODY, verdict.plugin(), auth));
        visit(lane);
        answered("1 true {\"name\":\"ann\"}");
        visit(lane, Map.of("for", List.of("a long name")));
        await().untilAsserted(() -> assertThat(answers).last().asString().contains("NotBlank", "for[0]", "Size"));
        assertThat(read(Map.of())).isEmpty();
        WeakReference<ClassLoader> loader =
                new WeakReference<>(plugins.getPlugin(PLUGIN).getPluginClassLoader());

        assertThat(plugins.unloadPlugin(PLUGIN)).isTrue();

        await().until(() -> {
            System.gc();
            return loader.get() == null;
        });
        assertThat(visit(lane)).isFalse();
        assertThat(Optional.ofNullable(client.namespace())).contains("/");
    }
}
