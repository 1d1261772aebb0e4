package dev.pluginio.capture.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pluginio.access.Populate;
import dev.pluginio.api.content.Action;
import dev.pluginio.api.content.Entry;
import dev.pluginio.api.event.ContentChange;
import dev.pluginio.api.realtime.Reach;
import dev.pluginio.capture.jpa.model.Blog.Article;
import dev.pluginio.capture.jpa.model.Blog.Author;
import dev.pluginio.capture.jpa.model.Blog.Car;
import dev.pluginio.capture.jpa.model.Blog.Category;
import dev.pluginio.capture.jpa.model.Blog.Comment;
import dev.pluginio.capture.jpa.model.Blog.Image;
import dev.pluginio.capture.jpa.model.Blog.LandingPage;
import dev.pluginio.capture.jpa.model.Blog.Mood;
import dev.pluginio.capture.jpa.model.Blog.Part;
import dev.pluginio.capture.jpa.model.Blog.Place;
import dev.pluginio.capture.jpa.model.Blog.Product;
import dev.pluginio.capture.jpa.model.Blog.Secret;
import dev.pluginio.capture.jpa.model.Blog.Tag;
import dev.pluginio.capture.jpa.model.Blog.Video;
import dev.pluginio.log.Announcement;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.hibernate.engine.spi.SessionImplementor;
import org.hibernate.engine.spi.TransactionCompletionCallbacks.BeforeCompletionCallback;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is heard of a Hibernate host. */
class JpaCaptureTest extends CaptureTesting {

    static Article article(String title) {
        Article article = new Article();
        article.title = title;
        article.internalNotes = "secret";
        return article;
    }

    static Tag tag(long id, String name) {
        Tag tag = new Tag();
        tag.id = id;
        tag.name = name;
        return tag;
    }

    static Comment comment(Article article, String body) {
        Comment comment = new Comment();
        comment.article = article;
        comment.body = body;
        return comment;
    }

    Article stored(String title) {
        Article article = article(title);
        commit(em -> em.persist(article));
        log.clear();
        return article;
    }

    private static List<?> names(@Nullable Object entries, String attribute) {
        return ((List<?>) Objects.requireNonNull(entries))
                .stream().map(e -> ((Entry) e).values().get(attribute)).toList();
    }

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
    void tellsThatAnEntryIsGoneWhenAnUpdateTakesItOutOfSight() {
        Author author = new Author();
        author.name = "Ada";
        commit(em -> em.persist(author));
        commit(em -> em.find(Author.class, author.id).name = "hidden");
        assertThat(log.names()).containsExactly("author:create", "author:delete");
        assertThat(log.changes().get(1).entry().values()).containsEntry("name", "Ada");
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
    void tellsWhoeverCameBeforeTheCommitOfWhatWasWrittenBefore() {
        interest.nobodyListens();
        commit(em -> {
            em.persist(article("One"));
            em.flush();
            interest.everybodyListens();
        });
        assertThat(log.names()).containsExactly("article:create");
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
