package dev.pluginio.capture.jpa;

import static dev.pluginio.capture.jpa.model.Entities.article;
import static dev.pluginio.capture.jpa.model.Entities.comment;
import static dev.pluginio.capture.jpa.model.Entities.tag;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.capture.jpa.model.Blog.Article;
import dev.pluginio.capture.jpa.model.Blog.Author;
import dev.pluginio.capture.jpa.model.Blog.Car;
import dev.pluginio.capture.jpa.model.Blog.Image;
import dev.pluginio.capture.jpa.model.Blog.LandingPage;
import dev.pluginio.capture.jpa.model.Blog.Part;
import dev.pluginio.capture.jpa.model.Blog.Product;
import dev.pluginio.capture.jpa.model.Blog.Tag;
import dev.pluginio.capture.jpa.model.Blog.Video;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is told of entities, however they are mapped and whatever of Hibernate changes them. */
class JpaEntitiesTest extends CaptureTesting {

    @Test
    void tellsOfChangesOfTheEntrysOwnCollectionsOnly() {
        Article article = stored("One");
        commit(em -> em.persist(tag(1, "a")));
        log.clear();
        commit(em -> em.find(Article.class, article.id).tags.add(em.find(Tag.class, 1L)));
        assertThat(log.names()).containsExactly("article:update");
        log.clear();
        commit(em -> em.find(Article.class, article.id).keywords.add("k"));
        assertThat(log.names()).containsExactly("article:update");
        assertThat(log.after().values()).containsEntry("keywords", List.of("k"));
        log.clear();
        commit(em -> {
            Article found = em.find(Article.class, article.id);
            found.comments.add(comment(found, "inverse"));
        });
        assertThat(log.names()).containsExactly("comment:create");
        log.clear();
        commit(em -> em.find(Tag.class, 1L).articles.clear());
        assertThat(log.names()).isEmpty();
    }

    @Test
    void tellsOfCollectionChangesOfAnUnversionedEntity() {
        commit(em -> {
            Product product = new Product();
            product.id = 1L;
            product.name = "p";
            product.cost = "9";
            em.persist(product);
        });
        assertThat(log.after().values()).containsEntry("name", "p").doesNotContainKey("cost");
        log.clear();
        commit(em -> {
            Part part = new Part();
            part.id = 7L;
            part.name = "wheel";
            em.find(Product.class, 1L).parts.add(part);
        });
        assertThat(log.names()).containsExactlyInAnyOrder("part:create", "product:update");
        log.clear();
        commit(em -> em.find(Product.class, 1L).parts.clear());
        assertThat(log.names()).containsExactlyInAnyOrder("product:update", "part:delete");
    }

    @Test
    void tellsOfCascadesAndOrphans() {
        commit(em -> {
            Article article = article("One");
            article.comments.add(comment(article, "a"));
            article.comments.add(comment(article, "b"));
            em.persist(article);
        });
        assertThat(log.names()).containsExactlyInAnyOrder("article:create", "comment:create", "comment:create");
        log.clear();
        commit(em -> em.createQuery("from Article", Article.class)
                .getSingleResult()
                .comments
                .remove(0));
        assertThat(log.names()).containsExactly("comment:delete");
        log.clear();
        commit(em -> em.remove(em.createQuery("from Article", Article.class).getSingleResult()));
        assertThat(log.names()).containsExactlyInAnyOrder("comment:delete", "article:delete");
    }

    @Test
    void tellsOfMergedAndReferencedEntities() {
        Article article = stored("One");
        article.title = "Merged";
        commit(em -> em.merge(article));
        assertThat(log.only().before().orElseThrow().values()).containsEntry("title", "One");
        assertThat(log.after().values()).containsEntry("title", "Merged");
        log.clear();
        commit(em -> em.remove(em.getReference(Article.class, article.id)));
        assertThat(log.only().before().orElseThrow().values()).containsEntry("title", "Merged");
    }

    @Test
    void knowsTheContentTypeOfInheritedEntities() {
        commit(em -> {
            Image image = new Image();
            image.id = 1L;
            image.url = "i";
            em.persist(image);
            Video video = new Video();
            video.id = 2L;
            video.url = "v";
            em.persist(video);
            LandingPage page = new LandingPage();
            page.id = 1L;
            page.heading = "h";
            page.slogan = "s";
            em.persist(page);
            Car car = new Car();
            car.id = 1L;
            em.persist(car);
        });
        assertThat(log.names())
                .containsExactlyInAnyOrder("media:create", "video:create", "page:create", "vehicle:create");
        assertThat(log.changes())
                .filteredOn(change -> change.uid().equals("api::page.page"))
                .allSatisfy(change -> assertThat(change.entry().values()).containsOnlyKeys("heading"));
        log.clear();
        commit(em -> {
            em.find(Image.class, 1L).width = 3;
            em.find(Video.class, 2L).url = "w";
            em.find(LandingPage.class, 1L).slogan = "t";
        });
        assertThat(log.names()).containsExactlyInAnyOrder("media:update", "video:update", "page:update");
    }

    @Test
    void hearsStatelessSessionsWithTheStateBefore() {
        Article article = stored("One");
        stateless(session -> {
            session.insert(tag(5, "t"));
            Article found = session.get(Article.class, article.id);
            found.title = "Two";
            found.publishedAt = Instant.EPOCH;
            session.update(found);
        });
        assertThat(log.names()).containsExactly("tag:create", "article:update", "article:publish");
        assertThat(log.changes().get(1).before().orElseThrow().values()).containsEntry("title", "One");
        log.clear();
        stateless(session -> {
            Article found = session.get(Article.class, article.id);
            found.title = "unsaved";
            session.delete(found);
        });
        assertThat(log.only().before().orElseThrow().values()).containsEntry("title", "Two");
        log.clear();
        stateless(session -> session.upsert(tag(5, "u")));
        assertThat(log.names()).containsExactly("tag:update");
        log.clear();
        stateless(session -> session.upsert(tag(6, "n")));
        assertThat(log.names()).containsExactly("tag:create");
        assertThat(observer.failed).hasValue(0);
    }

    @Test
    void tellsOfPublicationsBesideTheUpdate() {
        Article article = stored("One");
        commit(em -> em.find(Article.class, article.id).publishedAt = Instant.EPOCH);
        commit(em -> em.find(Article.class, article.id).publishedAt = null);
        assertThat(log.names())
                .containsExactly("article:update", "article:publish", "article:update", "article:unpublish");
        assertThat(log.changes().get(1).before().orElseThrow().isPublished()).isFalse();
        assertThat(log.changes().get(1).after().orElseThrow().isPublished()).isTrue();
    }

    @Test
    void tellsOfAnEntryReplacedUnderTheSameKeyAsAnUpdate() {
        commit(em -> em.persist(tag(1, "a")));
        log.clear();
        commit(em -> {
            em.remove(em.find(Tag.class, 1L));
            em.flush();
            em.persist(tag(1, "b"));
        });
        assertThat(log.names()).containsExactly("tag:update");
        assertThat(log.only().before().orElseThrow().values()).containsEntry("name", "a");
        assertThat(log.after().values()).containsEntry("name", "b");
    }

    @Test
    void tellsThatAnEntryIsGoneWhenAnUpdateTakesItOutOfSight() {
        Author author = new Author();
        author.name = "Ada";
        commit(em -> em.persist(author));
        commit(em -> em.find(Author.class, author.id).name = "hidden");
        assertThat(log.names()).containsExactly("author:create", "author:delete");
        assertThat(log.changes().get(1).entry().values()).containsEntry("name", "Ada");
    }

    /** B15. */
    @Test
    void tellsOfEachEntryOfABatch() {
        commit(em -> {
            for (long i = 0; i < 1200; i++) {
                em.persist(tag(i, "t" + i));
                if (i % 50 == 0) {
                    em.flush();
                    em.clear();
                }
            }
        });
        assertThat(log.names()).hasSize(1200).containsOnly("tag:create");
    }
}
