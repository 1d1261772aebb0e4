package dev.pluginio.bench.content;

import dev.pluginio.api.content.annotation.Private;
import jakarta.persistence.Column;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.Version;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What all content has. */
@MappedSuperclass
@SuppressWarnings("NullAway.Init") // filled by begin() or by Hibernate
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

    /** For subclasses. */
    protected Content() {}

    /** Gives a new entry its identifier. */
    final void begin(String documentId, Instant now) {
        this.documentId = documentId;
        this.createdAt = now;
        this.updatedAt = now;
    }

    /** Marks the entry as changed. */
    final void touch(Instant now) {
        this.updatedAt = now;
    }

    /** The primary key; null until the entry is stored. */
    public @Nullable Long id() {
        return id;
    }
}
