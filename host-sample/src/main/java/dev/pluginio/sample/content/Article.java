package dev.pluginio.sample.content;

import dev.pluginio.api.content.annotation.ContentType;
import dev.pluginio.api.content.annotation.Private;
import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.JoinTable;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An article: a draft until it is published. Its comments go with it. */
@Entity
@Table(name = "articles")
@ContentType("api::article.article")
@SuppressWarnings({"NullAway.Init", "unused", "UnusedVariable"}) // Hibernate and ModelField use the fields
public class Article extends Content {

    @Column(nullable = false, length = 200)
    private String title;

    @Column(nullable = false, unique = true, length = 200)
    private String slug;

    @Column(length = 100_000)
    private @Nullable String body;

    @Column(nullable = false)
    private int views;

    private @Nullable Instant publishedAt;

    @Private
    @Column(length = 10_000)
    private @Nullable String internalNotes;

    @ManyToOne(fetch = FetchType.LAZY)
    private @Nullable Author author;

    @ManyToOne(fetch = FetchType.LAZY)
    private @Nullable Category category;

    @ManyToMany
    @JoinTable(
            name = "article_tags",
            joinColumns = @JoinColumn(name = "article_id"),
            inverseJoinColumns = @JoinColumn(name = "tag_id"))
    @OrderColumn(name = "place")
    private List<Tag> tags = new ArrayList<>();

    @OneToMany(mappedBy = "article", cascade = CascadeType.REMOVE)
    @OrderBy("id")
    private List<Comment> comments = new ArrayList<>();

    /** An article without a slug gets one from its title, with a few letters that make it unique. */
    @Override
    @SuppressWarnings({"ConstantValue", "NullAway"}) // a new article may have neither yet
    public void complete() {
        if (slug == null && title != null) {
            String words = title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
            String start = words.substring(0, Math.min(words.length(), 100)).replaceAll("^-|-$", "");
            slug = (start.isEmpty() ? "article" : start) + "-" + documentId().substring(0, 8);
        }
    }
}
