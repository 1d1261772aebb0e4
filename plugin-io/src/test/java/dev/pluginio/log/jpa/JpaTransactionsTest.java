package dev.pluginio.log.jpa;

import static dev.pluginio.capture.jpa.model.Entities.counters;
import static dev.pluginio.capture.jpa.model.Entities.tag;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pluginio.api.content.Entry;
import dev.pluginio.api.event.ContentChange;
import dev.pluginio.api.event.ContentEvent;
import dev.pluginio.capture.jpa.Database;
import dev.pluginio.capture.jpa.model.Blog.Counter;
import dev.pluginio.log.Announcement;
import dev.pluginio.log.Outbox.Row;
import dev.pluginio.testing.Writers;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.LockModeType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** B18, B20: transactions stay together in the database, when the host dies as well. */
class JpaTransactionsTest extends JpaLogTesting {

    private static final int WRITERS = 8;
    private static final int ROUNDS = 8;
    private static final int ENTRIES = 5;

    @Override
    EntityManagerFactory database() {
        return Database.h2(sql -> sql, Map.of("hibernate.connection.pool_size", "12"));
    }

    private JpaEventLog start() {
        return host.start(together());
    }

    private JpaEventLog together() {
        JpaEventLog log = host.open();
        log.keepTogether(true);
        return log;
    }

    /** The transactions of events, as runs of them: each of one transaction. */
    private static List<List<ContentEvent>> runs(List<ContentEvent> events) {
        List<List<ContentEvent>> runs = new ArrayList<>();
        @Nullable String last = null;
        for (ContentEvent event : events) {
            if (!Objects.requireNonNull(event.transaction()).equals(last)) {
                runs.add(new ArrayList<>());
                last = event.transaction();
            }
            runs.get(runs.size() - 1).add(event);
        }
        return runs;
    }

    private static List<String> names(List<List<ContentEvent>> runs) {
        return runs.stream().map(run -> run.get(0).transaction()).toList();
    }

    private List<List<Object>> ids() {
        return runs(host.heard).stream()
                .map(run ->
                        run.stream().map(event -> event.change().entry().id()).toList())
                .toList();
    }

    private static Announcement created(long id) {
        return Announcement.of(ContentChange.created("api::tag.tag", Entry.of(id, Map.of("name", "x"))));
    }

    private static List<Row> put(JpaEventLog log, EntityManager em, @Nullable Long transaction, long... ids) {
        List<Announcement> announcements =
                LongStream.of(ids).mapToObj(JpaTransactionsTest::created).toList();
        return em.unwrap(Session.class)
                .doReturningWork(connection -> log.outbox().put(connection, transaction, announcements));
    }

    @Test
    void keepsThoseOfManyWritersTogetherAndEachEntryInTheOrderOfItsCommits() throws Exception {
        host.commit(em -> counters(em, ENTRIES));
        start();
        Writers.write(WRITERS, ROUNDS, random -> {
            host.commit(em -> random.longs(3, 0, ENTRIES)
                    .distinct()
                    .sorted()
                    .forEach(id -> em.find(Counter.class, id, LockModeType.PESSIMISTIC_WRITE).hits++));
            return 1;
        });
        host.settle();

        List<List<ContentEvent>> runs = runs(host.heard);
        assertThat(runs).hasSize(WRITERS * ROUNDS);
        assertThat(names(runs)).doesNotHaveDuplicates().isEqualTo(host.ended);
        for (long id = 0; id < ENTRIES; id++) {
            Object entry = id;
            List<Object> hits = host.heard.stream()
                    .filter(event -> event.change().entry().id().equals(entry))
                    .map(event -> event.change().entry().values().get("hits"))
                    .toList();
            assertThat(hits)
                    .isEqualTo(LongStream.rangeClosed(1, hits.size()).boxed().toList());
        }
        assertThat(host.kept())
                .extracting(kept -> kept.event().transaction())
                .isEqualTo(host.heard.stream().map(ContentEvent::transaction).toList());
    }

    @Test
    void tellsTogetherAfterACrashWhatWasWrittenBetweenOneAnother() {
        JpaEventLog dying = together(); // never started: the host dies between commit and hand-on
        Long first = dying.outbox().begin();
        Long second = dying.outbox().begin();
        host.commit(em -> {
            put(dying, em, first, 1, 2);
            host.commit(other -> put(dying, other, second, 3, 4));
            put(dying, em, first, 5, 3); // it had to wait for the entry
            host.commit(other -> put(dying, other, null, 6));
        });
        host.commit(em -> put(dying, em, null, 7));
        dying.close();

        start();
        await().until(() -> host.heard.size() == 8);
        assertThat(ids()).containsExactly(List.of(3L, 4L), List.of(1L, 2L, 5L, 3L), List.of(6L), List.of(7L));
        await().untilAsserted(() -> assertThat(host.ended).isEqualTo(names(runs(host.heard))));
    }

    @Test
    void namesThemAfterARestartAsBefore() {
        start();
        host.commit(em -> Stream.of(1L, 2L, 3L).forEach(id -> em.persist(tag(id, "a"))));
        host.commit(em -> em.persist(tag(4, "a")));
        host.settle();
        host.stop();
        start();
        host.commit(em -> em.persist(tag(5, "a")));
        await().until(() -> host.heard.size() == 5);
        host.settle();

        assertThat(names(runs(host.heard))).hasSize(3).doesNotHaveDuplicates().isEqualTo(host.ended);
        assertThat(host.kept())
                .extracting(kept -> kept.event().transaction())
                .isEqualTo(host.heard.stream().map(ContentEvent::transaction).toList());
        assertThat(host.log().journal().find(host.ended.get(0))).isEmpty();
    }

    @Test
    void doesNotTellOfHalfATransactionThatSomebodyStillHolds() {
        JpaEventLog log = start();
        List<Row> held = new ArrayList<>();
        host.commit(em -> held.addAll(put(log, em, log.outbox().begin(), 1, 2)));
        log.outbox().release(held.subList(0, 1));
        host.commit(em -> held.addAll(put(log, em, log.outbox().begin(), 2, 3)));
        log.outbox().release(held.subList(2, 4)); // waits for the entry that both have
        host.commit(em -> log.outbox().release(put(log, em, null, 4)));
        await().until(() -> !host.heard.isEmpty());
        assertThat(ids()).containsExactly(List.of(4L));

        log.outbox().release(held.subList(1, 2));
        await().until(() -> host.heard.size() == 5);
        assertThat(ids()).containsExactly(List.of(4L), List.of(1L, 2L), List.of(2L, 3L));
    }

    @Test
    void tellsTheRestOfATransactionOfWhichSomethingDoesNotHoldAnyMoreThoughNothingElseHappens() {
        JpaEventLog log = start();
        List<Row> written = new ArrayList<>();
        host.commit(em -> written.addAll(put(log, em, log.outbox().begin(), 1, 2)));
        log.outbox().release(written.subList(1, 2));
        log.outbox().superseded(written.subList(0, 1));

        await().until(() -> host.heard.size() == 1);
        assertThat(ids()).containsExactly(List.of(2L));
    }

    /** As long as the former instance is at work, all that is committed is looked for in the table. */
    @Test
    void keepsThoseTogetherOfWhichSomethingCouldNotBeWritten() {
        start();
        try (EntityManager open = host.factory.createEntityManager()) {
            open.getTransaction().begin();
            open.persist(tag(9, "a"));
            open.flush();
            host.stopAndHandOver(System::nanoTime);
            JpaEventLog log = start();
            List<Row> written = new ArrayList<>();
            host.commit(em -> written.addAll(put(log, em, log.outbox().begin(), 1, 3)));
            log.append(List.of(
                    created(1).in(written.get(0)), created(2), created(3).in(written.get(1))));
            log.append(List.of(created(4)));

            await().until(() -> host.heard.size() == 4);
            assertThat(ids()).containsExactlyInAnyOrder(List.of(1L, 2L, 3L), List.of(4L));
            open.getTransaction().rollback();
        }
    }

    @Test
    void keepsThemTogetherWhileAFormerInstanceIsStillAtWork() {
        start();
        host.commit(em -> em.persist(tag(1, "a")));
        host.settle();
        host.stopAndHandOver(System::nanoTime);
        start();
        host.commit(em -> Stream.of(2L, 3L, 4L).forEach(id -> em.persist(tag(id, "a"))));
        host.commit(em -> em.persist(tag(5, "a")));
        await().until(() -> host.heard.size() == 5);

        assertThat(ids()).containsExactly(List.of(1L), List.of(2L, 3L, 4L), List.of(5L));
    }
}
