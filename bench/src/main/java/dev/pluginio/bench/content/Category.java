package dev.pluginio.bench.content;

import dev.pluginio.api.content.annotation.ContentType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;

/** One of the things that articles lead to. */
@Entity
@Table(name = "categories")
@ContentType("api::category.category")
@SuppressWarnings("NullAway.Init") // filled by Hibernate
public class Category extends Content {

    @Column(nullable = false, length = 200)
    private String name;

    /** For Hibernate. */
    protected Category() {}

    /** Makes a new one. */
    public Category(String documentId, String name, Instant now) {
        begin(documentId, now);
        this.name = name;
    }

    /** Its name. */
    public String name() {
        return name;
    }
}
