package dev.pluginio.sample.content;

import dev.pluginio.api.content.annotation.Private;
import jakarta.persistence.Column;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.Version;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What all content has: its identifiers and when it was made and changed. Instants are whole milliseconds. */
@MappedSuperclass
@SuppressWarnings("NullAway.Init") // filled by Hibernate, or by begin()
public abstract class Content {

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE)
    private @Nullable Long id;

    @Column(nullable = false, updatable = false, unique = true, length = 24)
    private String documentId;

    @Column(nullable = false, updatable = false)
    private Instant createdAt;

    @Column(nullable = false)
    private Instant updatedAt;

    @Private
    @Version
    private int version;

    /** For Hibernate and subclasses. */
    protected Content() {}

    /**
     * Gives a new entry its identifier.
     *
     * @param documentId the identifier that clients use
     * @param now when the entry is made
     */
    public final void begin(String documentId, Instant now) {
        this.documentId = documentId;
        this.createdAt = now;
        this.updatedAt = now;
    }

    /** Fills what a new entry lacks and can be derived. */
    public void complete() {}

    /**
     * Marks the entry as changed.
     *
     * @param now when it was changed
     */
    public final void touch(Instant now) {
        this.updatedAt = now;
    }

    /**
     * The primary key.
     *
     * @return the key; null until the entry is stored
     */
    public @Nullable Long id() {
        return id;
    }

    /**
     * The identifier that clients use.
     *
     * @return 24 letters and digits
     */
    public String documentId() {
        return documentId;
    }

    /**
     * When the entry was made.
     *
     * @return the moment
     */
    public Instant createdAt() {
        return createdAt;
    }

    /**
     * When the entry last changed.
     *
     * @return the moment
     */
    public Instant updatedAt() {
        return updatedAt;
    }
}
