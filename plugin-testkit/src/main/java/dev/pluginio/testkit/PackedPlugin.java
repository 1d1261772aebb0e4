package dev.pluginio.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The jar of plugin-io that the kit carries, as a file that PF4J can load. */
final class PackedPlugin {

    private static @Nullable Path unpacked;

    private PackedPlugin() {}

    /** The file; unpacked once, and deleted when the virtual machine ends. */
    static synchronized Path file() {
        Path known = unpacked;
        if (known == null) {
            known = unpack();
            unpacked = known;
        }
        return known;
    }

    private static Path unpack() {
        try (InputStream packed = PackedPlugin.class.getResourceAsStream("/META-INF/plugin-io/plugin-io.jar")) {
            if (packed == null) {
                throw new IllegalStateException("the test kit carries no plugin-io, because it is not packed: in Maven,"
                        + " build it at least as far as 'package'");
            }
            Path folder = Files.createTempDirectory("plugin-io-testkit");
            Path file = folder.resolve("plugin-io.jar");
            Files.copy(packed, file);
            folder.toFile().deleteOnExit();
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new IllegalStateException("plugin-io could not be unpacked for the tests", e);
        }
    }
}
