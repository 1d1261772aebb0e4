package dev.pluginio.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;

/** The plugins file of a test: what the test wrote, completed by what it did not think of. */
record PluginsFile(Path path, int port) {

    private static final int LOWEST = 15_000;
    private static final int HIGHEST = 32_000;

    /** Writes the file into a folder. */
    static PluginsFile write(Path folder, String config, Collection<String> contentTypes) {
        @Nullable Object parsed = new Yaml().load(config);
        Map<String, @Nullable Object> section =
                parsed == null ? new LinkedHashMap<>() : section(parsed, "the configuration");
        section.putIfAbsent("contentTypes", contentTypes.stream().sorted().toList());
        Map<String, @Nullable Object> server = inner(inner(section, "socket"), "serverOptions");
        server.putIfAbsent("host", InetAddress.getLoopbackAddress().getHostAddress());
        int port = server.get("port") instanceof Integer given ? given : freePort();
        server.put("port", port);
        try {
            Path file = folder.resolve("plugins.yml");
            Files.writeString(file, yaml().dump(Map.of("io", Map.of("config", section))));
            return new PluginsFile(file, port);
        } catch (IOException e) {
            throw new IllegalStateException("the plugins file of the test could not be written", e);
        }
    }

    /** Writes in lines, and nothing where nothing was given, such as for a namespace without keys. */
    private static Yaml yaml() {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        return new Yaml(new EmptyNulls(options), options);
    }

    private static final class EmptyNulls extends Representer {
        EmptyNulls(DumperOptions options) {
            super(options);
            nullRepresenter = nothing -> representScalar(Tag.NULL, "");
        }
    }

    private static Map<String, @Nullable Object> inner(Map<String, @Nullable Object> outer, String key) {
        @Nullable Object value = outer.get(key);
        Map<String, @Nullable Object> section = value == null ? new LinkedHashMap<>() : section(value, "'" + key + "'");
        outer.put(key, section);
        return section;
    }

    private static Map<String, @Nullable Object> section(Object value, String what) {
        if (!(value instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException(what + " must be a section of YAML, and is: " + value);
        }
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        map.forEach((key, element) -> copy.put(String.valueOf(key), element));
        return copy;
    }

    /** A port below those that the system hands out by itself, so that nobody takes it before the plugin does. */
    private static int freePort() {
        for (int attempt = 0; attempt < 200; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return free.getLocalPort();
            } catch (IOException e) {
                // somebody has it: the next one
            }
        }
        throw new IllegalStateException("no port is free between " + LOWEST + " and " + HIGHEST);
    }
}
