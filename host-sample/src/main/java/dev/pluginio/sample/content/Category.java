package dev.pluginio.sample.content;

import dev.pluginio.api.content.annotation.ContentType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** What an article is about. */
@Entity
@Table(name = "categories")
@ContentType("api::category.category")
@SuppressWarnings({"NullAway.Init", "unused", "UnusedVariable"}) // Hibernate and ModelField use the fields
public class Category extends Content {

    @Column(nullable = false, unique = true, length = 100)
    private String name;
}
