package dev.pluginio.e2e.plainhost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.api.host.HostCms;
import dev.pluginio.e2e.driver.ClientSocket;
import dev.pluginio.e2e.driver.Connect;
import dev.pluginio.e2e.driver.Frame;
import dev.pluginio.e2e.driver.FreePort;
import dev.pluginio.e2e.driver.HostLog;
import dev.pluginio.e2e.driver.Json;
import dev.pluginio.e2e.driver.Places;
import dev.pluginio.e2e.driver.SocketDriver;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packed jar serves a host that has neither Hibernate nor Jakarta Persistence, which tells of its changes itself. */
@SuppressWarnings("NullAway.Init") // filled before each test
class PlainHostIT {

    @TempDir
    Path folder;

    private Process process;
    private HostLog log;
    private BufferedWriter commands;
    private SocketDriver driver;
    private ClientSocket member;
    private ClientSocket visitor;

    @BeforeEach
    void start() throws IOException {
        int port = FreePort.next();
        Path plugins = Files.createDirectory(folder.resolve("plugins"));
        Files.copy(Places.pluginJar(), plugins.resolve("plugin-io.jar"));
        Files.copy(Places.echoJar(), plugins.resolve("echo.jar"));
        Path config = Files.writeString(folder.resolve("plugins.yml"), """
                io:
                  enabled: true
                  config:
                    permission: find
                    contentTypes: [ 'api::note.note' ]
                    socket: { serverOptions: { host: 127.0.0.1, port: %d } }
                """.formatted(port));
        ProcessBuilder builder = new ProcessBuilder(
                        Places.java().toString(), "-cp", classPath(), PlainHost.class.getName(), plugins.toString())
                .redirectErrorStream(true);
        builder.environment().put("PLUGINS_CONFIG", config.toString());
        process = builder.start();
        log = new HostLog(process);
        commands = process.outputWriter(StandardCharsets.UTF_8);
        log.await("that the host is ready", line -> line.equals("HOST ready"));
        driver = SocketDriver.Kind.JAVASCRIPT.start();
        Connect connect = Connect.to(URI.create("http://127.0.0.1:" + port));
        member = driver.open(connect.jwt(PlainCms.MEMBER)).connected();
        visitor = driver.open(connect).connected();
    }

    @AfterEach
    void stop() throws IOException, InterruptedException {
        if (driver != null) {
            driver.close();
        }
        if (process != null) {
            commands.close();
            boolean ended = process.waitFor(10, TimeUnit.SECONDS);
            process.destroyForcibly();
            assertThat(ended)
                    .as("the host ends by itself once the plugin is stopped")
                    .isTrue();
        }
    }

    @Test
    void tellsWhatItDoesThroughTheLifecycle() throws IOException {
        run("commit;create n1 one");
        run("commit;update n1 two");
        run("rollback;update n1 lost;create n2 lost");
        run("commit;create n3 never;delete n3");
        run("commit;update n1 three;delete n1");
        run("commit;create n4 end");

        run("ring");

        member.awaitFrames(6);
        visitor.awaitFrames(2);
        assertThat(member.frames().stream()
                        .filter(PlainHostIT::isOfTheHost)
                        .map(frame -> frame.event() + " " + frame.data()))
                .containsExactly(
                        "note:create {\"id\":%d,\"documentId\":\"n1\",\"title\":\"one\"}".formatted("n1".hashCode()),
                        "note:update {\"id\":%d,\"documentId\":\"n1\",\"title\":\"two\"}".formatted("n1".hashCode()),
                        "note:delete {\"id\":%d,\"documentId\":\"n1\"}".formatted("n1".hashCode()),
                        "note:create {\"id\":%d,\"documentId\":\"n4\",\"title\":\"end\"}".formatted("n4".hashCode()),
                        PlainHost.BELL + " {}");
        assertThat(visitor.frames().stream().filter(PlainHostIT::isOfTheHost).map(Frame::event))
                .containsExactly(PlainHost.BELL);
        log.judge();
    }

    /** Promise 6: reloading another plugin under traffic leaves nothing of it behind, and its clients do not notice. */
    @Test
    void aPluginComesAndGoesWhileItsClientsAreThere() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger asked = new AtomicInteger();
        Thread traffic = new Thread(() -> {
            while (!over.get()) {
                visitor.send("message", List.of(Json.of(asked.incrementAndGet())));
                visitor.send("greet", List.of(Json.of(Map.of("text", "hello", "to", List.of("x", " ")))));
                LockSupport.parkNanos(1_000_000);
            }
        });
        traffic.start();

        int mark = log.mark();
        run("reload;20");
        over.set(true);
        traffic.join();

        log.awaitSince(mark, "that nothing is left", line -> line.equals("HOST left 0"));
        assertThat(visitor.ask("message-with-ack", List.of(Json.of("still here"))))
                .containsExactly(Json.of("still here"));
        assertThat(asked).hasPositiveValue();
        assertThat(visitor.frames()).extracting(Frame::event).contains("auth", "message-back");
        assertThat(visitor.isConnected()).isTrue();
        log.judge();
    }

    /** Constraints that stand in another plugin count, and nothing of what was sent comes back. */
    @Test
    void aPluginGetsArgumentsThatKeepToItsConstraints() {
        assertThat(visitor.ask("greet", List.of(Json.of(Map.of("text", "hello", "to", List.of("ann", "bob"))))))
                .containsExactly(Json.of(Map.of("success", true, "greeting", "hello ann and bob")));

        assertThat(visitor.ask("greet", List.of(Json.of(Map.of("text", " ", "to", List.of("ann", ""))))))
                .singleElement()
                .satisfies(answer -> assertThat(answer.toString())
                        .contains("invalid argument", "NotBlank", "must not be blank", "text", "to[1]")
                        .doesNotContain("ann"));
        log.judge();
    }

    private static boolean isOfTheHost(Frame frame) {
        return !frame.event().equals("auth"); // which the other plugin sends
    }

    private void run(String command) throws IOException {
        int mark = log.mark();
        commands.write(command);
        commands.newLine();
        commands.flush();
        log.awaitSince(mark, "that it is done", line -> line.equals("HOST done"));
    }

    /** The API, PF4J, a logger and the classes of this package: nothing else. */
    private static String classPath() {
        return Stream.of(
                        PlainHost.class.getName(),
                        HostCms.class.getName(),
                        "org.pf4j.PluginManager",
                        "com.github.zafarkhaja.semver.Version",
                        "org.slf4j.Logger",
                        "ch.qos.logback.classic.Logger",
                        "ch.qos.logback.core.Appender",
                        "org.jspecify.annotations.Nullable")
                .map(PlainHostIT::whereIs)
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String whereIs(String className) {
        try {
            return Path.of(Class.forName(className)
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (ClassNotFoundException | URISyntaxException e) {
            throw new IllegalStateException(className, e);
        }
    }
}
