package dev.pluginio.e2e.defect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tool that breaks the plugin breaks what it is told to break, and says so when it cannot. */
@SuppressWarnings("NullAway.Init") // filled before each test
class PatchedJarTest {

    @TempDir
    Path folder;

    private Path jar;

    /** What is broken here. */
    public static final class Subject {
        /** Asks somebody else. */
        public boolean isEmpty(String text) {
            return text.isEmpty();
        }
    }

    @BeforeEach
    void pack() throws IOException {
        jar = folder.resolve("subject.jar");
        String entry = Subject.class.getName().replace('.', '/') + ".class";
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                var bytes = Subject.class.getClassLoader().getResourceAsStream(entry)) {
            out.putNextEntry(new JarEntry(entry));
            java.util.Objects.requireNonNull(bytes).transferTo(out);
        }
    }

    @Test
    void replacesACallByAConstant() throws Exception {
        assertThat(isEmpty(
                        patched(Patch.answersTrue(Subject.class.getName(), "isEmpty", "java/lang/String", "isEmpty")),
                        "x"))
                .isTrue();
        assertThat(isEmpty(
                        patched(Patch.answersFalse(Subject.class.getName(), "isEmpty", "java/lang/String", "isEmpty")),
                        ""))
                .isFalse();
    }

    @Test
    void runsCodeAfterAMethod() throws Exception {
        assertThat(isEmpty(patched(Patch.advises(Subject.class.getName(), "isEmpty", Advices.True.class)), "x"))
                .isTrue();
    }

    @Test
    void saysWhenThereIsNothingToBreak() {
        assertThatThrownBy(() ->
                        patched(Patch.answersTrue(Subject.class.getName(), "isBlank", "java/lang/String", "isBlank")))
                .hasMessageContaining("the plugin was rewritten");
    }

    private Path patched(Patch patch) {
        Path copy = folder.resolve("copy.jar");
        PatchedJar.write(jar, jar, copy, List.of(patch));
        return copy;
    }

    private static boolean isEmpty(Path jar, String text) throws Exception {
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
            Class<?> subject = loader.loadClass(Subject.class.getName());
            Object made = subject.getConstructor().newInstance();
            return (boolean) subject.getMethod("isEmpty", String.class).invoke(made, text);
        }
    }
}
