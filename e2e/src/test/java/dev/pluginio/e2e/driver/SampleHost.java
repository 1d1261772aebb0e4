package dev.pluginio.e2e.driver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The packed sample host with the packed plugin, running as a process of its own on free ports. */
public final class SampleHost implements AutoCloseable {

    public static final String ADMIN = "admin@example.com";
    public static final String EDITOR = "editor@example.com";
    public static final String READER = "reader@example.com";
    public static final String PASSWORD = "a password for the demo accounts";

    private static final Duration START = Duration.ofSeconds(120);
    private static final Duration STOP = Duration.ofSeconds(30);

    private final ProcessBuilder command;
    private final Path folder;
    private final URI http;
    private final URI io;
    private final boolean withProbe;
    private final boolean blemished;
    private final Map<String, Cms> users = new LinkedHashMap<>();
    private Process process;
    private volatile HostLog log;
    private @Nullable Probe probe;
    private boolean stopped;

    private SampleHost(ProcessBuilder command, Path folder, int httpPort, int ioPort, Setup setup) throws IOException {
        this.command = command;
        this.folder = folder;
        this.http = URI.create("http://127.0.0.1:" + httpPort);
        this.io = URI.create("http://127.0.0.1:" + ioPort);
        this.withProbe = setup.withProbe;
        this.blemished = setup.blemished;
        this.process = command.start();
        this.log = new HostLog(process);
    }

    /** A host as the repository ships it, but for ports and data. */
    public static Setup setup() {
        return new Setup();
    }

    public URI http() {
        return http;
    }

    /** Where Socket.IO clients connect. */
    public URI io() {
        return io;
    }

    public HostLog log() {
        return log;
    }

    /** Where the host keeps its data. */
    public Path data() {
        return folder.resolve("data");
    }

    /** The REST interface as nobody in particular. */
    public Cms anonymous() {
        return users.computeIfAbsent("", key -> Cms.at(http));
    }

    /** The REST interface as one of the demo accounts; logs in once. */
    public synchronized Cms as(String user) {
        Cms known = users.get(user);
        if (known == null) {
            known = anonymous().login(user, PASSWORD);
            users.put(user, known);
        }
        return known;
    }

    public Cms admin() {
        return as(ADMIN);
    }

    /** Roles, users and tokens, as the administrator. */
    public Admin administration() {
        return new Admin(this);
    }

    /** The plugin beside plugin-io. */
    public synchronized Probe probe() {
        Probe known = probe;
        if (known == null) {
            Path file = folder.resolve("probe.port");
            try {
                known = new Probe(Integer.parseInt(Files.readString(file)));
            } catch (IOException e) {
                throw new UncheckedIOException("the probe plugin is not there; the log says\n" + log.tail(), e);
            }
            probe = known;
        }
        return known;
    }

    /** Saves another configuration, as editors do: another file takes the place of the old one. */
    public void configure(String yaml) {
        try {
            Path fresh = Files.writeString(folder.resolve("plugins.yml.new"), yaml);
            Files.move(fresh, folder.resolve("plugins.yml"), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks the process to end as an operator does, waits, and judges its log. */
    public void stop() {
        if (stopped) {
            return;
        }
        stopped = true;
        process.toHandle().destroy(); // unlike the process's own method, this leaves its output open
        try {
            if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("the host did not end within " + STOP + " of SIGTERM; its log\n" + log.tail());
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        log.end();
        if (!blemished) {
            log.judge();
        }
    }

    /** Ends the process at once, as a crash does, and waits until it has. */
    public void kill() {
        stopped = true;
        process.destroyForcibly();
        try {
            if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("the host did not end within " + STOP + " of SIGKILL");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        log.end();
    }

    /** Starts it once more after {@link #stop} or {@link #kill}: with the same data, at the same addresses. */
    public void startAgain() {
        try {
            Files.deleteIfExists(folder.resolve("probe.port"));
            synchronized (this) {
                probe = null;
            }
            process = command.start();
            log = new HostLog(process);
            stopped = false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ready();
    }

    @Override
    public void close() {
        try {
            stop();
        } finally {
            Setup.delete(folder);
        }
    }

    private SampleHost ready() {
        long deadline = System.nanoTime() + START.toNanos();
        try {
            while (!answers() || (withProbe && !Files.exists(folder.resolve("probe.port")))) {
                if (!process.isAlive() || System.nanoTime() > deadline) {
                    process.destroyForcibly();
                    throw new AssertionError("the host did not start; its log\n" + log.tail());
                }
                Thread.sleep(50);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        return this;
    }

    private boolean answers() {
        try {
            return anonymous().get("/").isOk();
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /** How a host is to be started. */
    public static final class Setup {
        private final Map<String, String> environment = new LinkedHashMap<>();
        private final List<String> jvm = new ArrayList<>();
        private Optional<String> config = Optional.empty();
        private Optional<Path> plugin = Optional.empty();
        private final List<Path> more = new ArrayList<>();
        private boolean withPlugins = true;
        private boolean asShipped;
        private boolean withProbe = true;
        private boolean blemished;

        private Setup() {
            jvm.add("-Xmx512m");
            jvm.add("-XX:+UseSerialGC");
            jvm.add("-XX:TieredStopAtLevel=1");
            jvm.add("-Dio.netty.leakDetection.level=paranoid");
        }

        /** Configures the plugin by this text, in place of the sample's config/plugins.yml. */
        public Setup config(String yaml) {
            this.config = Optional.of(yaml);
            return this;
        }

        /** Runs this plugin jar in place of the one that was built. */
        public Setup plugin(Path jar) {
            this.plugin = Optional.of(jar);
            return this;
        }

        /** With one more plugin beside plugin-io. */
        public Setup with(Path jar) {
            more.add(jar);
            return this;
        }

        public Setup withoutPlugins() {
            this.withPlugins = false;
            this.withProbe = false;
            return this;
        }

        /** Without the plugin beside plugin-io: as the repository ships it. */
        public Setup withoutProbe() {
            this.withProbe = false;
            return this;
        }

        /** With the plugins folder and the configuration that it has by itself. */
        public Setup asShipped() {
            this.asShipped = true;
            this.withProbe = false;
            return this;
        }

        /** Errors are to be expected in its log, and are the test's affair. */
        public Setup expectingErrors() {
            this.blemished = true;
            return this;
        }

        public Setup environment(String name, String value) {
            environment.put(name, value);
            return this;
        }

        public Setup jvm(String... options) {
            jvm.addAll(List.of(options));
            return this;
        }

        /** Starts the host and waits until it answers. */
        public SampleHost start() {
            try {
                return launch();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private SampleHost launch() throws IOException {
            Path folder = Files.createTempDirectory("sample-host");
            int httpPort = FreePort.next();
            int ioPort = FreePort.next();
            List<String> command = new ArrayList<>();
            command.add(Places.java().toString());
            command.addAll(jvm);
            command.addAll(List.of("-jar", Places.hostJar().toString()));
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(Places.root().toFile())
                    .redirectErrorStream(true);
            Map<String, String> variables = builder.environment();
            variables.put("HTTP_PORT", Integer.toString(httpPort));
            variables.put("IO_PORT", Integer.toString(ioPort));
            variables.put(
                    "DATA_DIR", Files.createDirectory(folder.resolve("data")).toString());
            if (!asShipped) {
                variables.put("PLUGINS_DIR", plugins(folder).toString());
                variables.put("PLUGINS_CONFIG", configFile(folder).toString());
            }
            variables.put("DEMO_PASSWORD", PASSWORD);
            variables.put("PROBE_PORT_FILE", folder.resolve("probe.port").toString());
            variables.putAll(environment);
            return new SampleHost(builder, folder, httpPort, ioPort, this).ready();
        }

        private Path plugins(Path folder) throws IOException {
            Path plugins = Files.createDirectory(folder.resolve("plugins"));
            if (withPlugins) {
                copyInto(plugins, plugin.orElseGet(Places::pluginJar));
            }
            if (withProbe) {
                copyInto(plugins, Places.probeJar());
            }
            for (Path jar : more) {
                copyInto(plugins, jar);
            }
            return plugins;
        }

        private Path configFile(Path folder) throws IOException {
            return config.isEmpty()
                    ? Places.sampleConfig()
                    : Files.writeString(folder.resolve("plugins.yml"), config.get());
        }

        private static void copyInto(Path plugins, Path jar) throws IOException {
            Files.copy(jar, plugins.resolve(jar.getFileName()));
        }

        private static void delete(Path folder) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path path :
                        files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(path);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
