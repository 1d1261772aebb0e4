package dev.pluginio.bench.fanout;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** Where the servers are run: below {@code bench/target}, from what the build has packed. */
final class Workplace {

    private static final String SERVERS = "dev/pluginio/bench/fanout/server/";
    private static final List<String> PLUGIN_CLASSES = List.of("TriggerPlugin", "Doorman", "Commands", "Payload");

    private final Path root;
    private final Path folder;

    /** Takes the root of the repository. */
    Workplace(Path root) throws IOException {
        this.root = root.toAbsolutePath().normalize();
        this.folder = Files.createDirectories(this.root.resolve("bench/target/fanout"));
    }

    Path hostJar() throws IOException {
        return built(root.resolve("host-sample/target"), "host-sample.jar");
    }

    /** A fresh folder. */
    Path fresh() throws IOException {
        return Files.createTempDirectory(folder, "run");
    }

    /** A folder with our plugin, and with the one that has it send. */
    Path plugins() throws IOException {
        Path plugins = Files.createDirectories(folder.resolve("plugins"));
        Path plugin = built(root.resolve("plugin-io/target"), "plugin-io-[0-9.]*.jar");
        Files.copy(plugin, plugins.resolve("plugin-io.jar"), StandardCopyOption.REPLACE_EXISTING);
        packTrigger(plugins.resolve("trigger.jar"));
        return plugins;
    }

    private static void packTrigger(Path jar) throws IOException {
        var manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Plugin-Id", "trigger");
        attributes.putValue("Plugin-Version", "0.1.0");
        attributes.putValue("Plugin-Class", SERVERS.replace('/', '.') + "TriggerPlugin");
        attributes.putValue("Plugin-Dependencies", "plugin-io");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            for (String name : PLUGIN_CLASSES) {
                out.putNextEntry(new JarEntry(SERVERS + name + ".class"));
                resource("/" + SERVERS + name + ".class").transferTo(out);
            }
            out.putNextEntry(new JarEntry("META-INF/extensions.idx"));
            out.write((SERVERS.replace('/', '.') + "Doorman\n").getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** A folder with the official server in it; installed by npm the first time. */
    Path node() throws IOException, InterruptedException {
        Path node = Files.createDirectories(folder.resolve("node"));
        for (String file : List.of("package.json", "server.js")) {
            Files.write(node.resolve(file), resource(file).readAllBytes());
        }
        if (!Files.isDirectory(node.resolve("node_modules/socket.io"))) {
            Process npm = new ProcessBuilder(
                            "npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
                    .directory(node.toFile())
                    .inheritIO()
                    .start();
            if (npm.waitFor() != 0) {
                throw new IllegalStateException("npm could not install the official server");
            }
        }
        return node;
    }

    private static InputStream resource(String name) {
        InputStream resource = Workplace.class.getResourceAsStream(name);
        if (resource == null) {
            throw new IllegalStateException(name + " is not on the class path");
        }
        return resource;
    }

    private static Path built(Path folder, String name) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("there is no " + name + " in " + folder
                            + ": run 'mvn -Pbench package' from the root first"));
        }
    }
}
