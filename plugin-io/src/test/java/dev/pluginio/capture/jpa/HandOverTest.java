package dev.pluginio.capture.jpa;

import static dev.pluginio.capture.jpa.model.Entities.counter;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.capture.jpa.model.Blog.Counter;
import dev.pluginio.log.EventLog;
import dev.pluginio.log.Position;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.LockModeType;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Promise 6, B25: what the host does while the plugin is stopped and started again is told of: each change once, in commit
 * order, by the instance under which the transaction began, or by the next. Where that cannot be, nobody is led past it.
 */
class HandOverTest {

    private final EntityManagerFactory factory = Database.h2(sql -> sql, Map.of());
    private final DurableHost host = new DurableHost(factory);
    private final AtomicLong ticks = new AtomicLong();

    @AfterEach
    void close() {
        host.close();
    }

    private static Consumer<EntityManager> create(long id) {
        return em -> em.persist(counter(id));
    }

    private static Consumer<EntityManager> hits(long id, long hits) {
        return em -> em.find(Counter.class, id, LockModeType.PESSIMISTIC_WRITE).hits = hits;
    }

    private void stop() {
        host.stopAndHandOver(ticks::get);
    }

    private Position startStopAndStart(Runnable meanwhile) {
        Position before = stopped(host.start());
        meanwhile.run();
        host.start();
        return before;
    }

    private Position stopped(EventLog log) {
        host.commit(create(0));
        host.settle();
        Position head = log.journal().head();
        stop();
        return head;
    }

    private void awaitEvents(String... names) {
        Awaitility.await().untilAsserted(() -> assertThat(host.names()).hasSizeGreaterThanOrEqualTo(names.length));
        host.settle();
        assertThat(host.names()).containsExactly(names);
    }

    /** The journal that the host has now. */
    private boolean reaches(Position position) {
        return host.log().journal().reaches(position);
    }

    private int relays() {
        return Registration.relays(factory.unwrap(SessionFactoryImplementor.class), JpaCapture.HAPPENED.get(0))
                .size();
    }

    /** A transaction of the host that goes on. */
    private final class Open implements AutoCloseable {
        private final EntityManager em = factory.createEntityManager();

        Open() {
            em.getTransaction().begin();
        }

        Open flushed(Consumer<EntityManager> work) {
            work.accept(em);
            em.flush();
            return this;
        }

        void commit() {
            em.getTransaction().commit();
        }

        @Override
        public void close() {
            if (em.getTransaction().isActive()) {
                em.getTransaction().rollback();
            }
            em.close();
        }
    }

    @Test
    void whatIsCommittedBetweenStopAndStartIsToldOfAfterwards() {
        Position before = startStopAndStart(() -> {
            host.commit(create(1));
            host.commit(hits(1, 5));
            host.rollback(create(2));
        });

        awaitEvents("counter:create 0", "counter:create 1", "counter:update 1");
        assertThat(reaches(before)).isTrue();
        assertThat(relays()).isEqualTo(1);
    }

    @Test
    void aTransactionThatIsOpenAllTheTimeIsToldOfOnceAndAsAWhole() {
        host.start();
        try (Open open = new Open().flushed(create(1))) {
            stop();
            open.flushed(create(2)).flushed(hits(1, 5));
            host.start();
            open.flushed(create(3)).flushed(hits(1, 7));
            host.commit(create(4));
            awaitEvents("counter:create 4");
            open.commit();
        }
        awaitEvents("counter:create 4", "counter:create 1", "counter:create 2", "counter:create 3");
        assertThat(host.heard.get(1).change().entry().values()).containsEntry("hits", 7L);
    }

    @Test
    void aTransactionMayOutliveMoreThanOneInstance() {
        host.start();
        try (Open open = new Open().flushed(create(1))) {
            for (int reload = 0; reload < 3; reload++) {
                stop();
                host.start();
                open.flushed(hits(1, reload));
            }
            host.commit(create(2));
            open.commit();
        }
        awaitEvents("counter:create 2", "counter:create 1");
        assertThat(host.heard.get(1).change().entry().values()).containsEntry("hits", 2L);
    }

    @Test
    void transactionsThatBeganBeforeOrBetweenMayEndWhenTheyLike() {
        host.start();
        try (Open before = new Open().flushed(create(1));
                Open lost = new Open().flushed(create(2))) {
            stop();
            before.commit();
            try (Open between = new Open().flushed(create(3))) {
                host.start();
                lost.close();
                between.commit();
            }
        }
        awaitEvents("counter:create 1", "counter:create 3");
    }

    /** The later one is captured by the new instance, and knows nothing of what the old one has in hand. */
    @Test
    void changesOfOneEntryKeepTheirOrderThoughTwoInstancesWriteThem() {
        host.start();
        host.commit(create(1));
        try (Open first = new Open().flushed(hits(1, 1))) {
            stop();
            host.start();
            CompletableFuture<Void> second = CompletableFuture.runAsync(() -> {
                host.commit(hits(1, 2));
                host.commit(hits(1, 3));
            });
            host.commit(create(4));
            first.commit();
            second.join();
        }
        Awaitility.await().untilAsserted(() -> assertThat(host.names()).hasSize(5));
        assertThat(host.heard.stream()
                        .map(event -> event.change().entry())
                        .filter(entry -> entry.id().equals(1L))
                        .map(entry -> entry.values().get("hits")))
                .containsExactly(0L, 1L, 2L, 3L);
    }

    @Test
    void anyNumberOfInstancesFollowEachOther() {
        host.start();
        for (long id = 1; id <= 5; id++) {
            stop();
            host.commit(create(id));
            host.start();
            host.commit(hits(id, 1));
        }
        Awaitility.await().untilAsserted(() -> assertThat(host.names()).hasSize(10));
        assertThat(relays()).isEqualTo(1);
    }

    @Test
    void whenTheTimeIsOverTheHostIsLetGoAndNobodyIsLedPastIt() {
        Position before = startStopAndStart(() -> {
            ticks.addAndGet(Duration.ofMinutes(2).toNanos());
            host.commit(create(1));
            assertThat(relays()).isZero();
        });

        assertThat(reaches(before)).isFalse();
        host.commit(create(2));
        awaitEvents("counter:create 0", "counter:create 2");
    }

    @Test
    void nobodyIsLedPastWhatCouldNotBeCaptured() {
        Position before = startStopAndStart(() -> {
            host.interest.fails(new NoClassDefFoundError("gone"));
            host.commit(create(1));
            host.interest.fails(null);
        });

        assertThat(reaches(before)).isFalse();
    }

    @Test
    void nobodyIsLedPastWhatTheFormerInstanceMissesAfterTheNextOneHasStarted() {
        Position before;
        host.start();
        try (Open open = new Open().flushed(create(1))) {
            before = stopped(host.log());
            host.start();
            assertThat(reaches(before)).isTrue();
            host.interest.fails(new NoClassDefFoundError("gone"));
            open.commit();
            host.interest.fails(null);
        }
        Awaitility.await().until(() -> !reaches(before));
    }

    @Test
    void aFollowerThatCannotStartLetsTheHostGo() {
        stopped(host.start());
        host.open().close();
        host.release();
        assertThat(relays()).isZero();
    }
}
