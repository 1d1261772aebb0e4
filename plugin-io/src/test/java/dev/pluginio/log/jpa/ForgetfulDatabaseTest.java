package dev.pluginio.log.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.capture.jpa.Database;
import dev.pluginio.capture.jpa.DurableHost;
import dev.pluginio.log.Journal;
import dev.pluginio.log.Position;
import jakarta.persistence.EntityManagerFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.awaitility.Awaitility;
import org.h2.tools.Restore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * B25: a database that has lost its last moment, or was restored from a backup, has clients reload that know of more. It
 * leads nobody past what happened since.
 */
class ForgetfulDatabaseTest extends JpaLogTesting {

    @TempDir
    Path folder;

    @Override
    EntityManagerFactory database() {
        return Database.at("jdbc:h2:file:" + folder.resolve("cms"), "sa");
    }

    private void restart() {
        host.stop();
        host.start();
    }

    /** As the database was when the event of this place was its newest. */
    private void forgetAllAfter(long sequence) {
        host.commit(em -> {
            em.createNativeQuery("delete from pluginio_event where seq > " + sequence)
                    .executeUpdate();
            em.createNativeQuery("delete from Tag where id > " + sequence).executeUpdate();
            em.createNativeQuery("update pluginio_log set head = " + sequence).executeUpdate();
        });
    }

    private boolean isLedOnFrom(String offset) {
        Journal journal = host.log().journal();
        return journal.find(offset).filter(journal::reaches).isPresent();
    }

    /** The backup is older than a restart: the same number of events as in the run that it does not know of follow it. */
    @Test
    void namesNothingAsInARunThatItDoesNotKnowOf() throws Exception {
        Path backup = folder.resolve("backup.zip");
        host.start();
        tellOfTags(1, 2);
        host.commit(em -> em.createNativeQuery("backup to '" + backup + "'").executeUpdate());
        tellOfTags(3);
        restart();
        tellOfTags(4, 5);
        List<String> before = offsets();
        host.close();
        Files.delete(folder.resolve("cms.mv.db"));
        Restore.execute(backup.toString(), folder.toString(), null);

        host = new DurableHost(database());
        host.process = "second";
        host.start();
        tellOfTags(6, 7, 8);

        assertThat(offsets()).hasSize(3).doesNotContainAnyElementsOf(before);
        assertThat(before.subList(2, 5)).noneMatch(this::isLedOnFrom);
        assertThat(idsAfter(before.get(1))).containsExactly(6L, 7L, 8L);
    }

    @Test
    void remembersAtLaterStartsWhatItHasForgotten() {
        host.start();
        tellOfTags(1, 2, 3);
        host.stop();
        forgetAllAfter(2);
        host.start();
        tellOfTags(4);
        restart();
        tellOfTags(5);

        assertThat(isLedOnFrom(offsets().get(2))).isFalse();
        assertThat(host.log().journal().reaches(new Position(3))).isFalse(); // of what is kept of a client
        assertThat(idsAfter(offsets().get(1))).containsExactly(4L, 5L);
        assertThat(idsAfter(offsets().get(3))).containsExactly(5L);
    }

    /** It has died and come back, and not the host. */
    @Test
    void hasEverybodyReloadIfItForgetsWhileTheHostRuns() {
        host.start();
        tellOfTags(1, 2, 3);
        forgetAllAfter(2);
        tellOfTags(4);
        Awaitility.await().until(() -> host.gaps.get() == 1);
        tellOfTags(5);

        assertThat(host.names())
                .containsExactly("tag:create 1", "tag:create 2", "tag:create 3", "tag:create 4", "tag:create 5");
        assertThat(offsets().subList(0, 4)).noneMatch(this::isLedOnFrom);
        assertThat(isLedOnFrom(offsets().get(4))).isTrue();
        assertThat(host.gaps).hasValue(1);
        restart();
        assertThat(offsets().subList(0, 4)).noneMatch(this::isLedOnFrom);
        assertThat(isLedOnFrom(offsets().get(4))).isTrue();
    }
}
