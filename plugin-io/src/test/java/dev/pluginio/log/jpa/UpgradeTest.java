package dev.pluginio.log.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.EntityManager;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A log that an earlier version wrote goes on: who comes back hears what it missed before and after. */
class UpgradeTest extends JpaLogTesting {

    /** The name of a table or column as Flyway writes it. */
    String quoted(String name) {
        return '"' + name + '"';
    }

    private static void sql(EntityManager entities, String statement) {
        entities.createNativeQuery(statement).executeUpdate();
    }

    /** What V4 did is undone: the log is one that V3 wrote. */
    private void asBeforeRuns() {
        host.commit(entities -> {
            sql(entities, "alter table pluginio_log add column epoch bigint default 0 not null");
            sql(entities, "update pluginio_log set epoch = (select epoch from pluginio_run where begun = 0)");
            sql(entities, "drop table pluginio_run");
            sql(
                    entities,
                    "delete from " + quoted("pluginio_schema_history") + " where " + quoted("version") + " = '4'");
        });
    }

    @Test
    void goesOnWithWhatAnEarlierVersionWrote() {
        host.start();
        tellOfTags(1, 2, 3);
        host.stop();
        asBeforeRuns();
        host.start();
        tellOfTags(4);

        List<String> offsets = offsets();
        assertThat(offsets).hasSize(4).doesNotHaveDuplicates();
        assertThat(idsAfter(offsets.get(0))).containsExactly(2L, 3L, 4L);
        assertThat(idsAfter(offsets.get(2))).containsExactly(4L);
    }
}
