package dev.pluginio.e2e.durable;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.LockModeType;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Write at full speed, or steadily: most of their transactions change some of few entries, others make new ones, or delete
 * those; some are rolled back after all was flushed.
 */
final class Writers {

    /** Entries that are there from the start and stay. */
    static final int LASTING = 16;

    private static final int THREADS = 4;
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(10);

    private final EntityManagerFactory factory;
    private final AtomicLong ids;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong commits = new AtomicLong();
    private volatile boolean resting;

    Writers(EntityManagerFactory factory) {
        this.factory = factory;
        this.ids = new AtomicLong(highest(factory));
    }

    private static long highest(EntityManagerFactory factory) {
        return factory.callInTransaction(em -> {
            if (em.find(Note.class, 0L) == null) {
                for (long id = 0; id < LASTING; id++) {
                    make(em, id);
                }
            }
            return em.createQuery("select max(id) from Note", Long.class).getSingleResult();
        });
    }

    private static void make(EntityManager em, long id) {
        Note note = new Note();
        note.id = id;
        em.persist(note);
    }

    void write() {
        write(0);
    }

    /** No faster than is told of at once. */
    void writeSteadily() {
        write(PAUSE);
    }

    private void write(long pause) {
        resting = false;
        for (int i = 0; i < THREADS; i++) {
            Thread thread = new Thread(() -> work(pause), "writer-" + i);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    /** Waits until all have ended; gives how many transactions were committed. */
    long rest() throws InterruptedException {
        resting = true;
        for (Thread thread : threads) {
            thread.join();
        }
        threads.clear();
        return commits.get();
    }

    private void work(long pause) {
        SplittableRandom random = new SplittableRandom();
        List<Long> own = new ArrayList<>();
        while (!resting) {
            long made = random.nextInt(10) == 0 ? ids.incrementAndGet() : 0;
            Long doomed = own.isEmpty() || random.nextInt(15) > 0 ? null : own.remove(random.nextInt(own.size()));
            boolean commits = transaction(random, made, doomed);
            if (commits && made > 0) {
                own.add(made);
            } else if (!commits && doomed != null) {
                own.add(doomed);
            }
            LockSupport.parkNanos(pause);
        }
    }

    private boolean transaction(SplittableRandom random, long made, @Nullable Long doomed) {
        try (EntityManager em = factory.createEntityManager()) {
            em.getTransaction().begin();
            TreeSet<Long> chosen = new TreeSet<>(); // in one order, so that nobody waits for ever
            for (int i = random.nextInt(3); i >= 0; i--) {
                chosen.add((long) random.nextInt(LASTING));
            }
            for (long id : chosen) {
                em.find(Note.class, id, LockModeType.PESSIMISTIC_WRITE).hits++;
            }
            if (made > 0) {
                make(em, made);
            }
            if (doomed != null) {
                em.remove(em.find(Note.class, doomed));
            }
            em.flush();
            if (random.nextInt(6) == 0) {
                em.getTransaction().rollback();
                return false;
            }
            em.getTransaction().commit();
            commits.incrementAndGet();
            return true;
        }
    }
}
