package dev.pluginio.testing;

import dev.pluginio.access.AccessCache;
import dev.pluginio.access.Exposure;
import dev.pluginio.access.Exposures;
import dev.pluginio.access.PermissionRule;
import dev.pluginio.access.Populate;
import dev.pluginio.api.access.Permissions;
import dev.pluginio.api.content.Action;
import dev.pluginio.api.content.Attribute;
import dev.pluginio.api.content.ContentCatalog;
import dev.pluginio.api.content.ContentType;
import dev.pluginio.api.content.Entry;
import dev.pluginio.api.realtime.Envelope;
import dev.pluginio.delivery.Attendance;
import dev.pluginio.delivery.Audiences;
import dev.pluginio.delivery.DeliverySettings;
import dev.pluginio.delivery.Rules;
import dev.pluginio.delivery.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A catalogue of articles with drafts, their authors and tags. */
public final class Blog {

    public static final String ARTICLE = "api::article.article";
    public static final String AUTHOR = "api::author.author";
    public static final String TAG = "api::tag.tag";

    public static final ContentType ARTICLES = ContentType.of(
            ARTICLE,
            Attribute.value("title"),
            Attribute.value("publishedAt"),
            Attribute.value("internalNotes").asPrivate(),
            Attribute.value("editorPassword"),
            Attribute.toOne("author", AUTHOR),
            Attribute.toMany("tags", TAG));
    public static final ContentType AUTHORS = ContentType.of(
            AUTHOR,
            Attribute.value("name"),
            Attribute.value("email").asPrivate(),
            Attribute.toMany("articles", ARTICLE));
    public static final ContentType TAGS = ContentType.of(TAG, Attribute.value("name"));
    public static final ContentCatalog CATALOG = ContentCatalog.of(List.of(ARTICLES, AUTHORS, TAGS));

    /** Author (with articles) and tags. */
    public static final Populate POPULATE = new Populate(
            Optional.empty(),
            Map.of(
                    "author",
                    new Populate(Optional.empty(), Map.of("articles", Populate.VALUES)),
                    "tags",
                    Populate.VALUES));

    public static final Set<Action> ALL_ACTIONS =
            Set.of(Action.CREATE, Action.UPDATE, Action.DELETE, Action.PUBLISH, Action.UNPUBLISH);

    private Blog() {}

    public static Exposure articles(PermissionRule permission) {
        return new Exposure(ARTICLES, ALL_ACTIONS, POPULATE, false, "article", permission);
    }

    public static Exposure onlyPublishedArticles() {
        return new Exposure(ARTICLES, ALL_ACTIONS, POPULATE, true, "article", PermissionRule.FIND);
    }

    /** Whoever hears of articles by the permission to read them. */
    public static Audiences audiences(AccessCache access, Attendance attendance) {
        Rules rules = Rules.of(
                new DeliverySettings(Envelope.DATA, Shape.FLAT, List.of()),
                new Exposures(CATALOG, List.of(articles(PermissionRule.FIND)), PermissionRule.FIND));
        return new Audiences(() -> rules, access, attendance);
    }

    public static Permissions allowed(String... permissions) {
        return Permissions.of(Set.of(permissions));
    }

    public static Entry draft(long id, String title) {
        return article(id, title, null, Map.of());
    }

    public static Entry published(long id, String title) {
        return article(id, title, "2026-01-02T03:04:05.678Z", Map.of());
    }

    /** A published article with these private notes. */
    public static Entry noted(String notes) {
        return article(1, "One", "2026-01-01T00:00:00Z", Map.of("internalNotes", notes));
    }

    public static Entry article(
            long id, String title, @Nullable Object publishedAt, Map<String, ? extends @Nullable Object> more) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("title", title);
        values.put("publishedAt", publishedAt);
        values.put("internalNotes", "for the house only");
        values.put("editorPassword", "hunter2");
        values.putAll(more);
        return new Entry(id, "doc" + id, values);
    }

    public static Entry author(long id, String name, Entry... articles) {
        return new Entry(
                id, "author" + id, Map.of("name", name, "email", name + "@example.com", "articles", List.of(articles)));
    }

    public static Entry tag(long id, String name) {
        return new Entry(id, "tag" + id, Map.of("name", name));
    }
}
