package dev.pluginio.capture.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.access.Populate;
import dev.pluginio.api.content.Entry;
import dev.pluginio.capture.jpa.model.Blog.Article;
import dev.pluginio.capture.jpa.model.Blog.Author;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What rules need is known of an entry before and after a change, and of no other. */
class NeedsTest extends CaptureTesting {

    private Article stored(String notes, Author author) {
        Article article = new Article();
        article.title = "One";
        article.internalNotes = notes;
        article.author = author;
        commit(em -> em.persist(article));
        log.clear();
        return article;
    }

    private Author author(String name) {
        Author author = new Author();
        author.name = name;
        commit(em -> em.persist(author));
        log.clear();
        return author;
    }

    @Test
    void readsPrivateAttributesAndTheIdsOfRelationsThatAreNeeded() {
        interest.needs(ARTICLE, "internalNotes", "author");
        Author ann = author("ann");
        Author bob = author("bob");
        Article article = stored("for ann", ann);

        commit(em -> {
            Article found = em.find(Article.class, article.id);
            found.internalNotes = "for bob";
            found.author = em.getReference(Author.class, bob.id);
        });

        assertThat(log.only().before().orElseThrow().values())
                .containsEntry("internalNotes", "for ann")
                .containsEntry("author", Entry.of(ann.id, Map.of()));
        assertThat(log.after().values())
                .containsEntry("internalNotes", "for bob")
                .containsEntry("author", Entry.of(bob.id, Map.of()));
    }

    @Test
    void knowsThemOfEntriesThatComeAndGo() {
        interest.needs(ARTICLE, "internalNotes", "author");
        Article article = new Article();
        article.internalNotes = "new";
        commit(em -> em.persist(article));
        assertThat(log.after().values()).containsEntry("internalNotes", "new").containsEntry("author", null);
        log.clear();

        commit(em -> em.remove(em.find(Article.class, article.id)));

        assertThat(log.only().before().orElseThrow().values())
                .containsEntry("internalNotes", "new")
                .containsEntry("author", null);
    }

    @Test
    void knowsThemOfWhatIsEmitted() {
        interest.needs(ARTICLE, "internalNotes");
        Article article = stored("kept", author("ann"));

        Optional<Entry> read =
                capture.read(article, interest.exposure(ARTICLE).orElseThrow().populated(Populate.VALUES));

        assertThat(read.orElseThrow().values()).containsEntry("internalNotes", "kept");
    }

    @Test
    void knowsThemOfBulkStatements() {
        interest.needs(ARTICLE, "internalNotes");
        Article article = stored("first", author("ann"));

        commit(em -> capture.bulkChanges().update(em, ARTICLE, List.of(article.id), () -> rewrite(em)));

        assertThat(log.only().before().orElseThrow().values()).containsEntry("internalNotes", "first");
        assertThat(log.after().values()).containsEntry("internalNotes", "second");
    }

    private static int rewrite(EntityManager em) {
        return em.createQuery("update Article a set a.internalNotes = 'second'").executeUpdate();
    }

    /** B1: what nobody may see is not read for anything else: not of entries that relations lead to. */
    @Test
    void readsNothingMoreOfRelatedEntries() {
        String authors = "api::author.author";
        interest.needs(ARTICLE, "internalNotes");
        interest.needs(authors, "email");
        interest.populate(ARTICLE, new Populate(Optional.of(Set.of("title")), Map.of("author", Populate.VALUES)));
        Author ann = author("ann");

        commit(em -> {
            Article article = new Article();
            article.author = em.find(Author.class, ann.id);
            em.persist(article);
        });

        Entry related = (Entry) log.after().values().get("author");
        assertThat(related).isNotNull();
        assertThat(related.values()).containsKey("name").doesNotContainKey("email");
    }
}
