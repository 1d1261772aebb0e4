package dev.pluginio.e2e.plainhost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.api.host.HostCms;
import dev.pluginio.e2e.driver.FreePort;
import dev.pluginio.e2e.driver.HostLog;
import dev.pluginio.e2e.driver.Places;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The {@link PlainHost} in a process of its own, with plugin-io and the plugin that echoes. */
final class RunningPlainHost implements AutoCloseable {

    private final int port = FreePort.next();
    private final Process process;
    private final HostLog log;
    private final BufferedWriter commands;

    /** Takes a folder of its own, and more options of the server. */
    RunningPlainHost(Path folder, String serverOptions) throws IOException {
        Path plugins = Files.createDirectory(folder.resolve("plugins"));
        Files.copy(Places.pluginJar(), plugins.resolve("plugin-io.jar"));
        Files.copy(Places.echoJar(), plugins.resolve("echo.jar"));
        Path config = Files.writeString(folder.resolve("plugins.yml"), """
                io:
                  enabled: true
                  config:
                    permission: find
                    contentTypes: [ 'api::note.note' ]
                    socket: { serverOptions: { host: 127.0.0.1, port: %d%s } }
                """.formatted(
                        port, serverOptions.isEmpty() ? "" : ", " + serverOptions));
        ProcessBuilder builder = new ProcessBuilder(
                        Places.java().toString(), "-cp", classPath(), PlainHost.class.getName(), plugins.toString())
                .redirectErrorStream(true);
        builder.environment().put("PLUGINS_CONFIG", config.toString());
        process = builder.start();
        log = new HostLog(process);
        commands = process.outputWriter(StandardCharsets.UTF_8);
        log.await("that the host is ready", line -> line.equals("HOST ready"));
    }

    /** Where Socket.IO clients connect, by {@code http} or {@code https}. */
    URI io(String scheme) {
        return URI.create(scheme + "://127.0.0.1:" + port);
    }

    HostLog log() {
        return log;
    }

    /** Has it carry out a command, and waits until it has. */
    void run(String command) throws IOException {
        int mark = log.mark();
        commands.write(command);
        commands.newLine();
        commands.flush();
        log.awaitSince(mark, "that it is done", line -> line.equals("HOST done"));
    }

    /** Fails if a class loader of a plugin that was taken away is still there. */
    void requireNothingLeft() throws IOException {
        int mark = log.mark();
        run("left");
        log.awaitSince(mark, "that nothing is left", line -> line.equals("HOST left 0"));
    }

    /** Ends it as its host does, and waits until it has ended by itself. */
    @Override
    public void close() throws IOException {
        commands.close();
        try {
            assertThat(process.waitFor(30, TimeUnit.SECONDS))
                    .as("the host ends by itself once the plugin is stopped")
                    .isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
        }
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
                .map(RunningPlainHost::whereIs)
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
