package dev.pluginio.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** The level that the configuration sets holds in each of the libraries that hosts log with, as SLF4J finds them. */
class LibrariesTest {

    @ParameterizedTest
    @CsvSource({
        "logback, ch.qos.logback.classic.LoggerContext, DEBUG",
        "log4j, org.apache.logging.slf4j.Log4jLoggerFactory, ERROR",
        "jdk, org.slf4j.jul.JDK14LoggerFactory, INFO"
    })
    void setsTheLevelAndPutsTheOldOneBack(String library, String factory, String byItself) throws Exception {
        List<URL> classPath = new ArrayList<>(
                List.of(of(LogLevels.class), of(LogSteps.class), of(LoggerFactory.class), of(NullMarked.class)));
        try (Stream<Path> jars = Files.list(Path.of("target", "loggers", library))) {
            for (Path jar : jars.toList()) {
                classPath.add(jar.toUri().toURL());
            }
        }

        assertThat(told(classPath))
                .containsExactly(
                        factory,
                        "at first: " + byItself,
                        "ERROR: ERROR",
                        "WARN: WARN",
                        "INFO: INFO",
                        "DEBUG: DEBUG",
                        "TRACE: TRACE",
                        "as before: " + byItself,
                        "over the host's: TRACE",
                        "the host's again: WARN",
                        "the host's since: ERROR",
                        "the host's still: ERROR",
                        "others: " + byItself);
    }

    private static URL of(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }

    /** Nothing of the tests' own class path is there, but for what is named. */
    private static List<Object> told(List<URL> classPath) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader = new Alone(classPath)) {
            thread.setContextClassLoader(loader); // where SLF4J and Log4j look
            Object steps = loader.loadClass(LogSteps.class.getName())
                    .getDeclaredConstructor()
                    .newInstance();
            return List.copyOf((List<?>) ((Callable<?>) steps).call());
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Classes of the JDK and these; the libraries as they are without a file that configures them. */
    private static final class Alone extends URLClassLoader {
        Alone(List<URL> classPath) {
            super(classPath.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
        }

        @Override
        public @Nullable URL findResource(String name) {
            return name.startsWith("logback") ? null : super.findResource(name);
        }
    }
}
