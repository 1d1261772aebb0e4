package dev.pluginio.sample.entries;

import dev.pluginio.api.access.Principal;
import dev.pluginio.sample.content.ContentModel;
import java.util.List;
import java.util.Map;

/** Fills an empty database with a few entries to look at. */
public final class FirstContent {

    private static final QueryParam NO_QUERY = QueryParam.parse(Map.of());

    private final EntryWriter writer;
    private final ContentModel model;
    private final Principal principal;

    /**
     * Makes the filler.
     *
     * @param writer writes the entries
     * @param model the content types
     * @param principal who may do everything
     */
    public FirstContent(EntryWriter writer, ContentModel model, Principal principal) {
        this.writer = writer;
        this.model = model;
        this.principal = principal;
    }

    /** Makes the entries. */
    public void make() {
        String ada = create("author", Map.of("name", "Ada Quill", "email", "ada@example.com"));
        String ben = create("author", Map.of("name", "Ben Marsh", "email", "ben@example.com"));
        String guides = create("category", Map.of("name", "Guides"));
        String news = create("category", Map.of("name", "News"));
        String realtime = create("tag", Map.of("name", "realtime"));
        String java = create("tag", Map.of("name", "java"));
        String garden = create("tag", Map.of("name", "garden"));
        String welcome = create(
                "article",
                Map.of(
                        "title", "Welcome to the sample CMS",
                        "slug", "welcome",
                        "body", "Edit this article and watch the change arrive on the live page.",
                        "internalNotes", "Nobody but us sees this line.",
                        "author", ada,
                        "category", guides,
                        "tags", List.of(realtime, java)));
        String rain = create(
                "article",
                Map.of(
                        "title",
                        "What the rain left behind",
                        "slug",
                        "what-the-rain-left-behind",
                        "body",
                        "Moss, mostly, and a great many snails.",
                        "author",
                        ben,
                        "category",
                        news,
                        "tags",
                        List.of(garden)));
        create(
                "article",
                Map.of(
                        "title",
                        "A draft that only editors see",
                        "slug",
                        "a-draft",
                        "body",
                        "Publish it, and everybody does.",
                        "author",
                        ada,
                        "category",
                        guides,
                        "tags",
                        List.of(java)));
        writer.publish(principal, model.require("api::article.article"), welcome, NO_QUERY);
        writer.publish(principal, model.require("api::article.article"), rain, NO_QUERY);
        create(
                "comment",
                Map.of("body", "It arrived before I had let go of the key.", "article", welcome, "author", ben));
    }

    private String create(String name, Map<String, Object> values) {
        return writer.create(principal, model.require("api::" + name + "." + name), values, NO_QUERY)
                .documentId();
    }
}
