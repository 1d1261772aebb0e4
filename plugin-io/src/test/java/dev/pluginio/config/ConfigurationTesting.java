package dev.pluginio.config;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Plugins files in a folder of their own. */
abstract class ConfigurationTesting {

    @TempDir
    Path folder;

    /** A file whose {@code io.config} is this. */
    SampleFile config(String text) {
        return SampleFile.withConfig(folder, text);
    }

    /** A file with these options of the server. */
    SampleFile serverOptions(String text) {
        return SampleFile.withServerOptions(folder, text);
    }
}
