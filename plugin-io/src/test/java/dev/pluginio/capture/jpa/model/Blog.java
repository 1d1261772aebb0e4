package dev.pluginio.capture.jpa.model;

import dev.pluginio.api.content.annotation.ContentType;
import dev.pluginio.api.content.annotation.Private;
import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.PostLoad;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.hibernate.annotations.SQLRestriction;

/** The entities of the tests: every mapping that a host may have. */
public final class Blog {

    private Blog() {}

    public static final List<Class<?>> ENTITIES = List.of(
            Article.class,
            Author.class,
            Category.class,
            Tag.class,
            Comment.class,
            Secret.class,
            Media.class,
            Image.class,
            Video.class,
            Page.class,
            LandingPage.class,
            ShopPage.class,
            Product.class,
            Part.class,
            Counter.class,
            Vehicle.class,
            Car.class);

    public enum Mood {
        GOOD,
        BAD
    }

    @Embeddable
    public static class Place {
        public String city;

        @Private
        public String code;

        public Place() {}

        public Place(String city, String code) {
            this.city = city;
            this.code = code;
        }
    }

    @MappedSuperclass
    public abstract static class Document {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        public Long id;

        @Column(unique = true, nullable = false)
        public String documentId = UUID.randomUUID().toString();

        public Instant editedAt;
    }

    @Entity(name = "Article")
    @ContentType("api::article.article")
    public static class Article extends Document {
        @Version
        public long version;

        public String title;
        public int views;
        public Mood mood;
        public Instant publishedAt;
        public Place place;

        @Private
        public String internalNotes;

        @ManyToOne(fetch = FetchType.LAZY)
        public Author author;

        @ManyToOne
        public Category category;

        @ManyToOne(fetch = FetchType.LAZY)
        public Secret secret;

        @ManyToMany
        @OrderBy("name")
        public Set<Tag> tags = new LinkedHashSet<>();

        @OneToMany(mappedBy = "article", cascade = CascadeType.ALL, orphanRemoval = true)
        @OrderBy("body")
        public List<Comment> comments = new ArrayList<>();

        @ElementCollection
        @OrderBy
        public Set<String> keywords = new LinkedHashSet<>();
    }

    @Entity(name = "Author")
    @SQLRestriction("(name is null or name <> 'hidden')")
    @ContentType("api::author.author")
    public static class Author {
        @Id
        @GeneratedValue
        public Long id;

        public String name;
        private String email;

        @OneToMany(mappedBy = "author")
        @OrderBy("title")
        public List<Article> articles = new ArrayList<>();

        @Private
        public String getEmail() {
            return email;
        }

        public void setEmail(String email) {
            this.email = email;
        }
    }

    @Entity(name = "Category")
    @ContentType("api::category.category")
    public static class Category {
        @Id
        @GeneratedValue
        public Long id;

        @Column(unique = true)
        public String name;
    }

    @Entity(name = "Tag")
    @ContentType("api::tag.tag")
    public static class Tag {
        @Id
        public Long id;

        public String name;

        @ManyToMany(mappedBy = "tags")
        public Set<Article> articles = new LinkedHashSet<>();
    }

    @Entity(name = "Comment")
    @ContentType("api::comment.comment")
    public static class Comment {
        @Id
        @GeneratedValue
        public Long id;

        public String body;

        @ManyToOne(fetch = FetchType.LAZY)
        public Article article;
    }

    @Entity(name = "Secret")
    public static class Secret {
        @Id
        public Long id;

        public String text;
    }

    @Entity(name = "Media")
    @ContentType("api::media.media")
    @Inheritance(strategy = InheritanceType.JOINED)
    public static class Media {
        @Id
        public Long id;

        public String url;
    }

    @Entity(name = "Image")
    public static class Image extends Media {
        public int width;
    }

    @Entity(name = "Video")
    @ContentType("api::video.video")
    public static class Video extends Media {
        public int length;
    }

    @Entity(name = "Page")
    @ContentType("api::page.page")
    @Inheritance(strategy = InheritanceType.SINGLE_TABLE)
    public static class Page {
        @Id
        public Long id;

        public String heading;
    }

    @Entity(name = "LandingPage")
    public static class LandingPage extends Page {
        public String slogan;
    }

    @Entity(name = "ShopPage")
    @ContentType("api::shop-page.shop-page")
    public static class ShopPage extends Page {
        public String currency;
    }

    /** Content by configuration only. */
    @Entity(name = "Product")
    public static class Product {
        @Id
        public Long id;

        public String name;
        public String cost;

        @OneToMany(cascade = CascadeType.ALL, orphanRemoval = true)
        @JoinColumn(name = "product_id")
        public List<Part> parts = new ArrayList<>();
    }

    /** Content by configuration only. */
    @Entity(name = "Part")
    public static class Part {
        @Id
        public Long id;

        public String name;
    }

    @Entity(name = "Counter")
    @ContentType("api::counter.counter")
    public static class Counter {
        @Id
        public Long id;

        @Version
        public long version;

        public long hits;
    }

    @Entity(name = "Vehicle")
    @ContentType("api::vehicle.vehicle")
    @Inheritance(strategy = InheritanceType.TABLE_PER_CLASS)
    public static class Vehicle {
        @Id
        public Long id;

        public String plate;

        /** An entity that cannot be loaded. */
        @PostLoad
        void check() {
            if ("broken".equals(plate)) {
                throw new IllegalStateException("broken");
            }
        }
    }

    @Entity(name = "Car")
    public static class Car extends Vehicle {
        public int doors;
    }
}
