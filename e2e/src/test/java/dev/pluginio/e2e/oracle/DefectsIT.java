package dev.pluginio.e2e.oracle;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pluginio.e2e.defect.Defect;
import dev.pluginio.e2e.driver.SampleHost;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The oracle is worth something: a plugin that is broken in one place does not pass it. */
class DefectsIT {

    private static final int PLENTY = 1500;

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SENDS_BEFORE_THE_COMMIT")
    void aBrokenPluginDoesNotPass(Defect defect, @TempDir Path folder) {
        Dice dice = Seed.dice();
        try (SampleHost host = SampleHost.setup()
                        .config(OracleIT.READERS.configured())
                        .plugin(defect.into(folder))
                        .expectingErrors()
                        .start();
                Company company = new Company(host, dice)) {
            assertThatThrownBy(() -> new Oracle(host, OracleIT.READERS, company, dice).run(PLENTY))
                    .hasRootCauseInstanceOf(Mismatch.class);
        }
    }
}
