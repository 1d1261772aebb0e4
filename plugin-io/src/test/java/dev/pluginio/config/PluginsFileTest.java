package dev.pluginio.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** B27: a file that cannot be read says why, and where. */
class PluginsFileTest {

    @TempDir
    Path folder;

    private SampleFile file(String text) {
        return SampleFile.in(folder, text);
    }

    @Test
    void namesTheFilesThatAreThereInPlaceOfAMissingOne() throws IOException {
        Files.createFile(folder.resolve("plugins.yaml"));
        Path missing = folder.resolve("plugins.yml");

        assertThatThrownBy(() -> IoConfiguration.load(missing, Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("plugin-io found a problem in " + missing)
                .hasMessageContaining(missing + ": does not exist")
                .hasMessageContaining("its folder has plugins.yaml")
                .hasMessageContaining("create it with a section 'io'");
    }

    @Test
    void refusesAFolderAndAMissingFolder() {
        assertThatThrownBy(() -> IoConfiguration.load(folder, Map.of())).hasMessageContaining("is a folder");
        assertThatThrownBy(() -> IoConfiguration.load(folder.resolve("none/plugins.yml"), Map.of()))
                .hasMessageContaining("there is no such folder");
    }

    @Test
    void refusesTextThatIsNotUtf8() throws IOException {
        Path file = Files.write(folder.resolve("latin.yml"), "io: \u00e9".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> IoConfiguration.load(file, Map.of())).hasMessageContaining("not text in UTF-8");
    }

    @Test
    void readsAFileWithAByteOrderMark() {
        assertThat(file("\uFEFFio: { config: { contentTypes: [] } }").problems())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'' | plugins.yml:1: must be a section for each plugin, such as 'io:'",
                "# nothing | plugins.yml: is empty; it needs a section 'io'",
                "[io] | plugins.yml:1: must be a section for each plugin, such as 'io:'",
                "{ upload: 1, i18n: 2 } | plugins.yml: has no section 'io'; its sections are: upload, i18n",
                "io: | plugins.yml:1: io.config: is missing; it needs at least 'contentTypes'",
                "io: { config: } | plugins.yml:1: io.config.contentTypes: is missing; it is needed: The content types"
                        + " whose changes are sent: a uid, or a section with a uid and more. What is not listed is"
                        + " never sent by itself.",
                "io: [config] | plugins.yml:1: io: must be a section of keys, but is a list",
                "{ io: {}, io: {} } | plugins.yml:1: io: stands here again (first in line 1); keep one of them",
                "io: { config: *none } | plugins.yml:1: is not valid YAML: found undefined alias none",
                "io: { config: { port: ${IO_PORT} } } | plugins.yml:1: is not valid YAML: expected ',' or '}', but got {;"
                        + " a value with ${…} within braces or brackets must stand in quotes",
            })
    void tellsWhatIsWrongWithTheWhole(String text, String problem) {
        assertThat(file(text).problems()).first().isEqualTo(problem);
    }

    @Test
    void tellsTheLineOfAMistakeOfSyntaxWithoutWhatStandsThere() {
        SampleFile file = file("""
                upload:
                  apiKey: 'hunter2
                io:
                  config: {}
                """);

        assertThat(file.problems())
                .containsExactly("plugins.yml:5: is not valid YAML: found unexpected end of stream (in what begins in"
                        + " line 2)");
        assertThatThrownBy(file::settings).hasMessageNotContaining("hunter2");
    }

    @Test
    void explainsAStarWithoutQuotes() {
        assertThat(file("""
                                io:
                                  config:
                                    contentTypes:
                                      - uid: api::article.article
                                        populate: *
                                """).problems())
                .singleElement()
                .asString()
                .startsWith("plugins.yml:5: is not valid YAML: ")
                .endsWith("; a star must stand in quotes: '*'");
    }

    @Test
    void tellsTheLineOfACharacterThatYamlForbids() {
        assertThat(file("io:\n  enabled: \u0007true\n").problems())
                .containsExactly("plugins.yml:2: has a character that is not permitted in YAML");
    }

    @Test
    void refusesManyAliasesWithTheLine() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
        for (int level = 1; level < 30; level++) {
            bomb.append("a%1$d: &a%1$d [*a%2$d, *a%2$d]\n".formatted(level, level - 1));
        }

        assertThat(file(bomb + "io: *a29\n").problems())
                .containsExactly("plugins.yml:27: has more than 50 aliases; write things out");
    }

    @Test
    @Timeout(20)
    void survivesAliasesWithinThemselves() {
        String all = "{ author: { populate: *p }, category: { populate: *p }, tags: { populate: *p } }";

        assertThat(file("io: { config: { contentTypes: [{ uid: 'api::article.article', populate: &p " + all + " }] } }")
                        .problems())
                .anyMatch(problem -> problem.contains("is an alias used within itself?"))
                .hasSizeLessThan(102);
    }

    @Test
    void refusesDeepNestingWithTheLine() {
        assertThat(file("io:\n  " + "[".repeat(500)).problems())
                .containsExactly("plugins.yml:2: is nested more than 40 deep");
    }

    @Test
    void tellsOnlySoManyProblems() {
        String file =
                "io:\n" + "  unknown%d: 1\n".repeat(300).formatted(numbers(300)) + "  config: { contentTypes: [] }";

        assertThat(file(file).problems()).hasSize(101).last().isEqualTo("and 200 more");
    }

    private static Object[] numbers(int count) {
        Object[] numbers = new Object[count];
        for (int index = 0; index < count; index++) {
            numbers[index] = index;
        }
        return numbers;
    }
}
