package dev.pluginio.command;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Looks for mistakes in a plugins file, by the very code that reads it in a host. That needs what a host provides, which
 * the jar carries packed for this: in a host it must not be seen.
 */
final class Check {

    private static final List<String> PROVIDED = List.of("plugin-api.jar", "slf4j-api.jar");
    private static final String READER = "dev.pluginio.config.IoConfiguration";

    private Check() {}

    /** What is wrong with a file; empty if nothing is. */
    static List<String> of(List<String> arguments, Map<String, String> environment) throws Failure {
        if (arguments.size() != 1) {
            throw new Failure(
                    Failure.USAGE, "name one file, such as config/plugins.yml; 'help' tells how this is used");
        }
        Path file;
        try {
            file = Path.of(arguments.get(0));
        } catch (InvalidPathException e) {
            throw new Failure(Failure.USAGE, "'" + arguments.get(0) + "' cannot be a file");
        }
        List<Path> unpacked = new ArrayList<>();
        try {
            return problems(file, environment, classPath(unpacked));
        } catch (IOException | ReflectiveOperationException e) {
            throw new Failure(Failure.OTHER, "the file could not be checked: " + cause(e));
        } finally {
            unpacked.forEach(jar -> jar.toFile().delete());
        }
    }

    private static Throwable cause(Exception e) {
        return e instanceof InvocationTargetException && e.getCause() != null ? e.getCause() : e;
    }

    private static List<String> problems(Path file, Map<String, String> environment, List<URL> classPath)
            throws IOException, ReflectiveOperationException {
        try (URLClassLoader loader =
                new URLClassLoader(classPath.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            List<?> problems = (List<?>) loader.loadClass(READER)
                    .getMethod("problems", Path.class, Map.class)
                    .invoke(null, file, environment);
            return problems == null
                    ? List.of()
                    : problems.stream().map(String::valueOf).toList();
        }
    }

    private static List<URL> classPath(List<Path> unpacked) throws IOException, Failure {
        List<URL> classPath = new ArrayList<>();
        classPath.add(Check.class.getProtectionDomain().getCodeSource().getLocation());
        for (String name : PROVIDED) {
            try (InputStream packed = Check.class.getResourceAsStream("/META-INF/plugin-io/" + name)) {
                if (packed == null) {
                    throw new Failure(Failure.OTHER, "this works from the packed jar only");
                }
                Path jar = Files.createTempFile("plugin-io-check", ".jar");
                unpacked.add(jar);
                Files.copy(packed, jar, StandardCopyOption.REPLACE_EXISTING);
                classPath.add(url(jar));
            }
        }
        return classPath;
    }

    private static URL url(Path jar) throws MalformedURLException {
        return jar.toUri().toURL();
    }
}
