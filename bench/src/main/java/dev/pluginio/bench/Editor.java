package dev.pluginio.bench;

import dev.pluginio.bench.content.Article;
import dev.pluginio.bench.content.Author;
import dev.pluginio.bench.content.Category;
import dev.pluginio.bench.content.Tag;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes articles, one a transaction, in a session of its own each, as a request to a CMS does. */
final class Editor {

    private static final int ARTICLES = 1000;
    private static final int TAGS = 3;

    private final EntityManagerFactory factory;
    private final String name;
    private final Consumer<EntityManager> besides;
    private final List<Long> articles = new ArrayList<>();
    private long author;
    private long category;

    /**
     * Fills a new database with articles that have an author, a category and three tags.
     *
     * @param factory of the database
     * @param name makes the identifiers of this editor's articles different from others'
     */
    Editor(EntityManagerFactory factory, String name) {
        this(factory, name, entities -> {});
    }

    /** The same, with something that it does besides in each transaction, before the commit. */
    Editor(EntityManagerFactory factory, String name, Consumer<EntityManager> besides) {
        this.factory = factory;
        this.name = name;
        this.besides = besides;
        inTransaction(this::fill);
    }

    private void fill(EntityManager entities) {
        Instant now = Instant.now();
        Author ada = new Author(name + "-author", "Ada Berg", now);
        Category sea = new Category(name + "-category", "Sea", now);
        entities.persist(ada);
        entities.persist(sea);
        List<Tag> tags = new ArrayList<>();
        for (int i = 0; i < TAGS; i++) {
            Tag tag = new Tag(name + "-tag" + i, "tag " + i, now);
            entities.persist(tag);
            tags.add(tag);
        }
        for (int i = 0; i < ARTICLES; i++) {
            Article article = new Article(name + "-old" + i, 0, ada, sea, now);
            tags.forEach(article::add);
            entities.persist(article);
            articles.add(idOf(article.id()));
        }
        author = idOf(ada.id());
        category = idOf(sea.id());
    }

    private static long idOf(@Nullable Long id) {
        if (id == null) {
            throw new IllegalStateException("a sequence gives the id at once");
        }
        return id;
    }

    /**
     * Inserts one article, without tags: one row.
     *
     * @return when the commit returned, by {@link System#nanoTime()}
     */
    long insert(int number) {
        return inTransaction(entities -> entities.persist(new Article(
                name + "-" + number,
                number,
                entities.getReference(Author.class, author),
                entities.getReference(Category.class, category),
                Instant.now())));
    }

    /**
     * Updates one of the articles: one row.
     *
     * @return when the commit returned, by {@link System#nanoTime()}
     */
    long update(int number) {
        long id = articles.get(Math.floorMod(number, ARTICLES));
        return inTransaction(entities -> entities.find(Article.class, id).edit(number, Instant.now()));
    }

    private long inTransaction(Consumer<EntityManager> work) {
        try (EntityManager entities = factory.createEntityManager()) {
            entities.getTransaction().begin();
            work.accept(entities);
            besides.accept(entities);
            entities.getTransaction().commit();
            return System.nanoTime();
        }
    }
}
