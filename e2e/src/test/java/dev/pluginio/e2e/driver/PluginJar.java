package dev.pluginio.e2e.driver;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;

/** Packs classes of the tests as a plugin that needs plugin-io. */
public final class PluginJar {

    private PluginJar() {}

    /**
     * Packs a plugin.
     *
     * @param file the jar to write
     * @param id of the plugin
     * @param extensions those that PF4J is to find
     * @param others what they need beside
     */
    public static Path pack(Path file, String id, List<Class<?>> extensions, List<Class<?>> others) {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Plugin-Id", id);
        attributes.putValue("Plugin-Version", "1.0.0");
        attributes.putValue("Plugin-Dependencies", "plugin-io");
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out, manifest)) {
            for (List<Class<?>> types : List.of(extensions, others)) {
                for (Class<?> type : types) {
                    add(jar, type);
                }
            }
            jar.putNextEntry(new JarEntry("META-INF/extensions.idx"));
            jar.write(extensions.stream()
                    .map(Class::getName)
                    .collect(Collectors.joining("\n"))
                    .getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    private static void add(JarOutputStream jar, Class<?> type) throws IOException {
        String name = type.getName().replace('.', '/') + ".class";
        jar.putNextEntry(new JarEntry(name));
        try (InputStream code = PluginJar.class.getClassLoader().getResourceAsStream(name)) {
            Objects.requireNonNull(code, name).transferTo(jar);
        }
    }
}
