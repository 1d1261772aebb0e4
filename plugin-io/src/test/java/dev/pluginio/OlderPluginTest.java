package dev.pluginio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/seeds.md tells for each part of the older plugin which test proves that it is here; each of these tests exists. */
class OlderPluginTest {

    private static final Path TABLE = Path.of("..", "docs", "seeds.md");
    private static final Pattern REFERENCE = Pattern.compile("`([A-Z]\\w*(?:Test|IT))?(?:#(\\w+))?`");

    @Test
    void everyRowNamesATestThatThereIs() throws IOException {
        Map<String, String> tests = tests();
        for (String row : Files.readAllLines(TABLE)) {
            if (!row.startsWith("| ") || row.startsWith("| there")) {
                continue;
            }
            List<MatchResult> references = REFERENCE
                    .matcher(row.substring(row.lastIndexOf("|", row.length() - 2)))
                    .results()
                    .toList();
            assertThat(references).as(row).isNotEmpty();
            String type = "";
            for (MatchResult reference : references) {
                type = reference.group(1) == null ? type : reference.group(1);
                assertThat(tests).as(row).containsKey(type);
                if (reference.group(2) != null) {
                    assertThat(tests.get(type)).as(row).contains("void " + reference.group(2) + "(");
                }
            }
        }
    }

    /** The source of each test class, by its name. */
    private static Map<String, String> tests() throws IOException {
        Map<String, String> tests = new HashMap<>();
        for (Path root : List.of(Path.of("src", "test", "java"), Path.of("..", "e2e", "src", "test", "java"))) {
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    tests.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
                }
            }
        }
        return tests;
    }
}
