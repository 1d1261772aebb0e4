package dev.pluginio.capture.jpa;

import static dev.pluginio.capture.jpa.model.Entities.article;
import static dev.pluginio.capture.jpa.model.Entities.tag;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pluginio.api.content.Action;
import dev.pluginio.api.content.Entry;
import dev.pluginio.api.event.ContentChange;
import dev.pluginio.api.realtime.Reach;
import dev.pluginio.capture.jpa.model.Blog.Article;
import dev.pluginio.capture.jpa.model.Blog.Category;
import dev.pluginio.capture.jpa.model.Blog.Tag;
import dev.pluginio.log.Announcement;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.hibernate.engine.spi.SessionImplementor;
import org.hibernate.engine.spi.TransactionCompletionCallbacks.BeforeCompletionCallback;
import org.junit.jupiter.api.Test;

/** What is told of the transactions of a Hibernate host. */
class JpaCaptureTest extends CaptureTesting {

    @Test
    void tellsOfANewEntryOnceAfterTheCommit() {
        try (EntityManager em = host.createEntityManager()) {
            em.getTransaction().begin();
            Article article = article("One");
            em.persist(article);
            em.flush();
            article.title = "Two";
            em.flush();
            assertThat(log.names()).isEmpty();
            em.getTransaction().commit();
        }
        assertThat(log.names()).containsExactly("article:create");
        assertThat(log.after().values()).containsEntry("title", "Two").doesNotContainKey("internalNotes");
        assertThat(observer.failed).hasValue(0);
    }

    @Test
    void collapsesSeveralUpdatesToOneWithTheFirstBeforeAndTheLastAfter() {
        Article article = stored("One");
        commit(em -> {
            Article found = em.find(Article.class, article.id);
            found.title = "Two";
            em.flush();
            found.title = "Three";
            em.flush();
        });
        assertThat(log.only().before().orElseThrow().values()).containsEntry("title", "One");
        assertThat(log.after().values()).containsEntry("title", "Three");
    }

    @Test
    void tellsNothingOfAnEntryThatCameAndWentInOneTransaction() {
        commit(em -> {
            Article article = article("One");
            em.persist(article);
            em.flush();
            em.remove(article);
        });
        assertThat(log.names()).isEmpty();
    }

    @Test
    void tellsOfADeletionWithTheStateBeforeTheTransaction() {
        Article article = stored("One");
        commit(em -> {
            Article found = em.find(Article.class, article.id);
            found.title = "Two";
            found.keywords.add("k");
            em.flush();
            em.remove(found);
        });
        assertThat(log.names()).containsExactly("article:delete");
        assertThat(log.only().before().orElseThrow().values()).containsEntry("title", "One");
        assertThat(log.only().before().orElseThrow().documentId()).isEqualTo(article.documentId);
    }

    /** B18. */
    @Test
    void tellsNothingOfARollback() {
        rollback(em -> {
            em.persist(article("One"));
            em.flush();
        });
        assertThat(log.names()).isEmpty();
        assertThat(observer.forgotten).hasValue(1);
    }

    /** B18. */
    @Test
    void tellsNothingOfACommitThatFails() {
        commit(em -> em.persist(category("x")));
        log.clear();
        assertThatThrownBy(() -> commit(em -> {
                    em.persist(article("One"));
                    em.persist(category("x"));
                }))
                .isInstanceOf(RuntimeException.class);
        assertThat(log.names()).isEmpty();
        Article stored = stored("after");
        assertThat(stored.id).isNotNull();
    }

    private static Category category(String name) {
        Category category = new Category();
        category.name = name;
        return category;
    }

    @Test
    void tellsEachTransactionOfASessionByItself() {
        try (EntityManager em = host.createEntityManager()) {
            em.getTransaction().begin();
            Article article = article("One");
            em.persist(article);
            em.getTransaction().commit();
            em.getTransaction().begin();
            article.title = "Two";
            em.getTransaction().commit();
            em.getTransaction().begin();
            article.title = "never";
            em.flush();
            em.getTransaction().rollback();
            em.clear();
            em.getTransaction().begin();
            em.remove(em.find(Article.class, article.id));
            em.getTransaction().commit();
        }
        assertThat(log.names()).containsExactly("article:create", "article:update", "article:delete");
    }

    @Test
    void keepsOneChangeAnEntryWhenASessionMovesToAnotherThread() throws Exception {
        try (EntityManager em = host.createEntityManager()) {
            em.getTransaction().begin();
            Article article = article("One");
            em.persist(article);
            em.flush();
            Thread other = new Thread(() -> {
                article.title = "Two";
                em.flush();
            });
            other.start();
            other.join();
            article.title = "Three";
            em.getTransaction().commit();
        }
        assertThat(log.names()).containsExactly("article:create");
        assertThat(log.after().values()).containsEntry("title", "Three");
    }

    @Test
    void keepsOneChangeAnEntryWhenASecondTransactionComesBackToTheThreadOfTheFirst() throws Exception {
        try (EntityManager em = host.createEntityManager()) {
            em.getTransaction().begin();
            em.persist(tag(1, "first"));
            em.getTransaction().commit();
            Tag second = tag(2, "second");
            Thread other = new Thread(() -> {
                em.getTransaction().begin();
                em.persist(second);
                em.flush();
            });
            other.start();
            other.join();
            em.remove(second);
            em.getTransaction().commit();
        }
        assertThat(log.names()).containsExactly("tag:create");
    }

    @Test
    void letsTheHostCommitWhateverIsThrownHere() {
        interest.fails(new NoClassDefFoundError("gone"));
        assertThat(stored("One").id).isNotNull();
        assertThat(observer.failed).hasPositiveValue();
    }

    @Test
    void keepsOneChangeAnEntryWhenAThreadTurnsFromSessionToSession() {
        try (EntityManager first = host.createEntityManager();
                EntityManager second = host.createEntityManager()) {
            first.getTransaction().begin();
            second.getTransaction().begin();
            Article one = article("One");
            Article other = article("Other");
            for (String title : List.of("a", "b", "c")) {
                one.title = title;
                first.persist(one);
                first.flush();
                other.title = title;
                second.persist(other);
                second.flush();
            }
            second.getTransaction().rollback();
            first.getTransaction().commit();
        }
        assertThat(log.names()).containsExactly("article:create");
        assertThat(log.after().values()).containsEntry("title", "c");
        assertThat(observer.forgotten).hasValue(1);
    }

    @Test
    void tellsManyWritesOfOneTransactionOnceAnEntryInTheirOrder() {
        List<Tag> tags = new ArrayList<>();
        commit(em -> {
            for (long id = 1; id <= 150; id++) {
                Tag tag = tag(id, "first");
                em.persist(tag);
                tags.add(tag);
                if (id % 10 == 0) {
                    em.flush();
                    tags.forEach(known -> known.name = "again");
                }
            }
            em.flush();
            em.remove(tags.get(0));
        });
        assertThat(log.names()).hasSize(149).containsOnly("tag:create");
        assertThat(log.changes().stream().map(change -> change.entry().id()))
                .containsExactlyElementsOf(
                        tags.stream().skip(1).map(tag -> (Object) tag.id).toList());
    }

    @Test
    void forgetsTheTransactionOfASessionThatIsClosedInTheMiddle() {
        EntityManager em = host.createEntityManager();
        em.getTransaction().begin();
        em.persist(article("One"));
        em.flush();
        CompletableFuture<Reach> reach = new CompletableFuture<>();
        capture.current().orElseThrow().announce(custom(reach));
        SessionImplementor session = em.unwrap(SessionImplementor.class);
        em.getTransaction().setRollbackOnly();
        em.close();
        assertThat(session.isClosed()).isTrue();
        assertThat(log.names()).isEmpty();
        assertThat(reach).isCompletedWithValue(Reach.NOBODY);
    }

    private static Announcement custom(CompletableFuture<Reach> reach) {
        return new Announcement(ContentChange.of(ARTICLE, new Action("seen"), Entry.of(1L, Map.of())), null, reach);
    }

    @Test
    void remembersWhatWasFlushedWhenTheSessionIsCleared() {
        Article article = stored("One");
        commit(em -> {
            em.find(Article.class, article.id).title = "Two";
            em.persist(tag(1, "a"));
            em.flush();
            em.clear();
        });
        assertThat(log.names()).containsExactlyInAnyOrder("article:update", "tag:create");
    }

    @Test
    void takesInWhatOtherCallbacksWriteBeforeTheCommit() {
        Article article = stored("One");
        commit(em -> {
            Article found = em.find(Article.class, article.id);
            found.title = "Two";
            em.flush();
            em.unwrap(SessionImplementor.class)
                    .getTransactionCompletionCallbacks()
                    .registerCallback((BeforeCompletionCallback) session -> {
                        found.title = "Three";
                        em.persist(tag(1, "late"));
                        em.flush();
                    });
        });
        assertThat(log.names()).containsExactly("article:update", "tag:create");
        assertThat(log.changes().get(0).after().orElseThrow().values()).containsEntry("title", "Three");
    }

    @Test
    void tellsOnlyWhatIsLeftAfterPartsWereTakenBack() {
        Article article = stored("One");
        rollback(em -> {
            em.find(Article.class, article.id).title = "Two";
            em.flush();
        });
        commit(em -> em.find(Article.class, article.id).title = "Three");
        assertThat(log.only().before().orElseThrow().values()).containsEntry("title", "One");
    }
}
