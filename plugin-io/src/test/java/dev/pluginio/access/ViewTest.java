package dev.pluginio.access;

import static dev.pluginio.testing.Blog.ARTICLES;
import static dev.pluginio.testing.Blog.CATALOG;
import static dev.pluginio.testing.Blog.POPULATE;
import static dev.pluginio.testing.Blog.allowed;
import static dev.pluginio.testing.Blog.article;
import static dev.pluginio.testing.Blog.author;
import static dev.pluginio.testing.Blog.draft;
import static dev.pluginio.testing.Blog.published;
import static dev.pluginio.testing.Blog.tag;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.api.access.Permissions;
import dev.pluginio.api.content.Entry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ViewTest {

    private static final SensitiveNames SENSITIVE = new SensitiveNames(List.of("password"));

    private final Entry full = article(
            1,
            "One",
            "2026-01-01T00:00:00Z",
            Map.of(
                    "author", author(7, "ann", published(1, "One"), draft(2, "Two")),
                    "tags", List.of(tag(3, "x"), tag(4, "y"))));

    private static View view(Permissions permissions) {
        return View.of(ARTICLES, POPULATE, permissions, CATALOG, SENSITIVE);
    }

    @Test
    void leavesOutPrivateAndSensitiveAttributesAtEveryDepth() {
        Entry visible = view(Permissions.all()).sanitize(full).orElseThrow();

        assertThat(visible.values()).containsOnlyKeys("title", "publishedAt", "author", "tags");
        Entry author = (Entry) visible.values().get("author");
        assertThat(author.values()).containsOnlyKeys("name", "articles");
        assertThat((List<?>) author.values().get("articles"))
                .allSatisfy(one -> assertThat(((Entry) one).values()).containsOnlyKeys("title", "publishedAt"));
    }

    @Test
    void leavesOutRelationsWhoseTargetMayNotBeRead() {
        Entry visible = view(allowed("api::article.article.find", "api::tag.tag.find"))
                .sanitize(full)
                .orElseThrow();

        assertThat(visible.values()).containsOnlyKeys("title", "publishedAt", "tags");
    }

    @Test
    void hidesDraftsInRelationsFromThoseWhoMayNotFindThem() {
        Permissions noDrafts = allowed("api::article.article.find", "api::author.author.find");
        Entry author =
                (Entry) view(noDrafts).sanitize(full).orElseThrow().values().get("author");

        assertThat((List<?>) author.values().get("articles"))
                .singleElement()
                .satisfies(one -> assertThat(((Entry) one).documentId()).isEqualTo("doc1"));
    }

    @Test
    void showsADraftOnlyToThoseWhoMayFindDrafts() {
        assertThat(view(allowed("api::article.article.find")).sanitize(draft(1, "x")))
                .isEmpty();
        assertThat(view(allowed("api::article.article.findDrafts")).sanitize(draft(1, "x")))
                .isPresent();
    }

    @Test
    void takesAnEntryWithoutItsPublicationForADraft() {
        Entry unknown = new Entry(1L, "doc1", Map.of("title", "x"));

        assertThat(view(allowed("api::article.article.find")).sanitize(unknown)).isEmpty();
    }

    @Test
    void selectsFields() {
        Populate titles = new Populate(Optional.of(java.util.Set.of("title")), Map.of());
        View view = View.of(ARTICLES, titles, Permissions.all(), CATALOG, SENSITIVE);

        assertThat(view.sanitize(full).orElseThrow().values()).containsOnlyKeys("title");
    }

    @Test
    void isEqualForPermissionsThatShowTheSame() {
        assertThat(view(allowed("api::tag.tag.find", "api::article.article.update")))
                .isEqualTo(view(allowed("api::tag.tag.find", "api::article.article.find")))
                .isNotEqualTo(view(allowed("api::author.author.find")));
    }

    @Test
    void doesNotChangeWhatItIsGiven() {
        Map<String, ?> before = Map.copyOf(Map.of("author", full.values().get("author")));

        view(Permissions.none()).sanitize(full);

        assertThat(full.values())
                .containsKeys("internalNotes", "editorPassword")
                .containsAllEntriesOf(before);
    }
}
