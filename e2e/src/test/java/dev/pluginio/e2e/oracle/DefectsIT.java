package dev.pluginio.e2e.oracle;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pluginio.e2e.defect.Defect;
import dev.pluginio.e2e.driver.SampleHost;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The oracle is worth something: a plugin that is broken in one place does not pass it. */
class DefectsIT {

    private static final int PLENTY = 1500;

    private static final int MOST = Integer.getInteger("oracle.defects", Integer.MAX_VALUE);

    /** In the normal run some of them, drawn anew each time, because each has a host of its own. */
    static List<Defect> defects() {
        List<Defect> all = new ArrayList<>(List.of(
                Defect.SKIPS_THE_RELATION_CHECK,
                Defect.SKIPS_THE_DRAFT_CHECK,
                Defect.SKIPS_THE_ACTION_CHECK,
                Defect.DROPS_THE_DELETE_CHECK,
                Defect.TAKES_CALLBACKS_FOR_COMMITS,
                Defect.SWAPS_THE_ORDER,
                Defect.IGNORES_THE_RULES,
                Defect.TELLS_WHO_DID_NOT_SUBSCRIBE,
                Defect.TELLS_SUBSCRIBERS_TWICE,
                Defect.KEEPS_THE_OLD_ROLE,
                Defect.LETS_EVENTS_OVERTAKE));
        Collections.shuffle(all, new Random());
        return all.subList(0, Math.min(MOST, all.size()));
    }

    @ParameterizedTest
    @MethodSource("defects")
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
