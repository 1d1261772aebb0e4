package dev.pluginio.bench.content;

import dev.pluginio.api.content.annotation.ContentType;
import dev.pluginio.api.content.annotation.Private;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.JoinTable;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A published article. The number of its views says which write it was. */
@Entity
@Table(name = "articles")
@ContentType("api::article.article")
@SuppressWarnings("NullAway.Init") // filled by Hibernate
public class Article extends Content {

    private static final String BODY =
            "The first boats left at dawn, while half the town stood on the quay. ".repeat(7);

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

    /** For Hibernate. */
    protected Article() {}

    /** Makes a new one. */
    public Article(String documentId, int views, Author author, Category category, Instant now) {
        begin(documentId, now);
        this.title = "Harbour reopens after a long winter of repairs";
        this.slug = "harbour-reopens-" + documentId;
        this.body = BODY;
        this.views = views;
        this.publishedAt = now;
        this.internalNotes = "check the mayor's quote";
        this.author = author;
        this.category = category;
    }

    /** Puts a tag at the end. */
    public void add(Tag tag) {
        tags.add(tag);
    }

    /** Changes what an editor changes. */
    public void edit(int views, Instant now) {
        this.title = "Harbour reopens after a long winter of repairs (" + views + ")";
        this.views = views;
        touch(now);
    }

    /** Who wrote it. */
    public @Nullable Author author() {
        return author;
    }

    /** What it is about. */
    public @Nullable Category category() {
        return category;
    }

    /** Its headline. */
    public String title() {
        return title;
    }

    /** Its name in addresses. */
    public String slug() {
        return slug;
    }

    /** Its text. */
    public @Nullable String body() {
        return body;
    }

    /** Which write it was. */
    public int views() {
        return views;
    }

    /** When it was published. */
    public @Nullable Instant publishedAt() {
        return publishedAt;
    }

    /** What the editors tell each other. */
    public @Nullable String internalNotes() {
        return internalNotes;
    }
}
