package dev.pluginio.capture.jpa;

import static dev.pluginio.capture.jpa.model.Entities.article;
import static dev.pluginio.capture.jpa.model.Entities.tag;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.access.Exposure;
import dev.pluginio.access.Populate;
import dev.pluginio.api.content.Action;
import dev.pluginio.api.content.Entry;
import dev.pluginio.api.event.ContentChange;
import dev.pluginio.api.realtime.Reach;
import dev.pluginio.capture.jpa.model.Blog.Article;
import dev.pluginio.capture.jpa.model.Blog.Author;
import dev.pluginio.capture.jpa.model.Blog.Secret;
import dev.pluginio.capture.jpa.model.Blog.Tag;
import dev.pluginio.log.Announcement;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What is asked for inside a transaction of the host belongs to it, and the host's entities can be read. */
class WithinTransactionsTest extends CaptureTesting {

    private static Announcement seen(CompletableFuture<Reach> reach) {
        return new Announcement(
                ContentChange.of("api::tag.tag", new Action("seen"), Entry.of(1L, Map.of())), null, reach);
    }

    @Test
    void knowsTheTransactionOfAThreadAsSoonAsItTouchesAnything() {
        List<Consumer<EntityManager>> touches = List.of(
                em -> em.find(Secret.class, 1L),
                em -> em.getReference(Tag.class, 1L).articles.clear(),
                em -> em.persist(tag(5, "new")),
                em -> em.merge(tag(1, "merged")),
                em -> em.createQuery("from Secret", Secret.class).getResultList(),
                EntityManager::flush);
        commit(em -> em.persist(tag(1, "a")));
        for (Consumer<EntityManager> touch : touches) {
            CompletableFuture<Reach> reach = new CompletableFuture<>();
            assertThat(capture.current()).isEmpty();
            rollback(em -> {
                touch.accept(em);
                assertThat(capture.current().orElseThrow().announce(seen(reach)))
                        .isTrue();
            });
            assertThat(reach).isCompletedWithValue(Reach.NOBODY);
            assertThat(capture.current()).isEmpty();
        }
    }

    @Test
    void sendsWhatWasAskedForAfterTheCommit() {
        CompletableFuture<Reach> reach = new CompletableFuture<>();
        commit(em -> {
            assertThat(capture.current()).isEmpty();
            capture.of(em).orElseThrow().announce(seen(reach));
            em.persist(tag(1, "a"));
            assertThat(log.names()).isEmpty();
        });
        assertThat(log.names()).containsExactly("tag:create", "tag:seen");
        assertThat(reach).isCompletedWithValue(new Reach(1, 1));
    }

    @Test
    void knowsTheTransactionThatWasWorkedWithLast() {
        commit(em -> {
            em.persist(tag(1, "a"));
            CompletableFuture<Reach> inner = new CompletableFuture<>();
            rollback(other -> {
                other.persist(tag(2, "b"));
                capture.current().orElseThrow().announce(seen(inner));
            });
            assertThat(inner).isCompletedWithValue(Reach.NOBODY);
            capture.current().orElseThrow().announce(seen(new CompletableFuture<>()));
        });
        assertThat(log.names()).containsExactly("tag:create", "tag:seen");
    }

    @Test
    void knowsNoTransactionWhereNoneIsActive() {
        try (EntityManager em = host.createEntityManager()) {
            assertThat(capture.of(em)).isEmpty();
            em.find(Tag.class, 1L);
            assertThat(capture.current()).isEmpty();
        }
        assertThat(capture.of("no entity manager")).isEmpty();
    }

    @Test
    void readsAnEntityOfTheHostWithItsRelationsButNothingPrivate() {
        interest.populate(ARTICLE, populate(Map.of("author", Populate.VALUES, "tags", Populate.VALUES)));
        Exposure exposure = interest.exposure(ARTICLE).orElseThrow();
        Article article = article("One");
        assertThat(capture.read(article, exposure)).isEmpty();
        commit(em -> {
            Author author = new Author();
            author.name = "Ann";
            em.persist(author);
            em.persist(tag(1, "a"));
            article.author = author;
            article.tags.add(em.find(Tag.class, 1L));
            em.persist(article);
        });
        Entry inMemory = capture.read(article, exposure).orElseThrow();
        Article detached = host.callInTransaction(em -> em.find(Article.class, article.id));
        Article reference = host.callInTransaction(em -> em.getReference(Article.class, article.id));
        assertThat(capture.read(detached, exposure)).contains(inMemory);
        assertThat(capture.read(reference, exposure)).isNotEmpty();
        assertThat(inMemory.values()).containsEntry("title", "One").doesNotContainKey("internalNotes");
        assertThat(((Entry) java.util.Objects.requireNonNull(inMemory.values().get("author"))).values())
                .containsEntry("name", "Ann");
        assertThat((List<?>) inMemory.values().get("tags")).hasSize(1);
        assertThat(capture.read(new Secret(), exposure)).isEmpty();
        assertThat(capture.read(tag(1, "a"), exposure)).isEmpty();
        assertThat(capture.read("text", exposure)).isEmpty();
    }
}
