package dev.pluginio.capture.jpa;

import static dev.pluginio.capture.jpa.model.Entities.article;
import static dev.pluginio.capture.jpa.model.Entities.comment;
import static dev.pluginio.capture.jpa.model.Entities.counter;
import static dev.pluginio.capture.jpa.model.Entities.tag;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pluginio.capture.jpa.model.Blog.Article;
import dev.pluginio.capture.jpa.model.Blog.Counter;
import dev.pluginio.capture.jpa.model.Blog.Image;
import dev.pluginio.capture.jpa.model.Blog.LandingPage;
import dev.pluginio.capture.jpa.model.Blog.Part;
import dev.pluginio.capture.jpa.model.Blog.Product;
import dev.pluginio.capture.jpa.model.Blog.ShopPage;
import dev.pluginio.capture.jpa.model.Blog.Tag;
import dev.pluginio.capture.jpa.model.Blog.Video;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.hibernate.Transaction;
import org.hibernate.exception.ConstraintViolationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bulk statements, which Hibernate tells nobody of. */
class BulkTest extends CaptureTesting {

    @Override
    Map<String, Object> settings() {
        return Map.of("hibernate.jdbc.batch_size", "20");
    }

    @BeforeEach
    void someTags() {
        commit(em -> LongStream.range(0, 4).forEach(id -> em.persist(tag(id, "t" + id))));
        log.clear();
    }

    private static int rename(EntityManager em, List<Long> ids) {
        return em.createQuery("update Tag t set t.name = concat(t.name, '!') where t.id in :ids")
                .setParameter("ids", ids)
                .executeUpdate();
    }

    private static int delete(EntityManager em, List<Long> ids) {
        return em.createQuery("delete from Tag t where t.id in :ids")
                .setParameter("ids", ids)
                .executeUpdate();
    }

    /** B21. */
    @Test
    void announcesExactlyTheRowsThatABulkUpdateChanged() {
        commit(em -> {
            List<Long> ids = List.of(1L, 2L);
            assertThat(capture.bulkChanges().update(em, "api::tag.tag", ids, () -> rename(em, ids)))
                    .isEqualTo(2);
            assertThat(log.names()).isEmpty();
        });
        assertThat(log.names()).containsExactly("tag:update", "tag:update");
        assertThat(log.changes()).allSatisfy(change -> {
            String before = (String) change.before().orElseThrow().values().get("name");
            assertThat(change.after().orElseThrow().values()).containsEntry("name", before + "!");
        });
        assertThat(observer.statements).isEmpty();
        assertThat(observer.failed).hasValue(0);
    }

    /** B22. */
    @Test
    void announcesExactlyTheRowsThatABulkDeleteRemoved() {
        commit(em -> {
            List<Long> ids = List.of(1L, 3L);
            capture.bulkChanges().delete(em, "api::tag.tag", ids, () -> delete(em, ids));
        });
        assertThat(log.names()).containsExactly("tag:delete", "tag:delete");
        assertThat(log.changes())
                .extracting(change -> change.before().orElseThrow().values().get("name"))
                .containsExactlyInAnyOrder("t1", "t3");
    }

    /** B18, B21. */
    @Test
    void announcesNothingOfABulkUpdateThatIsRolledBack() {
        List<Long> ids = List.of(1L, 2L);
        rollback(em -> capture.bulkChanges().update(em, "api::tag.tag", ids, () -> rename(em, ids)));
        assertThat(log.names()).isEmpty();
        assertThat(observer.forgotten).hasValue(2);
    }

    /** B21: a flush after the statement must not write back what was there before it. */
    @Test
    void loadsNothingIntoTheHostsSession() {
        commit(em -> {
            capture.bulkChanges().update(em, "api::tag.tag", List.of(1L), () -> rename(em, List.of(1L)));
            assertThat(em.find(Tag.class, 1L).name).isEqualTo("t1!");
        });
        assertThat(log.after().values()).containsEntry("name", "t1!");
    }

    @Test
    void runsTheStatementAlthoughTheRowsCannotBeRead() {
        commit(em -> {
            assertThat(capture.bulkChanges().update(em, "api::tag.tag", List.of("one"), () -> rename(em, List.of(1L))))
                    .isEqualTo(1);
            assertThat(em.find(Tag.class, 1L).name).isEqualTo("t1!");
        });
        assertThat(log.names()).isEmpty();
        assertThat(observer.failed).hasValue(1);
    }

    @Test
    void runsTheStatementWhereTheHostHoldsAnOldVersion() {
        commit(em -> em.persist(counter(1L)));
        log.clear();
        commit(em -> {
            em.find(Counter.class, 1L);
            commit(other -> other.find(Counter.class, 1L).hits = 5);
            assertThat(capture.bulkChanges()
                            .update(
                                    em,
                                    "api::counter.counter",
                                    List.of(1L),
                                    () -> em.createQuery("update Counter c set c.hits = c.hits + 1")
                                            .executeUpdate()))
                    .isEqualTo(1);
        });
        assertThat(log.names()).containsExactly("counter:update", "counter:update");
        assertThat(log.changes().get(1).before().orElseThrow().values()).containsEntry("hits", 5L);
        assertThat(log.changes().get(1).after().orElseThrow().values()).containsEntry("hits", 6L);
    }

    /** What the host has inserted may still wait in its session, and fail when we have it run. */
    @Test
    void tellsTheHostThatItsOwnEarlierWriteFailed() {
        AtomicInteger ran = new AtomicInteger();
        assertThatThrownBy(() -> stateless(session -> {
                    insertTwice(session);
                    capture.bulkChanges().update(session, "api::tag.tag", List.of(1L), ran::incrementAndGet);
                }))
                .isInstanceOf(ConstraintViolationException.class);
        assertThat(ran).hasValue(0);
        assertThatNothingWasCommitted();
    }

    @Test
    void keepsTheHostFromCommittingHalfOfWhatItWrote() {
        try (StatelessSession session = host.unwrap(SessionFactory.class).openStatelessSession()) {
            Transaction transaction = session.beginTransaction();
            insertTwice(session);
            assertThatThrownBy(() -> session.update(tag(1, "changed")))
                    .isInstanceOf(ConstraintViolationException.class);
            assertThat(transaction.getRollbackOnly()).isTrue();
            transaction.rollback();
        }
        assertThatNothingWasCommitted();
    }

    @Test
    void letsTheHostHearThatItsLastBatchFails() {
        try (StatelessSession session = host.unwrap(SessionFactory.class).openStatelessSession()) {
            Transaction transaction = session.beginTransaction();
            insertTwice(session);
            assertThatThrownBy(transaction::commit).hasRootCauseInstanceOf(SQLException.class);
        }
        assertThatNothingWasCommitted();
    }

    private static void insertTwice(StatelessSession session) {
        session.setJdbcBatchSize(20);
        session.insert(tag(77, "a"));
        session.insert(tag(77, "again"));
    }

    private void assertThatNothingWasCommitted() {
        try (EntityManager em = host.createEntityManager()) {
            assertThat(em.createQuery("select t.name from Tag t order by t.id", String.class)
                            .getResultList())
                    .containsExactly("t0", "t1", "t2", "t3");
        }
    }

    @Test
    void locksTheRowsUntilTheTransactionEnds() {
        commit(em -> capture.bulkChanges().update(em, "api::tag.tag", List.of(1L, 2L), () -> {
            assertThat(sql)
                    .anySatisfy(statement ->
                            assertThat(statement).contains("from Tag").containsPattern("for (no key )?update"));
            return 0;
        }));
    }

    @Test
    void announcesEachRowOfABulkDeleteUnderItsOwnType() {
        commit(em -> {
            Image image = new Image();
            image.id = 1L;
            em.persist(image);
            Video video = new Video();
            video.id = 2L;
            em.persist(video);
        });
        log.clear();
        List<Long> ids = List.of(1L, 2L);
        commit(em -> capture.bulkChanges()
                .delete(
                        em,
                        "api::media.media",
                        ids,
                        () -> em.createQuery("delete from Media m where m.id in :ids")
                                .setParameter("ids", ids)
                                .executeUpdate()));
        assertThat(log.names()).containsExactlyInAnyOrder("media:delete", "video:delete");
    }

    @Test
    void announcesTheRowsOfAJoinedSubtypeThoughNobodyWantsTheSupertype() {
        commit(em -> {
            Image image = new Image();
            image.id = 1L;
            em.persist(image);
            Video video = new Video();
            video.id = 2L;
            em.persist(video);
        });
        announcesOnly("Media", "url", "api::media.media", "api::video.video");
    }

    @Test
    void announcesTheRowsOfASubtypeInTheSameTableThoughNobodyWantsTheSupertype() {
        commit(em -> {
            LandingPage landing = new LandingPage();
            landing.id = 1L;
            em.persist(landing);
            ShopPage shop = new ShopPage();
            shop.id = 2L;
            em.persist(shop);
        });
        announcesOnly("Page", "heading", "api::page.page", "api::shop-page.shop-page");
    }

    /** Rows 1, of the supertype, and 2, of the subtype, change under a statement over the supertype. */
    private void announcesOnly(String entity, String attribute, String supertype, String subtype) {
        List<Long> ids = List.of(1L, 2L);
        log.clear();
        interest.nobodyListensTo(supertype);
        for (int round = 0; round < 2; round++) {
            commit(em -> capture.bulkChanges()
                    .update(
                            em,
                            supertype,
                            ids,
                            () -> em.createQuery("update " + entity + " e set e." + attribute
                                            + " = 'new' where e.id in :ids")
                                    .setParameter("ids", ids)
                                    .executeUpdate()));
            interest.neverSent(supertype);
        }
        assertThat(log.changes()).hasSize(2).allSatisfy(change -> {
            assertThat(change.uid()).isEqualTo(subtype);
            assertThat(change.entry().id()).isEqualTo(2L);
            assertThat(change.after().orElseThrow().values()).containsEntry(attribute, "new");
        });
        log.clear();
        commit(em -> capture.bulkChanges()
                .delete(
                        em,
                        supertype,
                        ids,
                        () -> em.createQuery("delete from " + entity + " e where e.id in :ids")
                                .setParameter("ids", ids)
                                .executeUpdate()));
        assertThat(log.changes()).extracting(change -> change.uid()).containsExactly(subtype);
        assertThat(observer.failed).hasValue(0);
        sql.clear();
        interest.nobodyListensTo(subtype);
        commit(em -> capture.bulkChanges().update(em, supertype, ids, () -> 0));
        assertThat(sql).isEmpty();
    }

    @Test
    void announcesThousandsOfRows() {
        List<Long> ids = LongStream.range(100, 2400).boxed().toList();
        interest.nobodyListens();
        commit(em -> ids.forEach(id -> em.persist(tag(id, "t"))));
        interest.everybodyListens();
        commit(em -> capture.bulkChanges().update(em, "api::tag.tag", ids, () -> rename(em, ids)));
        assertThat(log.names()).hasSize(2300).containsOnly("tag:update");
    }

    @Test
    void runsOnlyTheStatementWhereNobodyListens() {
        interest.nobodyListens();
        sql.clear();
        commit(em -> capture.bulkChanges().update(em, "api::tag.tag", List.of(1L), () -> rename(em, List.of(1L))));
        assertThat(sql).hasSize(1);
    }

    @Test
    void refusesWhatItCannotAnnounceBeforeTheStatementRuns() {
        AtomicInteger ran = new AtomicInteger();
        assertThatThrownBy(() -> capture.bulkChanges().update("x", "api::tag.tag", List.of(), ran::incrementAndGet))
                .isInstanceOf(IllegalArgumentException.class);
        commit(em -> assertThatThrownBy(
                        () -> capture.bulkChanges().update(em, "api::no.no", List.of(), ran::incrementAndGet))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("api::no.no"));
        assertThat(ran).hasValue(0);
    }

    /** B26. */
    @Test
    void warnsOfABulkStatementThatNobodyAnnounced() {
        commit(em -> rename(em, List.of(1L)));
        assertThat(observer.statements).containsExactly("api::tag.tag");
        commit(em -> em.createNativeQuery("DELETE FROM tag WHERE id = 2").executeUpdate());
        commit(em -> {
            var delete = em.getCriteriaBuilder().createCriteriaDelete(Tag.class);
            delete.from(Tag.class);
            em.createQuery(delete).executeUpdate();
        });
        assertThat(observer.statements).containsOnly("api::tag.tag").hasSize(3);
        commit(em -> em.createQuery("update Secret s set s.text = 'x'").executeUpdate());
        assertThat(observer.statements).hasSize(3);
    }

    @Test
    void warnsOfNothingThatHibernateWritesByItself() {
        commit(em -> {
            Product product = new Product();
            product.id = 1L;
            Part part = new Part();
            part.id = 1L;
            product.parts.add(part);
            em.persist(product);
            Image image = new Image();
            image.id = 1L;
            em.persist(image);
            Article article = article("One");
            article.keywords.add("k");
            article.tags.add(em.find(Tag.class, 1L));
            article.comments.add(comment(article, "c"));
            em.persist(article);
            em.persist(counter(1L));
        });
        commit(em -> {
            em.find(Product.class, 1L).parts.clear();
            em.find(Image.class, 1L).width = 5;
            em.find(Image.class, 1L).url = "u";
            Article article = em.createQuery("from Article", Article.class).getSingleResult();
            article.keywords.clear();
            article.tags.clear();
            article.comments.clear();
            article.title = "Two";
            em.createQuery("from Tag", Tag.class).getResultList().forEach(tag -> tag.name += "?");
            em.find(Counter.class, 1L, LockModeType.OPTIMISTIC_FORCE_INCREMENT);
        });
        commit(em -> em.find(Counter.class, 1L, LockModeType.PESSIMISTIC_FORCE_INCREMENT));
        stateless(session -> {
            Tag tag = session.get(Tag.class, 1L);
            session.update(tag);
            session.delete(tag);
            session.upsert(tag(77, "x"));
            Product product = session.get(Product.class, 1L);
            session.update(product);
        });
        commit(em -> {
            em.remove(em.find(Image.class, 1L));
            em.remove(em.find(Product.class, 1L));
        });
        assertThat(observer.statements).isEmpty();
        assertThat(observer.failed).hasValue(0);
    }
}
