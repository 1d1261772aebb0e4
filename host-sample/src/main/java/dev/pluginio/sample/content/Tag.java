package dev.pluginio.sample.content;

import dev.pluginio.api.content.annotation.ContentType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** A word that articles are found by. */
@Entity
@Table(name = "tags")
@ContentType("api::tag.tag")
@SuppressWarnings({"NullAway.Init", "unused", "UnusedVariable"}) // Hibernate and ModelField use the fields
public class Tag extends Content {

    @Column(nullable = false, unique = true, length = 100)
    private String name;
}
