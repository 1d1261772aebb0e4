package dev.pluginio.sample.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.api.host.HostCms;
import dev.pluginio.api.host.StatementWatch;
import dev.pluginio.sample.access.AccessChanges;
import dev.pluginio.sample.access.ClientAuthenticator;
import dev.pluginio.sample.access.Jwts;
import dev.pluginio.sample.access.StoredPolicy;
import dev.pluginio.sample.content.ContentModel;
import dev.pluginio.sample.entries.EntryReader;
import dev.pluginio.sample.store.Database;
import dev.pluginio.sample.store.DatabaseSettings;
import jakarta.persistence.EntityManagerFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // made before each test
class PluginHostTest {

    @TempDir
    private Path folder;

    private Database database;
    private CmsExtension cms;

    @BeforeEach
    void open() {
        System.clearProperty(RecordingPlugin.RECORD);
        ContentModel model = new ContentModel();
        StatementWatch watch = new StatementWatch();
        database = Database.open(DatabaseSettings.file(folder), model.entities(), watch);
        Clock clock = Clock.systemUTC();
        StoredPolicy policy = new StoredPolicy(database, new AccessChanges(Duration.ofSeconds(1)), clock);
        cms = new CmsExtension(
                new ClientAuthenticator(database, new Jwts(new byte[32], Duration.ofHours(1), clock), clock),
                policy,
                database.factory(),
                new EntryReader(database, model, policy),
                watch,
                folder.resolve("plugins.yml"));
    }

    @AfterEach
    void close() {
        database.close();
        System.clearProperty(RecordingPlugin.RECORD);
    }

    private void jar(String id) throws IOException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Plugin-Id", id);
        attributes.putValue("Plugin-Version", "1.0.0");
        attributes.putValue("Plugin-Class", RecordingPlugin.class.getName());
        String name = RecordingPlugin.class.getName().replace('.', '/') + ".class";
        try (OutputStream file = Files.newOutputStream(folder.resolve(id + ".jar"));
                JarOutputStream jar = new JarOutputStream(file, manifest);
                InputStream code = Objects.requireNonNull(
                        RecordingPlugin.class.getClassLoader().getResourceAsStream(name))) {
            jar.putNextEntry(new JarEntry(name));
            code.transferTo(jar);
        }
    }

    private static List<String> recorded() {
        return System.getProperty(RecordingPlugin.RECORD, "").lines().toList();
    }

    @Test
    void handsOutTheRunningCmsAsAnExtension() {
        try (PluginHost host = new PluginHost(folder.resolve("none"), cms)) {
            host.start();
            assertThat(host.extension(HostCms.class)).containsSame(cms);
            assertThat(cms.unwrap(EntityManagerFactory.class)).containsSame(database.factory());
            assertThat(cms.unwrap(String.class)).isEmpty();
            assertThat(cms.reader()).isPresent();
            assertThat(cms.statementWatch()).isPresent();
        }
    }

    @Test
    void startsThePluginsAndStopsTheLastOneFirst() throws IOException {
        jar("first");
        jar("second");
        try (PluginHost host = new PluginHost(folder, cms)) {
            host.start();
            assertThat(recorded()).allMatch(line -> line.endsWith("hosts=1")).hasSize(2);
        }
        List<String> lines = recorded();
        assertThat(lines).hasSize(4);
        assertThat(lines.get(2).substring(5)).isEqualTo(nameOf(lines.get(1)));
        assertThat(lines.get(3).substring(5)).isEqualTo(nameOf(lines.get(0)));
    }

    private static String nameOf(String started) {
        return started.substring("start ".length(), started.indexOf(" hosts"));
    }

    @Test
    void goesOnWithoutAPluginThatFailsToStart() throws IOException {
        jar("broken");
        jar("works");
        Files.writeString(folder.resolve("no-plugin.jar"), "not a jar");
        Files.writeString(folder.resolve("notes.txt"), "not a jar either");
        try (PluginHost host = new PluginHost(folder, cms)) {
            host.start();
            assertThat(recorded()).containsExactly("start works hosts=1");
        }
        assertThat(recorded()).containsExactly("start works hosts=1", "stop works");
    }
}
