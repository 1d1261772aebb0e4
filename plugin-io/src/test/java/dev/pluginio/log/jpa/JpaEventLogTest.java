package dev.pluginio.log.jpa;

import static dev.pluginio.capture.jpa.model.Entities.tag;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.api.content.Action;
import dev.pluginio.api.content.Entry;
import dev.pluginio.api.event.ContentChange;
import dev.pluginio.api.event.ContentEvent;
import dev.pluginio.capture.jpa.model.Blog.Secret;
import dev.pluginio.capture.jpa.model.Blog.Tag;
import dev.pluginio.log.Announcement;
import dev.pluginio.log.Outbox;
import dev.pluginio.log.Position;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.hibernate.Session;
import org.junit.jupiter.api.Test;

/** B18, B25: what is committed is told of once, even if the host dies in between; what is not leaves nothing behind. */
class JpaEventLogTest extends JpaLogTesting {

    @Test
    void handsOnWhatIsCommittedInOrder() {
        host.start();
        commitTags(1, 2);
        host.commit(em -> {
            em.find(Tag.class, 1L).name = "b";
            em.persist(tag(3, "c"));
            em.remove(em.find(Tag.class, 2L));
        });
        host.settle();
        assertThat(host.names())
                .startsWith("tag:create 1", "tag:create 2")
                .containsExactlyInAnyOrder(
                        "tag:create 1", "tag:create 2", "tag:update 1", "tag:create 3", "tag:delete 2");
        assertThat(host.heard).extracting(ContentEvent::offset).doesNotHaveDuplicates();
        assertThat(host.announced).allSatisfy(told -> assertThat(told.row()).isNotNull());
        assertThat(host.count("select count(*) from pluginio_event where seq is not null"))
                .isEqualTo(5);
        assertThat(host.count("select head from pluginio_log")).isEqualTo(5);
    }

    @Test
    void leavesNothingOfWhatIsRolledBack() {
        host.start();
        host.rollback(em -> {
            em.persist(tag(1, "a"));
            em.flush();
        });
        commitTags(2);
        host.settle();
        assertThat(host.names()).containsExactly("tag:create 2");
        assertThat(host.count("select count(*) from pluginio_event")).isEqualTo(1);
    }

    @Test
    void handsOnAtTheNextStartWhatWasCommittedBeforeACrash() {
        host.captureInto(host.open()); // never started: the host dies between commit and hand-on
        commitTags(1, 2, 3);
        assertThat(host.count("select count(*) from pluginio_event where seq is null"))
                .isEqualTo(3);
        host.stop();
        assertThat(host.heard).isEmpty();

        host.start();
        commitTags(4);
        Awaitility.await().until(() -> host.heard.size() == 4);
        assertThat(host.names()).containsExactly("tag:create 1", "tag:create 2", "tag:create 3", "tag:create 4");
    }

    @Test
    void neverHandsOnAgainWhatHasItsPlace() {
        host.start();
        commitTags(1, 2);
        host.settle();
        host.stop();
        host.start();
        commitTags(3);
        Awaitility.await().until(() -> host.heard.size() == 3);
        host.settle();
        assertThat(host.names()).containsExactly("tag:create 1", "tag:create 2", "tag:create 3");
        assertThat(host.heard).extracting(ContentEvent::offset).doesNotHaveDuplicates();
    }

    @Test
    void keepsWhatIsAnnouncedOutsideOfTransactionsToo() {
        JpaEventLog log = host.start();
        log.append(new Announcement(
                ContentChange.of("api::tag.tag", new Action("praise"), Entry.of(7L, Map.of("name", "x"))), null, null));
        host.settle();
        assertThat(host.names()).containsExactly("tag:praise 7");
        assertThat(log.journal().after(Position.BEGINNING, 10).orElseThrow())
                .singleElement()
                .satisfies(kept -> assertThat(kept.event().change().action()).hasToString("praise"));
    }

    @Test
    void costsTheHostNothingWhenTheTableCannotBeWritten() {
        host.start();
        host.settle();
        host.commit(em -> em.createNativeQuery("alter table pluginio_event rename to away")
                .executeUpdate());
        Secret secret = new Secret();
        secret.id = 1L;
        host.commit(em -> {
            em.persist(secret);
            em.persist(tag(1, "a"));
        });
        assertThat(host.count("select count(*) from Tag")).isEqualTo(1);
        assertThat(host.observer.unwritten).hasValue(1);
        Awaitility.await().until(() -> host.heard.size() == 1);
        host.commit(em -> em.createNativeQuery("alter table away rename to pluginio_event")
                .executeUpdate());
        commitTags(2);
        Awaitility.await().until(() -> host.heard.size() == 2);
        assertThat(host.names()).containsExactly("tag:create 1", "tag:create 2");
    }

    @Test
    void findsByItselfWhatNobodyAppended() {
        JpaEventLog log = host.start();
        host.commit(em -> em.persist(tag(1, "a")));
        host.settle();
        host.commit(em ->
                em.createNativeQuery("update pluginio_event set seq = null").executeUpdate());
        Awaitility.await().until(() -> host.heard.size() == 2);
        assertThat(log.journal().head()).isEqualTo(new Position(2));
    }

    /** The first of two changes of an entry is committed when what stands around it has been read. */
    @Test
    void tellsOfNoChangeBeforeAnEarlierOneThatWasCommittedWhileItLooked() {
        Outbox dead = host.open().outbox();
        try (EntityManager em = host.factory.createEntityManager()) {
            em.getTransaction().begin();
            put(dead, em, 1, "first");
            host.commit(other -> LongStream.range(100, 500).forEach(id -> put(dead, other, id, "other")));
            AtomicBoolean once = new AtomicBoolean();
            host.listener = event -> {
                if (once.compareAndSet(false, true)) {
                    em.getTransaction().commit();
                    host.commit(other -> put(dead, other, 1, "second"));
                }
            };
            host.start();
            Awaitility.await().until(() -> host.heard.size() == 402);
        }
        assertThat(host.names().stream().filter(name -> name.endsWith(" 1")))
                .containsExactly("tag:first 1", "tag:second 1");
    }

    private static void put(Outbox outbox, EntityManager em, long id, String action) {
        Announcement told = new Announcement(
                ContentChange.of("api::tag.tag", new Action(action), Entry.of(id, Map.of())), null, null);
        em.unwrap(Session.class).doWork(connection -> outbox.put(connection, null, List.of(told)));
    }

    @Test
    void leavesTheLogToWhoeverTookItOver() {
        host.start();
        commitTags(1);
        host.settle();
        JpaEventLog other = host.open();
        commitTags(2); // written by the first, which may give no places any more
        assertThat(host.heard).hasSize(1);
        other.start(host.reader());
        Awaitility.await().until(() -> host.heard.size() == 2);
        other.close();
    }
}
