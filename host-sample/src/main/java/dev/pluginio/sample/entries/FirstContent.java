package dev.pluginio.sample.entries;

import dev.pluginio.api.access.Principal;
import dev.pluginio.sample.content.ContentModel;
import java.util.List;
import java.util.Map;

/** Fills an empty database with a few entries to look at. */
public final class FirstContent {

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

    /** Makes the entries, all or none; makes none where there are any. */
    public void make() {
        writer.begin(principal, this::make);
    }

    private void make(EntryWriter.Beginning entries) {
        String ada = create(entries, "author", Map.of("name", "Ada Quill", "email", "ada@example.com"));
        String ben = create(entries, "author", Map.of("name", "Ben Marsh", "email", "ben@example.com"));
        String guides = create(entries, "category", Map.of("name", "Guides"));
        String news = create(entries, "category", Map.of("name", "News"));
        String realtime = create(entries, "tag", Map.of("name", "realtime"));
        String java = create(entries, "tag", Map.of("name", "java"));
        String garden = create(entries, "tag", Map.of("name", "garden"));
        String welcome = create(
                entries,
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
                entries,
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
                entries,
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
        entries.publish(model.require("api::article.article"), welcome);
        entries.publish(model.require("api::article.article"), rain);
        create(
                entries,
                "comment",
                Map.of("body", "It arrived before I had let go of the key.", "article", welcome, "author", ben));
    }

    private String create(EntryWriter.Beginning entries, String name, Map<String, Object> values) {
        return entries.create(model.require("api::" + name + "." + name), values);
    }
}
