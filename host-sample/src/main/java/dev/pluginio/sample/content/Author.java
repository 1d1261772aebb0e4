package dev.pluginio.sample.content;

import dev.pluginio.api.content.annotation.ContentType;
import dev.pluginio.api.content.annotation.Private;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** Who writes articles and comments. */
@Entity
@Table(name = "authors")
@ContentType("api::author.author")
@SuppressWarnings({"NullAway.Init", "unused", "UnusedVariable"}) // Hibernate and ModelField use the fields
public class Author extends Content {

    @Column(nullable = false, length = 200)
    private String name;

    @Private
    @Column(length = 320)
    private @Nullable String email;
}
