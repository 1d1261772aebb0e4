package dev.pluginio.e2e.oracle;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pluginio.e2e.defect.Defect;
import dev.pluginio.e2e.driver.SampleHost;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The oracle is worth something: a plugin that is broken in one place does not pass it. */
class DefectsIT {

    private static final int PLENTY = 1500;

    @ParameterizedTest
    @EnumSource(
            names = {
                "SKIPS_THE_RELATION_CHECK",
                "SKIPS_THE_DRAFT_CHECK",
                "SKIPS_THE_ACTION_CHECK",
                "DROPS_THE_DELETE_CHECK",
                "TAKES_CALLBACKS_FOR_COMMITS",
                "SWAPS_THE_ORDER",
                "IGNORES_THE_RULES",
                "TELLS_WHO_DID_NOT_SUBSCRIBE",
                "TELLS_SUBSCRIBERS_TWICE",
                "KEEPS_THE_OLD_ROLE",
                "LETS_EVENTS_OVERTAKE"
            })
    void aBrokenPluginDoesNotPass(Defect defect, @TempDir Path folder) {
        assertThatThrownBy(() -> run(defect, folder, PLENTY)).hasRootCauseInstanceOf(Mismatch.class);
    }

    /** Guards B20: callbacks after a commit may come in any order; what is heard is in the order of the commits. */
    @Test
    void aPluginThatIsCalledBackLatePasses(@TempDir Path folder) {
        System.out.println(run(Defect.IS_CALLED_BACK_LATE, folder, 300));
    }

    private static String run(Defect defect, Path folder, int cases) {
        Dice dice = Seed.dice();
        try (SampleHost host = OracleIT.host(OracleIT.READERS)
                        .plugin(defect.into(folder))
                        .expectingErrors()
                        .start();
                Company company = new Company(host, dice)) {
            return new Oracle(host, OracleIT.READERS, company, dice).run(cases);
        }
    }
}
