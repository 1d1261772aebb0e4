package dev.pluginio.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pluginio.api.host.StatementWatch;
import dev.pluginio.sample.access.AccessEntities;
import dev.pluginio.sample.access.FirstUsers;
import dev.pluginio.sample.content.ContentModel;
import dev.pluginio.sample.entries.DocumentIds;
import dev.pluginio.sample.entries.EntryWriter;
import dev.pluginio.sample.problem.Problem;
import dev.pluginio.sample.store.Database;
import dev.pluginio.sample.store.DatabaseSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartTest {

    @TempDir
    private Path folder;

    private Settings settings(Map<String, String> environment) {
        return Settings.from(environment, folder);
    }

    private Settings anyPort(String host, Optional<String> demoPassword) {
        return new Settings(host, 0, 1338, folder, folder, folder, DatabaseSettings.file(folder), demoPassword);
    }

    @Test
    void keepsSecretsInFilesThatOnlyTheirOwnerReads() throws IOException {
        String password;
        try (RunningCms cms = RunningCms.with(anyPort("127.0.0.1", Optional.empty()))) {
            password = Files.readString(folder.resolve("demo-password.txt")).strip();
            assertThat(cms.logIn("admin@example.com", password).status()).isEqualTo(200);
        }
        for (String secret : new String[] {"demo-password.txt", "jwt.key"}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(secret))))
                    .isEqualTo("rw-------");
        }
        try (RunningCms again = RunningCms.with(anyPort("127.0.0.1", Optional.of("another password")))) {
            assertThat(again.logIn("admin@example.com", password).status()).isEqualTo(200);
            assertThat(again.anybody().get("/api/articles").data()).hasSize(2);
        }
    }

    @Test
    void makesNoAccountsWhereOtherMachinesReachItUntilAPasswordIsSet() {
        Settings open = anyPort("0.0.0.0", Optional.empty());
        ContentModel model = new ContentModel();
        List<Class<?>> entities = new ArrayList<>(model.entities());
        entities.addAll(AccessEntities.all());
        SecureRandom random = new SecureRandom();
        try (Database database = Database.open(open.database(), entities, new StatementWatch())) {
            AccessParts access = AccessParts.build(database, model, folder, Clock.systemUTC(), random);
            EntryWriter writer =
                    new EntryWriter(database, model, access.policy(), new DocumentIds(random), Clock.systemUTC());
            new FirstStart(open, access, writer, model, random).run();
            assertThat(access.users().all()).isEmpty();
            assertThat(folder.resolve("demo-password.txt")).doesNotExist();
            Settings withPassword = anyPort("0.0.0.0", Optional.of(RunningCms.PASSWORD));
            new FirstStart(withPassword, access, writer, model, random).run();
            assertThat(access.users().all()).hasSize(3);
            assertThat(folder.resolve("demo-password.txt")).doesNotExist();
        }
    }

    @Test
    void makesTheFirstContentAtTheNextStartIfThisOneEndsHalfWay() {
        Settings settings = anyPort("127.0.0.1", Optional.of(RunningCms.PASSWORD));
        ContentModel model = new ContentModel();
        List<Class<?>> entities = new ArrayList<>(model.entities());
        entities.addAll(AccessEntities.all());
        SecureRandom random = new SecureRandom();
        DocumentIds documentIds = new DocumentIds(random);
        AtomicInteger made = new AtomicInteger();
        Supplier<String> failing = () -> {
            if (made.incrementAndGet() > 9) {
                throw new IllegalStateException("the power is gone");
            }
            return documentIds.get();
        };
        try (Database database = Database.open(settings.database(), entities, new StatementWatch())) {
            AccessParts access = AccessParts.build(database, model, folder, Clock.systemUTC(), random);
            EntryWriter writer = new EntryWriter(database, model, access.policy(), failing, Clock.systemUTC());
            FirstStart start = new FirstStart(settings, access, writer, model, random);
            assertThatThrownBy(start::run).hasMessageContaining("the power is gone");
            assertThat(made).hasValue(10);
        }
        try (Database database = Database.open(settings.database(), entities, new StatementWatch())) {
            for (Class<?> entity : model.entities()) {
                assertThat(database.<Long>inTransaction(
                                em -> em.createQuery("select count(*) from " + entity.getSimpleName(), Long.class)
                                        .getSingleResult()))
                        .as(entity.getSimpleName())
                        .isZero();
            }
        }
        for (int start = 0; start < 2; start++) {
            try (RunningCms again = RunningCms.with(settings)) {
                assertThat(again.as("editor").get("/api/articles").data()).hasSize(3);
                assertThat(again.anybody().get("/api/articles").data()).hasSize(2);
                assertThat(again.anybody().get("/api/comments").data()).hasSize(1);
            }
        }
    }

    @Test
    void makesAllDemoAccountsOrNone() {
        ContentModel model = new ContentModel();
        List<Class<?>> entities = new ArrayList<>(model.entities());
        entities.addAll(AccessEntities.all());
        SecureRandom random = new SecureRandom();
        try (Database database = Database.open(DatabaseSettings.file(folder), entities, new StatementWatch())) {
            AccessParts access = AccessParts.build(database, model, folder, Clock.systemUTC(), random);
            FirstUsers first = new FirstUsers(access.roles(), access.users(), access.known());
            assertThat(first.makeRoles()).isTrue();
            String anyRole = access.roles().all().get(1).id();
            String inTheWay = access.users()
                    .create("reader", "somebody@example.com", RunningCms.PASSWORD, anyRole)
                    .id();
            Optional<String> password = Optional.of(RunningCms.PASSWORD);
            Path file = folder.resolve("demo-password.txt");
            assertThatThrownBy(() -> first.makeDemoAccounts(password, file, random))
                    .isInstanceOf(Problem.class);
            assertThat(access.users().all()).hasSize(1);
            access.users().remove(inTheWay);
            first.makeDemoAccounts(password, file, random);
            assertThat(access.users().all()).hasSize(3);
        }
    }

    @Test
    void keepsItsFolderAndItsKeyFromOthers() throws IOException {
        Path data = folder.resolve("data");
        Settings settings = settings(Map.of("DATA_DIR", data.toString(), "HTTP_PORT", "0"));
        SampleCms.start(settings).close();
        assertThat(permissions(data)).isEqualTo("rwx------");
        Files.setPosixFilePermissions(data.resolve("jwt.key"), PosixFilePermissions.fromString("rw-r--r--"));
        SampleCms.start(settings).close();
        assertThat(permissions(data.resolve("jwt.key"))).isEqualTo("rw-------");
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void leavesNothingOpenWhenItCannotStart() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Settings settings = new Settings(
                    "127.0.0.1",
                    taken.getLocalPort(),
                    1338,
                    folder,
                    folder,
                    folder,
                    DatabaseSettings.file(folder),
                    Optional.empty());
            assertThatThrownBy(() -> SampleCms.start(settings)).isInstanceOf(RuntimeException.class);
        }
        RunningCms.with(anyPort("127.0.0.1", Optional.of(RunningCms.PASSWORD))).close();
    }

    @Test
    void comesUpWithAJarThatIsNoPlugin() throws IOException {
        Path plugins = Files.createDirectories(folder.resolve("plugins"));
        Files.writeString(plugins.resolve("broken.jar"), "not a jar");
        try (RunningCms cms = RunningCms.in(folder)) {
            assertThat(cms.anybody().get("/api/articles").status()).isEqualTo(200);
        }
    }

    @Test
    void servesItsPagesWithoutAnythingFromElsewhere() throws Exception {
        try (RunningCms cms = RunningCms.in(folder)) {
            for (String path : new String[] {"/", "/admin/", "/admin"}) {
                var page = cms.page(path);
                assertThat(page.statusCode()).as(path).isEqualTo(200);
                assertThat(page.body()).doesNotContain("https://", "http://");
                assertThat(page.headers().firstValue("Content-Security-Policy"))
                        .hasValueSatisfying(policy -> assertThat(policy).contains("default-src 'self'"));
            }
            for (String path :
                    new String[] {"/live.js", "/feed.js", "/dom.js", "/admin/admin.js", "/admin/editor.js"}) {
                assertThat(cms.page(path).body()).as(path).doesNotContain("innerHTML", "insertAdjacentHTML", "eval(");
            }
            assertThat(cms.page("/vendor/socket.io.min.js").body()).contains("Socket.IO v4.8.4");
            assertThat(cms.page("/api/realtime").body()).isEqualTo("{\"url\":\"http://127.0.0.1:1338\"}");
        }
    }

    @Test
    void readsItsSettingsFromTheEnvironment() {
        Settings defaults = settings(Map.of());
        assertThat(defaults.host()).isEqualTo("127.0.0.1");
        assertThat(defaults.httpPort()).isEqualTo(1337);
        assertThat(defaults.ioPort()).isEqualTo(1338);
        assertThat(defaults.pluginsFolder()).isEqualTo(folder.resolve("plugins"));
        assertThat(defaults.pluginsConfig()).isEqualTo(Path.of("config", "plugins.yml"));
        assertThat(defaults.database().url()).startsWith("jdbc:h2:file:").contains(";DB_CLOSE_ON_EXIT=FALSE");
        Settings set = settings(Map.of(
                "HTTP_PORT", "8080", "JDBC_URL", "jdbc:postgresql:cms", "JDBC_USER", "u", "JDBC_PASSWORD", "secret"));
        assertThat(set.httpPort()).isEqualTo(8080);
        assertThat(set.database().url()).isEqualTo("jdbc:postgresql:cms");
        assertThat(set + " " + set.database()).doesNotContain("secret");
    }

    @Test
    void tellsAllWrongSettingsAtOnce() {
        assertThatThrownBy(() -> settings(Map.of("HTTP_PORT", "many", "IO_PORT", "99999")))
                .hasMessageContaining("HTTP_PORT is 'many'")
                .hasMessageContaining("IO_PORT is '99999'");
        assertThatThrownBy(() -> settings(Map.of("IO_PORT", "0"))).hasMessageContaining("from 1 to 65535");
    }

    @Test
    void refusesADemoPasswordThatNoAccountMayHaveWithoutShowingIt() {
        for (String wrong : List.of("s3cret!", "s3cret!".repeat(30))) {
            assertThatThrownBy(() -> settings(Map.of("DEMO_PASSWORD", wrong)))
                    .hasMessageContaining("DEMO_PASSWORD must have 8 to 200 characters")
                    .hasMessageNotContaining("s3cret");
        }
    }

    @Test
    void takesAnEmptyVariableForOneThatIsNotSet() {
        Map<String, String> empty = new HashMap<>();
        for (String name : List.of(
                "HOST", "HTTP_PORT", "IO_PORT", "DATA_DIR", "PLUGINS_DIR", "PLUGINS_CONFIG", "JDBC_URL", "JDBC_USER")) {
            empty.put(name, "");
        }
        empty.put("JDBC_PASSWORD", "");
        empty.put("DEMO_PASSWORD", "");
        assertThat(settings(empty)).isEqualTo(settings(Map.of()));
    }
}
