package dev.pluginio.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** B27: the reference knows the same keys and defaults as the plugin, and every example in it works. */
class ReferenceTest {

    private static final Path REFERENCE = Path.of("..", "docs", "configuration.md");
    private static final Pattern BLOCK =
            Pattern.compile("^```(\\w+)( wrong)?\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern HEADING = Pattern.compile("^### `(.+)`$");
    private static final Pattern ROW = Pattern.compile("^\\| `([^`]+)` \\| `([^`]+)` \\| .+ \\|$");

    @TempDir
    Path folder;

    @Test
    void describesEveryKeyWithItsDefaultAndNoOther() throws IOException {
        assertThat(described()).containsExactlyInAnyOrderEntriesOf(known());
    }

    @ParameterizedTest
    @MethodSource("examples")
    void hasOnlyExamplesThatWork(String example) {
        assertThat(SampleFile.in(folder, example).problems()).isEmpty();
        assertThat(SchemaTest.messages(example)).isEmpty();
    }

    @Test
    void hasExamples() throws IOException {
        assertThat(examples()).hasSizeGreaterThan(5);
    }

    @Test
    void showsTheMessageThatIsReallyGiven() throws IOException {
        List<String> wrong = blocks().filter(block -> block.group(2) != null)
                .map(block -> block.group(3))
                .toList();
        List<String> answers = blocks().filter(block -> block.group(1).equals("text"))
                .map(block -> block.group(3).strip())
                .toList();

        assertThat(wrong).hasSize(1);
        String answer = answers.get(0)
                .replace("config/plugins.yml", folder.resolve("plugins.yml").toString());
        SampleFile file = SampleFile.in(folder, wrong.get(0));
        assertThat(catchThrowable(file::settings)).hasMessage(answer);
    }

    @Test
    void fitsTheFileOfTheSample() throws IOException {
        String sample = Files.readString(SchemaTest.CONFIG.resolve("plugins.yml"));
        SampleFile file = SampleFile.in(folder, sample);

        assertThat(file.problems()).isEmpty();
        assertThat(SchemaTest.messages(sample)).isEmpty();
        assertThat(file.settings(Map.of("HTTP_PORT", "8080")).transport().corsOrigins())
                .isEqualTo(Set.of("http://localhost:8080", "http://127.0.0.1:8080", "http://localhost"));
    }

    @Test
    void fitsEveryKeyThatTheSampleHasCommentedOut() throws IOException {
        String keys = known().keySet().stream()
                .map(path -> path.substring(path.lastIndexOf('.') + 1))
                .collect(Collectors.joining("|"));
        String all = Files.readString(SchemaTest.CONFIG.resolve("plugins.yml"))
                .replaceAll("(?m)^( *)# ((" + keys + "): \\S.*)$", "$1$2")
                .replaceAll("(?m)^ *fields: \\[title, slug].*$", "");

        assertThat(all).contains("\n    shape: flat", "\n        pingTimeout: 20s", "\n        excludeFields: [body]");
        assertThat(SampleFile.in(folder, all).problems()).isEmpty();
        assertThat(SchemaTest.messages(all)).isEmpty();
    }

    static List<String> examples() throws IOException {
        return blocks().filter(block -> block.group(1).equals("yaml") && block.group(2) == null)
                .map(block -> block.group(3))
                .toList();
    }

    private static Stream<MatchResult> blocks() throws IOException {
        return BLOCK.matcher(Files.readString(REFERENCE)).results();
    }

    /** Keys and defaults as the tables of the reference have them. */
    private static Map<String, String> described() throws IOException {
        Map<String, String> described = new LinkedHashMap<>();
        String section = "";
        for (String line : Files.readAllLines(REFERENCE)) {
            Matcher heading = HEADING.matcher(line);
            Matcher row = ROW.matcher(line);
            if (heading.matches()) {
                section = heading.group(1);
            } else if (row.matches()) {
                described.put(section + "." + row.group(1), row.group(2));
            }
        }
        return described;
    }

    /** Keys and defaults as the records have them. */
    private static Map<String, String> known() {
        Map<String, String> known = new LinkedHashMap<>();
        collect("io", IoSection.class, known);
        collect("io.config.contentTypes[].populate.<relation>", RelationOptions.class, known);
        return known;
    }

    private static void collect(String section, Class<?> type, Map<String, String> known) {
        Object defaults = Keys.defaults(type);
        Keys.of(type).forEach((key, component) -> {
            known.put(section + "." + key, defaultOf(component, defaults));
            Type generic = component.getGenericType();
            if (component.getType().isRecord() && component.getType() != PopulateOptions.class) {
                collect(section + "." + key, component.getType(), known);
            } else if (generic instanceof ParameterizedType list
                    && list.getRawType() == List.class
                    && list.getActualTypeArguments()[0] instanceof Class<?> element
                    && element.isRecord()) {
                collect(section + "." + key + "[]", element, known);
            } else if (generic instanceof ParameterizedType map
                    && map.getRawType() == Map.class
                    && map.getActualTypeArguments()[1] instanceof Class<?> named) {
                collect(section + "." + key + ".<name>", named, known);
            }
        });
    }

    private static String defaultOf(RecordComponent component, Object section) {
        Object value = Keys.valueOf(component, section);
        if (component.getAnnotation(Setting.class).required()) {
            return "required";
        } else if (value == null || value instanceof Record) {
            return "none";
        }
        return value instanceof Enum<?> word ? Values.wordOf(word) : value.toString();
    }
}
