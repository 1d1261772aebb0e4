package dev.pluginio.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.e2e.driver.Places;
import dev.pluginio.e2e.driver.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packed jar alone, with nothing of a host, tells what is wrong with a configuration. */
class CheckIT {

    @TempDir
    Path folder;

    private static Run check(Map<String, String> environment, Path... files) throws Exception {
        List<String> words = new ArrayList<>(List.of("check"));
        Stream.of(files).map(Path::toString).forEach(words::add);
        return Run.pluginJar(environment, words);
    }

    @Test
    void findsNothingWrongWithTheSamplesOwnFile() throws Exception {
        Run run = check(Map.of(), Places.sampleConfig());

        assertThat(run.code()).as(run.output()).isZero();
        assertThat(run.output()).contains("nothing is wrong");
    }

    /** B27: everything that is wrong is told, with file, line and key. */
    @Test
    void tellsEverythingThatIsWrong() throws Exception {
        Path file = Files.writeString(folder.resolve("plugins.yml"), """
                io:
                  config:
                    contentTypes: [article]
                    envelop: bare
                    sensitiveFields: [iban]
                    socket:
                      serverOptions: { port: '${NO_SUCH_PORT}', pingInterval: soon }
                """);

        Run run = check(Map.of(), file);

        assertThat(run.code()).as(run.output()).isEqualTo(6);
        assertThat(run.output())
                .contains(file + ":3: io.config.contentTypes[0]")
                .contains(file + ":4: io.config.envelop")
                .contains(file + ":7: io.config.socket.serverOptions.port", "NO_SUCH_PORT")
                .contains("io.config.socket.serverOptions.pingInterval")
                .contains("4 problems")
                .doesNotContain("Exception");
        assertThat(check(Map.of("NO_SUCH_PORT", "1338"), file).output()).contains("3 problems");
    }

    @Test
    void tellsWhatItNeedsIfItIsCalledWrongly() throws Exception {
        assertThat(check(Map.of()).code()).isEqualTo(2);
        Run missing = check(Map.of(), folder.resolve("nothing.yml"));
        assertThat(missing.code()).isEqualTo(6);
        assertThat(missing.output()).contains("nothing.yml", "does not exist");
    }
}
