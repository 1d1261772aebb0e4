package dev.pluginio.capture.jpa;

import static dev.pluginio.capture.jpa.model.Entities.article;
import static dev.pluginio.capture.jpa.model.Entities.comment;
import static dev.pluginio.capture.jpa.model.Entities.tag;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.access.Populate;
import dev.pluginio.api.content.Entry;
import dev.pluginio.capture.jpa.model.Blog.Article;
import dev.pluginio.capture.jpa.model.Blog.Author;
import dev.pluginio.capture.jpa.model.Blog.Car;
import dev.pluginio.capture.jpa.model.Blog.Mood;
import dev.pluginio.capture.jpa.model.Blog.Place;
import dev.pluginio.capture.jpa.model.Blog.Secret;
import dev.pluginio.capture.jpa.model.Blog.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is read of an entry that was changed, and at what cost. */
class JpaStatesTest extends CaptureTesting {

    private static List<?> names(@Nullable Object entries, String attribute) {
        return ((List<?>) Objects.requireNonNull(entries))
                .stream().map(e -> ((Entry) e).values().get(attribute)).toList();
    }

    @Test
    void readsWhatTheDatabaseMadeOfIt() {
        Instant fine = Instant.parse("2024-05-06T07:08:09.123456789Z");
        commit(em -> {
            Article article = article("One");
            article.publishedAt = fine;
            article.mood = Mood.GOOD;
            article.place = new Place("Ulm", "x");
            article.keywords.add("b");
            article.keywords.add("a");
            em.persist(article);
        });
        Entry told = log.after();
        Article read = host.callInTransaction(em -> em.find(Article.class, told.id()));
        assertThat(told.values())
                .containsEntry("publishedAt", read.publishedAt)
                .containsEntry("mood", Mood.GOOD)
                .containsEntry("place", Map.of("city", "Ulm"))
                .containsEntry("keywords", List.of("a", "b"));
        assertThat(told.documentId()).isEqualTo(read.documentId);
    }

    /** B34: relations arrive as entries, never as a count. */
    @Test
    void readsTheRelationsThatAreWantedAtEveryDepthInsideTheTransaction() {
        interest.populate(
                ARTICLE,
                populate(Map.of(
                        "author", populate(Map.of("articles", Populate.VALUES)),
                        "category", Populate.VALUES,
                        "tags", Populate.VALUES,
                        "comments", Populate.VALUES)));
        commit(em -> {
            Author author = new Author();
            author.name = "Ann";
            author.setEmail("ann@example.org");
            em.persist(author);
            em.persist(tag(1, "z"));
            em.persist(tag(2, "a"));
            Article article = article("One");
            article.author = author;
            article.tags.add(em.find(Tag.class, 1L));
            article.tags.add(em.find(Tag.class, 2L));
            em.persist(article);
            em.persist(comment(article, "not in the article's list"));
        });
        Entry told = log.changes().stream()
                .filter(change -> change.uid().equals(ARTICLE))
                .findFirst()
                .orElseThrow()
                .entry();
        assertThat(names(told.values().get("tags"), "name")).asList().containsExactly("a", "z");
        assertThat(names(told.values().get("comments"), "body")).asList().containsExactly("not in the article's list");
        Entry author = (Entry) Objects.requireNonNull(told.values().get("author"));
        assertThat(author.values()).containsEntry("name", "Ann").doesNotContainKey("email");
        assertThat(names(author.values().get("articles"), "title")).asList().containsExactly("One");
        assertThat(told.values()).containsEntry("category", null);
        assertThat(observer.failed).hasValue(0);
    }

    @Test
    void tellsOfEntriesWhoseRelationLeadsToAFilteredRow() {
        interest.populate(ARTICLE, populate(Map.of("author", Populate.VALUES)));
        Article[] made = {article("One"), article("Two")};
        commit(em -> {
            for (Article article : made) {
                article.author = new Author();
                article.author.name = article == made[0] ? "hidden" : "Ann";
                em.persist(article.author);
                em.persist(article);
            }
        });
        assertThat(log.names()).filteredOn("article:create"::equals).hasSize(2);
        assertThat(log.changes())
                .filteredOn(change -> change.uid().equals(ARTICLE))
                .extracting(change -> change.entry().values().get("author") == null)
                .containsExactly(true, false);
        assertThat(observer.failed).hasValue(0);
        Article detached = host.callInTransaction(em -> em.find(Article.class, made[0].id));
        assertThat(capture.read(detached, interest.exposure(ARTICLE).orElseThrow()))
                .isNotEmpty();
    }

    @Test
    void losesOnlyTheEntryThatCannotBeRead() {
        commit(em -> {
            for (long id = 1; id <= 3; id++) {
                Car car = new Car();
                car.id = id;
                car.plate = id == 2 ? "broken" : "P" + id;
                em.persist(car);
            }
        });
        assertThat(log.changes())
                .extracting(change -> change.entry().values().get("plate"))
                .containsExactly("P1", "P3");
        assertThat(observer.failed).hasValue(1);
    }

    @Test
    void costsNothingWhereNobodyListens() {
        interest.nobodyListens();
        sql.clear();
        commit(em -> em.persist(tag(1, "a")));
        assertThat(sql).hasSize(1);
        assertThat(log.names()).isEmpty();
    }

    @Test
    void costsNothingForEntitiesThatAreNoContent() {
        sql.clear();
        commit(em -> {
            Secret secret = new Secret();
            secret.id = 1L;
            em.persist(secret);
        });
        assertThat(sql).hasSize(1);
        assertThat(log.names()).isEmpty();
    }

    @Test
    void tellsAClientThatConnectedDuringTheTransaction() {
        interest.nobodyListens();
        Article article = stored("One");
        commit(em -> {
            em.find(Article.class, article.id).title = "Two";
            em.flush();
            interest.everybodyListens();
        });
        assertThat(log.only().before().orElseThrow().values()).containsEntry("title", "One");
    }

    @Test
    void readsManyEntriesWithFewStatements() {
        interest.populate(ARTICLE, populate(Map.of("author", Populate.VALUES, "tags", Populate.VALUES)));
        commit(em -> {
            for (long i = 0; i < 50; i++) {
                Author author = new Author();
                author.name = "a" + i;
                em.persist(author);
                em.persist(tag(i, "t" + i));
                Article article = article("n" + i);
                article.author = author;
                article.tags.add(em.find(Tag.class, i));
                em.persist(article);
            }
            em.flush();
            sql.clear();
        });
        assertThat(log.names()).hasSize(150);
        assertThat(sql).hasSizeLessThan(8);
    }

    @Test
    void tellsWhoeverCameBeforeTheCommitOfWhatWasWrittenBefore() {
        interest.nobodyListens();
        commit(em -> {
            em.persist(article("One"));
            em.flush();
            interest.everybodyListens();
        });
        assertThat(log.names()).containsExactly("article:create");
    }
}
