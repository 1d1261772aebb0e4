package dev.pluginio.log.jpa;

import static dev.pluginio.capture.jpa.model.Entities.counters;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.api.event.ContentChange;
import dev.pluginio.capture.jpa.Database;
import dev.pluginio.capture.jpa.model.Blog.Counter;
import dev.pluginio.log.Journal;
import dev.pluginio.testing.Writers;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** B18, B20: many writers on few entries, some of whom roll back: each entry's offsets are in the order of its commits. */
class ManyWritersTest extends JpaLogTesting {

    private static final int WRITERS = 64;
    private static final int ROUNDS = 4;
    private static final int ENTRIES = 5;

    @Override
    EntityManagerFactory database() {
        return Database.h2(sql -> sql, Map.of("hibernate.connection.pool_size", "70"));
    }

    @BeforeEach
    void someCounters() {
        host.commit(em -> counters(em, ENTRIES));
        host.start();
    }

    @Test
    void offsetsFollowTheCommitsOfEachEntry() throws Exception {
        int commits = Writers.write(WRITERS, ROUNDS, this::write);
        host.settle();
        assertThat(host.heard).hasSize(commits);
        List<ContentChange> kept = host.kept().stream()
                .map(Journal.Kept::event)
                .map(event -> event.change())
                .toList();
        for (long id = 0; id < ENTRIES; id++) {
            long last = hits(id);
            List<Long> everyCommit = LongStream.rangeClosed(1, last).boxed().toList();
            assertThat(hits(id, host.heard.stream().map(event -> event.change()).toList()))
                    .isEqualTo(everyCommit);
            assertThat(hits(id, kept)).isEqualTo(everyCommit);
        }
        assertThat(host.count("select count(*) from pluginio_event where seq is null"))
                .isZero();
        assertThat(host.observer.overtaken).hasValue(0);
    }

    private long hits(long id) {
        try (EntityManager em = host.factory.createEntityManager()) {
            return em.find(Counter.class, id).hits;
        }
    }

    private static List<Long> hits(long id, List<ContentChange> changes) {
        return changes.stream()
                .filter(change -> change.entry().id().equals(id))
                .map(change -> (Long) change.entry().values().get("hits"))
                .toList();
    }

    /** One or two counters, locked or optimistically, committed or rolled back; gives how many were changed. */
    private int write(Random random) {
        long first = random.nextInt(ENTRIES - 1);
        long second = random.nextBoolean() ? first : ENTRIES - 1;
        try (EntityManager em = host.factory.createEntityManager()) {
            em.getTransaction().begin();
            try {
                LockModeType lock = random.nextInt(4) > 0 ? LockModeType.PESSIMISTIC_WRITE : LockModeType.NONE;
                em.find(Counter.class, first, lock).hits++;
                if (second > first) {
                    em.find(Counter.class, second, lock).hits++;
                }
                if (random.nextInt(5) == 0) {
                    em.flush();
                    em.getTransaction().rollback();
                    return 0;
                }
                em.getTransaction().commit();
                return second > first ? 2 : 1;
            } catch (PersistenceException e) {
                if (em.getTransaction().isActive()) {
                    em.getTransaction().rollback();
                }
                return 0;
            }
        }
    }
}
