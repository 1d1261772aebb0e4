package dev.pluginio.e2e.driver;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the build puts what the tests run. */
public final class Places {

    private Places() {}

    public static Path root() {
        return Path.of(System.getProperty("e2e.root", "..")).toAbsolutePath().normalize();
    }

    public static Path module() {
        return root().resolve("e2e");
    }

    public static Path hostJar() {
        return built(root().resolve("host-sample/target/host-sample.jar"));
    }

    public static Path pluginJar() {
        return built(root().resolve("plugin-io/target/plugin-io-" + version() + ".jar"));
    }

    public static Path apiJar() {
        return built(root().resolve("plugin-api/target/plugin-api-" + version() + ".jar"));
    }

    public static Path probeJar() {
        return built(module().resolve("target/plugin-io-e2e-" + version() + ".jar"));
    }

    /** The sample plugin that counts comments. */
    public static Path commentsJar() {
        return built(root().resolve("sample-comments/target/sample-comments-" + version() + ".jar"));
    }

    public static Path echoJar() {
        return built(root().resolve("e2e-echo/target/plugin-io-echo-" + version() + ".jar"));
    }

    public static Path echoConfig() {
        return built(root().resolve("e2e-echo/plugins.yml"));
    }

    public static Path sampleConfig() {
        return built(root().resolve("config/plugins.yml"));
    }

    /** The Java that runs the tests runs the host. */
    public static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    private static String version() {
        return System.getProperty("e2e.version", "0.1.0");
    }

    private static Path built(Path path) {
        if (!Files.exists(path)) {
            throw new IllegalStateException(path + " is missing: run 'mvn verify' from the root");
        }
        return path;
    }
}
