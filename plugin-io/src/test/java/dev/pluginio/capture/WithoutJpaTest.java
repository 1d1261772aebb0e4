package dev.pluginio.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The engine of capture runs where there is neither JPA nor Hibernate. */
class WithoutJpaTest {

    /** Runs inside a loader that has no JPA. */
    public static final class Visit implements Runnable {
        @Override
        public void run() {
            new LifecycleCaptureTest().collapsesWhatATransactionDidToOneChangeAnEntry();
            assertThat(dev.pluginio.capture.jpa.JpaHost.of(new HostWithoutJpa()))
                    .isEmpty();
        }
    }

    @Test
    void loadsAndRunsWithoutJpaAndHibernate() throws Exception {
        List<URL> path = Arrays.stream(
                        System.getProperty("java.class.path").split(Pattern.quote(java.io.File.pathSeparator)))
                .filter(file -> !file.contains("hibernate-core") && !file.contains("jakarta.persistence"))
                .map(WithoutJpaTest::url)
                .toList();
        try (URLClassLoader loader =
                new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            assertThatCode(() -> loader.loadClass("org.hibernate.SessionFactory"))
                    .isInstanceOf(ClassNotFoundException.class);
            Object visit = loader.loadClass(Visit.class.getName())
                    .getDeclaredConstructor()
                    .newInstance();
            visit.getClass().getMethod("run").invoke(visit);
        }
    }

    private static URL url(String file) {
        try {
            return java.nio.file.Path.of(file).toUri().toURL();
        } catch (java.net.MalformedURLException e) {
            throw new IllegalArgumentException(file, e);
        }
    }
}
