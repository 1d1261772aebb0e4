package dev.pluginio;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.security.CodeSource;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The classes that are needed when the plugin has stopped, and its jar may have been closed, or replaced. */
final class OwnClasses {

    private static final Logger LOG = LoggerFactory.getLogger(OwnClasses.class);
    private static final String SUFFIX = ".class";
    private static final List<String> NEEDED = List.of(
            "dev/pluginio/access/",
            "dev/pluginio/capture/",
            "dev/pluginio/delivery/",
            "dev/pluginio/log/",
            "dev/pluginio/monitor/",
            "dev/pluginio/shaded/fasterxml/jackson/core/");

    private OwnClasses() {}

    /** Loads them. What cannot be loaded is missed when it is needed. */
    static void load() {
        CodeSource source = OwnClasses.class.getProtectionDomain().getCodeSource();
        try {
            File file = source == null || source.getLocation() == null
                    ? null
                    : new File(source.getLocation().toURI());
            if (file != null && file.isFile()) {
                load(file);
            }
        } catch (IOException | URISyntaxException | RuntimeException e) {
            LOG.warn("The plugin's jar cannot be read", e);
        }
    }

    private static void load(File file) throws IOException {
        try (JarFile jar = new JarFile(file)) {
            for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
                String name = entries.nextElement().getName();
                if (name.endsWith(SUFFIX) && NEEDED.stream().anyMatch(name::startsWith)) {
                    load(name.substring(0, name.length() - SUFFIX.length()).replace('/', '.'));
                }
            }
        }
    }

    private static void load(String name) {
        try {
            Class.forName(name, false, OwnClasses.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            LOG.debug("{} cannot be loaded", name, e);
        }
    }
}
