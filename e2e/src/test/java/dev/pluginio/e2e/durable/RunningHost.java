package dev.pluginio.e2e.durable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.e2e.driver.FreePort;
import dev.pluginio.e2e.driver.HostLog;
import dev.pluginio.e2e.driver.Places;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** The {@link DurableHost} in a process of its own, with the packed plugin; it can be killed, and started again. */
final class RunningHost implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Path folder;
    private final String jdbcUrl;
    private final String jdbcUser;
    private final int port = FreePort.next();
    private @Nullable Process process;
    private @Nullable HostLog log;
    private @Nullable BufferedWriter commands;

    /** Takes a folder of its own, and a database. */
    RunningHost(Path folder, String jdbcUrl, String jdbcUser) throws IOException {
        this.folder = folder;
        this.jdbcUrl = jdbcUrl;
        this.jdbcUser = jdbcUser;
        Files.createDirectory(folder.resolve("plugins"));
        Files.copy(Places.pluginJar(), folder.resolve("plugins/plugin-io.jar"));
        handOver("2m");
    }

    /** Changes for how long what writes the log goes on when the plugin is stopped. */
    void handOver(String longest) throws IOException {
        Path fresh = Files.writeString(folder.resolve("plugins.yml.new"), """
                io:
                  config:
                    permission: find
                    logging: { level: info }
                    contentTypes: [ 'api::note.note' ]
                    recovery: { enabled: true, maxReplayBytes: 100MB }
                    log: { type: jpa, maxEvents: 1000000, maxAge: 1h, handOver: %s }
                    socket: { serverOptions: { host: 127.0.0.1, port: %d, pingInterval: 2000 } }
                """.formatted(longest, port));
        Files.move(fresh, folder.resolve("plugins.yml"), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Waits until it says something that it has not said at this mark. */
    void awaitSince(int mark, String words) {
        await(mark, line -> line.contains(words));
    }

    /** Starts it, and waits until the plugin has started. */
    RunningHost start(String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Places.java().toString(),
                "-Xmx300m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-XX:SoftRefLRUPolicyMSPerMB=0", // what the JDK keeps as long as there is room is no leak
                "-cp",
                Places.hostJar() + File.pathSeparator + Places.module().resolve("target/test-classes"),
                DurableHost.class.getName(),
                folder.resolve("plugins").toString(),
                jdbcUrl,
                jdbcUser));
        command.addAll(List.of(more));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .put("PLUGINS_CONFIG", folder.resolve("plugins.yml").toString());
        Process started = builder.start();
        process = started;
        HostLog lines = new HostLog(started);
        log = lines;
        commands = started.outputWriter(StandardCharsets.UTF_8);
        await(0, line -> line.equals("HOST ready"));
        assertThat(lines.lines()).noneMatch(line -> line.startsWith("HOST not started"));
        return this;
    }

    /** Where Socket.IO clients connect. */
    URI io() {
        return URI.create("http://127.0.0.1:" + port);
    }

    HostLog log() {
        return Objects.requireNonNull(log);
    }

    private String await(int mark, Predicate<String> wanted) {
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> {
            boolean isAlive = Objects.requireNonNull(process).isAlive();
            assertThat(log().since(mark).stream().anyMatch(wanted) || isAlive)
                    .as("the host has ended; it said\n%s", log().tail())
                    .isTrue();
            return log().since(mark).stream().anyMatch(wanted);
        });
        return log().since(mark).stream().filter(wanted).findFirst().orElseThrow();
    }

    /** Has it carry out a command, waits until it has, and gives what it said to it. */
    String run(String command) throws IOException {
        int mark = log().mark();
        BufferedWriter out = Objects.requireNonNull(commands);
        out.write(command);
        out.newLine();
        out.flush();
        await(mark, line -> line.equals("HOST done"));
        return log().since(mark).stream()
                .filter(line -> line.startsWith("HOST ") && !line.equals("HOST done"))
                .findFirst()
                .orElse("")
                .replace("HOST ", "");
    }

    /** What its database holds: how often each entry was changed. */
    Map<Long, Long> state() throws IOException {
        Map<Long, Long> state = new HashMap<>();
        for (String pair : run("state").replace("state ", "").split(",")) {
            String[] parts = pair.split("=");
            state.put(Long.valueOf(parts[0]), Long.valueOf(parts[1]));
        }
        return state;
    }

    /** As the system does with a process that takes too much memory. */
    void kill() {
        Process running = Objects.requireNonNull(process);
        running.toHandle().destroyForcibly();
        try {
            assertThat(running.waitFor(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks it to end as an operator does, and waits until it has: the plugin stops first, in bounded time. */
    void terminate() throws InterruptedException {
        Process running = Objects.requireNonNull(process);
        running.toHandle().destroy();
        assertThat(running.waitFor(30, TimeUnit.SECONDS))
                .as("the host ends when it is asked to; it said\n%s", log().tail())
                .isTrue();
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() ->
                        log().lines().stream().anyMatch(line -> line.contains("are written down for the next start")));
        log().judge();
    }

    /** Whether somebody listens at its port. */
    boolean isListening() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.toHandle().destroyForcibly();
        }
    }
}
