package dev.pluginio.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the guide shows of handlers is code that compiles. */
class GuideTest {

    private static final Path GUIDE = Path.of("..", "docs", "guide.md");
    private static final Path EXAMPLES = Path.of("src", "test", "java", "dev", "pluginio", "guide");

    @Test
    void showsTheHandlerAsItIs() throws IOException {
        String code = Files.readString(EXAMPLES.resolve("AddComment.java"));

        assertThat(Files.readString(GUIDE)).contains(code.substring(code.indexOf("public final class")));
    }
}
