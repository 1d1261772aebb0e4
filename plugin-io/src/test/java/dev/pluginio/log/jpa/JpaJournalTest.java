package dev.pluginio.log.jpa;

import static dev.pluginio.capture.jpa.model.Entities.tag;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.api.content.Action;
import dev.pluginio.api.content.Entry;
import dev.pluginio.api.event.ContentChange;
import dev.pluginio.api.event.ContentEvent;
import dev.pluginio.capture.jpa.model.Blog.Tag;
import dev.pluginio.log.Announcement;
import dev.pluginio.log.Journal;
import dev.pluginio.log.Position;
import dev.pluginio.log.Retention;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** B25: what is kept is read back after a restart, and nobody is led past what is not. */
class JpaJournalTest extends JpaLogTesting {

    @Test
    void findsOffsetsOfAnEarlierRunAndReadsWhatCameAfterThem() {
        host.start();
        commitTags(1, 2, 3);
        host.settle();
        host.stop();
        Journal journal = host.start().journal();
        host.settle();
        Position first = journal.find(host.heard.get(0).offset()).orElseThrow();
        assertThat(journal.reaches(first)).isTrue();
        List<Journal.Kept> kept = journal.after(first, 10).orElseThrow();
        assertThat(kept)
                .extracting(Journal.Kept::event)
                .extracting(ContentEvent::offset)
                .containsExactly(host.heard.get(1).offset(), host.heard.get(2).offset());
        assertThat(kept.get(0).event().at()).isEqualTo(host.heard.get(1).at());
        assertThat(kept.get(0).event().change().entry())
                .isEqualTo(host.heard.get(1).change().entry());
        assertThat(journal.find("AAAAAAAAAAAAAAAAAAAAAA")).isEmpty();
    }

    @Test
    void leadsNobodyPastWhatTheHostDidWithoutThePlugin() {
        host.isEnding = false; // the plugin is stopped, and the host goes on
        host.start();
        commitTags(1, 2);
        host.settle();
        host.stop();
        commitTags(3);
        Journal journal = host.start().journal();
        commitTags(4);
        Awaitility.await().until(() -> host.heard.size() == 3);
        Position known = journal.find(host.heard.get(1).offset()).orElseThrow();
        assertThat(journal.reaches(known)).isFalse();
        assertThat(journal.after(known, 10)).isEmpty();
    }

    @Test
    void leadsNobodyPastWhatTheDatabaseForgotInACrash() {
        host.start();
        commitTags(1, 2);
        host.settle();
        host.stop();
        String told = host.heard.get(1).offset();
        host.commit(em -> {
            em.createNativeQuery("delete from pluginio_event where seq = 2").executeUpdate();
            em.createNativeQuery("update pluginio_log set head = 1").executeUpdate();
        });
        Journal journal = host.start().journal();
        commitTags(3);
        Awaitility.await().until(() -> host.heard.size() == 3);
        assertThat(host.heard).extracting(ContentEvent::offset).doesNotHaveDuplicates();
        assertThat(journal.reaches(journal.find(told).orElseThrow())).isFalse();
    }

    @Test
    void knowsWhatTheHostDidLastToAnEntryOfThePast() {
        host.start();
        commitTags(1);
        host.commit(em -> em.find(Tag.class, 1L).name = "b");
        host.commit(em -> em.remove(em.find(Tag.class, 1L)));
        commitTags(2);
        host.settle();
        host.stop();
        Journal journal = host.start().journal();
        List<Journal.Kept> kept = journal.after(Position.BEGINNING, 2).orElseThrow();
        assertThat(kept)
                .allSatisfy(
                        one -> assertThat(journal.newest(one.event().change()).action())
                                .isEqualTo(Action.DELETE));
        host.commit(em -> em.find(Tag.class, 2L).name = "c");
        Awaitility.await().until(() -> host.heard.size() == 5);
        Journal.Kept last =
                journal.after(kept.get(1).position(), 10).orElseThrow().get(1);
        assertThat(journal.newest(last.event().change()).entry().values()).containsEntry("name", "c");
    }

    @Test
    void leadsNobodyPastWhatLacksSomethingThatIsNeeded() {
        Predicate<Announcement> isOther = kept -> !kept.change().entry().id().equals(2L);
        JpaEventLog log = host.start();
        commitTags(1, 2);
        host.settle();
        log.require(isOther);
        commitTags(3);
        host.settle();
        assertThat(log.journal().isNear(new Position(1))).isFalse();
        assertThat(log.journal().after(new Position(1), 10)).isEmpty();
        assertThat(log.journal().after(new Position(2), 10).orElseThrow()).hasSize(1);
        host.stop();

        JpaEventLog again = host.open();
        again.require(isOther);
        host.start(again);
        assertThat(again.journal().after(new Position(2), 10).orElseThrow()).hasSize(1);
        assertThat(again.journal().after(Position.BEGINNING, 10)).isEmpty();
    }

    @Test
    void leadsNobodyPastWhatCouldNotBeWritten() {
        Journal journal = host.start().journal();
        host.settle();
        host.commit(em -> em.createNativeQuery("alter table pluginio_event rename to away")
                .executeUpdate());
        commitTags(1);
        Awaitility.await().until(() -> host.heard.size() == 1);
        host.commit(em -> em.createNativeQuery("alter table away rename to pluginio_event")
                .executeUpdate());
        commitTags(2);
        Awaitility.await().until(() -> host.heard.size() == 2);
        assertThat(journal.after(Position.BEGINNING, 10).orElseThrow()).hasSize(2); // memory has it
        host.stop();
        Journal afterwards = host.start().journal();
        assertThat(afterwards.after(Position.BEGINNING, 10)).isEmpty();
        assertThat(afterwards.after(new Position(1), 10).orElseThrow()).hasSize(1);
    }

    @Test
    void takesAwayWhatIsKeptForTooLong() {
        Journal journal = host.start(host.open(new Retention(2, 1_000_000, Duration.ofHours(1))))
                .journal();
        commitTags(1, 2, 3, 4, 5);
        host.settle();
        Awaitility.await().until(() -> host.count("select count(*) from pluginio_event") == 2);
        assertThat(journal.reaches(new Position(2))).isFalse();
        assertThat(journal.after(new Position(3), 10).orElseThrow()).hasSize(2);
    }

    private JpaEventLog openToKeepNoValues() {
        JpaEventLog log = host.open();
        log.trim(told -> told.about(ContentChange.created(
                told.change().uid(), Entry.of(told.change().entry().id(), Map.of()))));
        return log;
    }

    @Test
    void handsOnAllThatIsKnownOfWhatIsCommittedBeforeItIsStarted() {
        JpaEventLog log = host.captureInto(openToKeepNoValues());
        host.commit(em -> em.persist(tag(1, "quiteSecret")));
        log.start(host.reader());
        host.settle();
        assertThat(host.heard.get(0).change().entry().values()).containsEntry("name", "quiteSecret");
    }

    @Test
    void keepsOnlyWhatMayBeKept() {
        host.start(openToKeepNoValues());
        host.commit(em -> em.persist(tag(1, "quiteSecret")));
        host.settle();
        assertThat(host.count("select count(*) from pluginio_event where payload like '%quiteSecret%'"))
                .isZero();
        assertThat(host.heard.get(0).change().entry().values()).containsEntry("name", "quiteSecret");
    }
}
