package dev.pluginio.capture.jpa;

import static dev.pluginio.capture.jpa.model.Entities.counters;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.api.event.ContentChange;
import dev.pluginio.capture.jpa.model.Blog.Counter;
import dev.pluginio.testing.Writers;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceException;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.hibernate.engine.spi.SessionImplementor;
import org.hibernate.engine.spi.TransactionCompletionCallbacks.AfterCompletionCallback;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** B18, B19, B20: the order of events is the order of commits, for each entry. */
class CommitOrderTest extends CaptureTesting {

    private static final int WRITERS = 16;
    private static final int ROUNDS = 30;

    @BeforeEach
    void someCounters() {
        commit(em -> counters(em, 3));
        log.clear();
    }

    private static long hits(ContentChange change) {
        return (Long) change.after().orElseThrow().values().get("hits");
    }

    private List<Long> heard(long id) {
        return log.changes().stream()
                .filter(change -> change.entry().id().equals(id))
                .map(CommitOrderTest::hits)
                .toList();
    }

    @Test
    void keepsTheOrderOfCommitsOfManyWriters() throws Exception {
        int commits = Writers.write(WRITERS, ROUNDS, this::write);
        assertThat(log.changes()).hasSize(commits);
        for (long id = 0; id < 3; id++) {
            List<Long> heard = heard(id);
            assertThat(heard).isSortedAccordingTo(Comparator.naturalOrder()).doesNotHaveDuplicates();
            assertThat(heard).hasSize((int) (long) heard.get(heard.size() - 1));
        }
        assertThat(observer.overtaken).hasValue(0);
        assertThat(observer.failed).hasValue(0);
    }

    /** One or two counters, locked or optimistically, committed or rolled back; gives how many were changed. */
    private int write(Random random) {
        long first = random.nextInt(3);
        long second = random.nextBoolean() ? first : 2;
        try (EntityManager em = host.createEntityManager()) {
            em.getTransaction().begin();
            try {
                LockModeType lock = random.nextBoolean() ? LockModeType.PESSIMISTIC_WRITE : LockModeType.NONE;
                em.find(Counter.class, first, lock).hits++;
                int changed = 1;
                if (second > first) {
                    em.find(Counter.class, second, lock).hits++;
                    changed = 2;
                }
                if (random.nextInt(5) == 0) {
                    em.flush();
                    em.getTransaction().rollback();
                    return 0;
                }
                em.getTransaction().commit();
                return changed;
            } catch (PersistenceException e) {
                if (em.getTransaction().isActive()) {
                    em.getTransaction().rollback();
                }
                return 0;
            }
        }
    }

    /** What is committed first is told first, even if the thread that committed it is late to tell. */
    @Test
    void holdsALaterChangeBackUntilTheEarlierOneWasToldOf() throws Exception {
        CountDownLatch committed = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        ExecutorService slow = Executors.newSingleThreadExecutor();
        Future<?> first = slow.submit(() -> commit(em -> {
            em.unwrap(SessionImplementor.class)
                    .getTransactionCompletionCallbacks()
                    .registerCallback((AfterCompletionCallback) (success, session) -> {
                        committed.countDown();
                        await(goOn);
                    });
            em.find(Counter.class, 1L).hits = 1;
        }));
        await(committed);
        commit(em -> em.find(Counter.class, 1L).hits = 2);
        commit(em -> em.find(Counter.class, 2L).hits = 7);
        assertThat(heard(1)).isEmpty();
        assertThat(heard(2)).containsExactly(7L);
        goOn.countDown();
        first.get(30, TimeUnit.SECONDS);
        slow.shutdown();
        assertThat(heard(1)).containsExactly(1L, 2L);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
