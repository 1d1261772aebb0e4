package dev.pluginio.sample.content;

import dev.pluginio.api.content.annotation.ContentType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** What somebody says about an article. */
@Entity
@Table(name = "comments")
@ContentType("api::comment.comment")
@SuppressWarnings({"NullAway.Init", "unused", "UnusedVariable"}) // Hibernate and ModelField use the fields
public class Comment extends Content {

    @Column(nullable = false, length = 10_000)
    private String body;

    @ManyToOne(fetch = FetchType.LAZY)
    private @Nullable Article article;

    @ManyToOne(fetch = FetchType.LAZY)
    private @Nullable Author author;
}
