package dev.pluginio.capture.jpa.model;

import dev.pluginio.capture.jpa.model.Blog.Article;
import dev.pluginio.capture.jpa.model.Blog.Comment;
import dev.pluginio.capture.jpa.model.Blog.Counter;
import dev.pluginio.capture.jpa.model.Blog.Tag;
import jakarta.persistence.EntityManager;

/** Makes entities of {@link Blog} that many tests want. */
public final class Entities {

    private Entities() {}

    /** An article with a secret in what is private. */
    public static Article article(String title) {
        Article article = new Article();
        article.title = title;
        article.internalNotes = "secret";
        return article;
    }

    public static Tag tag(long id, String name) {
        Tag tag = new Tag();
        tag.id = id;
        tag.name = name;
        return tag;
    }

    public static Comment comment(Article article, String body) {
        Comment comment = new Comment();
        comment.article = article;
        comment.body = body;
        return comment;
    }

    /** One that was never hit. */
    public static Counter counter(long id) {
        Counter counter = new Counter();
        counter.id = id;
        return counter;
    }

    /** Persists so many counters, from 0 on. */
    public static void counters(EntityManager em, int count) {
        for (long id = 0; id < count; id++) {
            em.persist(counter(id));
        }
    }
}
