package dev.pluginio.bench;

import dev.pluginio.access.Exposure;
import dev.pluginio.access.PermissionRule;
import dev.pluginio.access.Populate;
import dev.pluginio.api.access.Permissions;
import dev.pluginio.api.content.Action;
import dev.pluginio.api.content.Attribute;
import dev.pluginio.api.content.ContentCatalog;
import dev.pluginio.api.content.ContentType;
import dev.pluginio.api.content.Entry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Articles with an author, tags, and as many further relations as it takes to tell hundreds of views apart: which of
 * their targets a role may read, makes its view.
 */
final class Newsroom {

    static final String ARTICLE = "api::article.article";
    static final Set<Action> ACTIONS =
            Set.of(Action.CREATE, Action.UPDATE, Action.DELETE, Action.PUBLISH, Action.UNPUBLISH);

    private static final String AUTHOR = "api::author.author";
    private static final String TAG = "api::tag.tag";
    private static final int SECTIONS = 9;

    private Newsroom() {}

    static ContentCatalog catalog() {
        List<ContentType> types = new ArrayList<>();
        types.add(article());
        types.add(ContentType.of(
                AUTHOR,
                Attribute.value("name"),
                Attribute.value("bio"),
                Attribute.value("email").asPrivate()));
        types.add(ContentType.of(TAG, Attribute.value("name")));
        for (int i = 0; i < SECTIONS; i++) {
            types.add(ContentType.of(sectionUid(i), Attribute.value("name")));
        }
        return ContentCatalog.of(types);
    }

    private static ContentType article() {
        List<Attribute> attributes = new ArrayList<>(List.of(
                Attribute.value("title"),
                Attribute.value("slug"),
                Attribute.value("body"),
                Attribute.value("views"),
                Attribute.value("createdAt"),
                Attribute.value("updatedAt"),
                Attribute.value("publishedAt"),
                Attribute.value("internalNotes").asPrivate(),
                Attribute.toOne("author", AUTHOR),
                Attribute.toMany("tags", TAG)));
        for (int i = 0; i < SECTIONS; i++) {
            attributes.add(Attribute.toOne("section" + i, sectionUid(i)));
        }
        return ContentType.of(ARTICLE, attributes);
    }

    /** All values, the author, the tags and the sections. */
    static Exposure exposure(ContentCatalog catalog) {
        Map<String, Populate> relations = new HashMap<>();
        for (Attribute attribute : catalog.require(ARTICLE).attributes().values()) {
            if (attribute.isRelation()) {
                relations.put(attribute.name(), Populate.VALUES);
            }
        }
        return new Exposure(
                catalog.require(ARTICLE),
                ACTIONS,
                new Populate(Optional.empty(), relations),
                false,
                "article",
                PermissionRule.FIND);
    }

    /** May read articles, authors, tags, and the sections whose bit is set: different numbers see different views. */
    static Permissions reader(int view) {
        if (view >= 1 << SECTIONS) {
            throw new IllegalArgumentException("there are " + (1 << SECTIONS) + " views, and not " + view);
        }
        Set<String> granted = new HashSet<>(Set.of(ARTICLE + ".find", AUTHOR + ".find", TAG + ".find"));
        for (int i = 0; i < SECTIONS; i++) {
            if ((view >> i & 1) == 1) {
                granted.add(sectionUid(i) + ".find");
            }
        }
        return Permissions.of(granted);
    }

    /** An article of about a kilobyte, with author and tags. */
    static Entry sampleArticle() {
        Instant moment = Instant.parse("2026-01-02T03:04:05.678Z");
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("title", "Harbour reopens after a long winter of repairs");
        values.put("slug", "harbour-reopens-after-a-long-winter-of-repairs");
        values.put("body", "The first boats left at dawn, while half the town stood on the quay. ".repeat(7));
        values.put("views", 1234);
        values.put("createdAt", moment);
        values.put("updatedAt", moment);
        values.put("publishedAt", moment);
        values.put("internalNotes", "check the mayor's quote");
        values.put(
                "author",
                new Entry(
                        7L,
                        "k3v9q2m8x1c5z7b4n6a0s2d4",
                        Map.of("name", "Ada Berg", "bio", "Writes of the sea.", "email", "ada@example.com")));
        values.put("tags", List.of(tag(1, "harbour"), tag(2, "town"), tag(3, "spring")));
        for (int i = 0; i < SECTIONS; i++) {
            values.put("section" + i, null);
        }
        return new Entry(4711L, "p0o9i8u7z6t5r4e3w2q1y0x9", values);
    }

    private static Entry tag(long id, String name) {
        return new Entry(id, "tag000000000000000000000" + id, Map.of("name", name));
    }

    private static String sectionUid(int number) {
        return "api::section-" + number + ".section-" + number;
    }
}
