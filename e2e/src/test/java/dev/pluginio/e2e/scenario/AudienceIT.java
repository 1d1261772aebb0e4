package dev.pluginio.e2e.scenario;

import static dev.pluginio.e2e.scenario.Stories.ARTICLE_QUERY;
import static dev.pluginio.e2e.scenario.Stories.SECRET;
import static dev.pluginio.e2e.scenario.Stories.as;
import static dev.pluginio.e2e.scenario.Stories.delete;
import static dev.pluginio.e2e.scenario.Stories.everythingSentTo;
import static dev.pluginio.e2e.scenario.Stories.make;
import static dev.pluginio.e2e.scenario.Stories.names;
import static dev.pluginio.e2e.scenario.Stories.newArticle;
import static dev.pluginio.e2e.scenario.Stories.newAuthor;
import static dev.pluginio.e2e.scenario.Stories.nobody;
import static dev.pluginio.e2e.scenario.Stories.path;
import static dev.pluginio.e2e.scenario.Stories.publish;
import static dev.pluginio.e2e.scenario.Stories.unique;
import static dev.pluginio.e2e.scenario.Stories.unpublish;
import static dev.pluginio.e2e.scenario.Stories.update;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pluginio.e2e.driver.Admin;
import dev.pluginio.e2e.driver.Cms;
import dev.pluginio.e2e.driver.Ears;
import dev.pluginio.e2e.driver.Frame;
import dev.pluginio.e2e.driver.Json;
import dev.pluginio.e2e.driver.SampleHost;
import dev.pluginio.e2e.driver.SocketDriver;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** For each role and token type, for each content type and action: what arrives, and what does not. */
@ExtendWith(SharedHost.class)
class AudienceIT {

    private static final Set<String> SEE_DRAFTS = Set.of("editor", "admin", "full");
    private static final Set<String> SEE_PUBLISHED = Set.of("visitor", "reader", "readonly", "articles only");
    private static final Set<String> SEE_NOTHING = Set.of("nothing");

    /**
     * An article's whole life. Guards B3 (a delete goes only to those who saw what is deleted, with identifiers alone),
     * B4 (one copy for each socket, in its own view) and B7 (drafts go only to those who may find drafts).
     */
    @ParameterizedTest
    @EnumSource(SocketDriver.Kind.class)
    void anArticlesLifeIsToldToEachAsFarAsTheySeeIt(
            SocketDriver.Kind client, SampleHost host, SharedHost.Drivers drivers) {
        Cms editor = host.as(SampleHost.EDITOR);
        JsonNode article = newArticle(editor);
        try (Company company = new Company(host, drivers.of(client))) {
            Ears ears = company.ears;

            Map<String, List<Frame>> edited =
                    ears.heardOf(() -> update(editor, "articles", article, Map.of("title", unique("draft"))));
            requireNames(edited, List.of("article:update"), List.of());
            company.requireEqualToReads(edited, article);

            Map<String, List<Frame>> published = ears.heardOf(() -> publish(editor, article));
            requireNames(published, List.of("article:update", "article:publish"), List.of("article:enter"));
            company.requireEqualToReads(published, article);

            Map<String, List<Frame>> corrected =
                    ears.heardOf(() -> update(editor, "articles", article, Map.of("views", 7)));
            requireNames(corrected, List.of("article:update"), List.of("article:update"));
            company.requireEqualToReads(corrected, article);

            Map<String, List<Frame>> withdrawn = ears.heardOf(() -> unpublish(editor, article));
            requireNames(withdrawn, List.of("article:update", "article:unpublish"), List.of("article:leave"));
            SEE_PUBLISHED.forEach(
                    name -> requireIdentifiersOnly(heard(withdrawn, name).get(0), article));
            SEE_DRAFTS.forEach(name -> assertThat(heard(withdrawn, name).get(1).data())
                    .isEqualTo(heard(withdrawn, name).get(0).data()));

            Map<String, List<Frame>> deletedDraft = ears.heardOf(() -> delete(editor, "articles", article));
            requireNames(deletedDraft, List.of("article:delete"), List.of());
            SEE_DRAFTS.forEach(
                    name -> requireIdentifiersOnly(heard(deletedDraft, name).get(0), article));

            JsonNode another = newArticle(editor);
            publish(editor, another);
            Map<String, List<Frame>> deleted = ears.heardOf(() -> delete(editor, "articles", another));
            requireNames(deleted, List.of("article:delete"), List.of("article:delete"));
            SEE_PUBLISHED.forEach(
                    name -> requireIdentifiersOnly(heard(deleted, name).get(0), another));

            Map<String, List<Frame>> created = ears.heardOf(() ->
                    make(editor, "articles", Map.of("title", "new", "slug", unique("slug"), "internalNotes", SECRET)));
            requireNames(created, List.of("article:create"), List.of());

            assertThat(everythingSentTo(ears, company.names())).isNotEmpty().noneMatch(text -> text.contains(SECRET));
        }
    }

    /** Guards B4 and B34: each type is told in the one shape there is, once to each socket. */
    @ParameterizedTest
    @EnumSource(SocketDriver.Kind.class)
    void theOtherTypesAreToldToAllWhoMayReadThem(
            SocketDriver.Kind client, SampleHost host, SharedHost.Drivers drivers) {
        Cms editor = host.as(SampleHost.EDITOR);
        JsonNode article = newArticle(editor);
        publish(editor, article);
        String author = newAuthor(editor).path("documentId").asText();
        Map<String, Map<String, Object>> types = new LinkedHashMap<>();
        types.put(
                "comments",
                Map.of("body", "first", "article", article.path("documentId").asText(), "author", author));
        types.put("authors", Map.of("name", unique("author"), "email", SECRET + "@example.com"));
        types.put("categories", Map.of("name", unique("category")));
        types.put("tags", Map.of("name", unique("tag")));
        Map<String, String> singular =
                Map.of("comments", "comment", "authors", "author", "categories", "category", "tags", "tag");
        Set<String> readers = new TreeSet<>(SEE_DRAFTS);
        readers.addAll(Set.of("visitor", "reader", "readonly"));
        Set<String> others = Set.of("articles only", "nothing");

        try (Company company = new Company(host, drivers.of(client))) {
            types.forEach((type, values) -> {
                String name = singular.getOrDefault(type, "");
                JsonNode[] entry = new JsonNode[1];
                Map<String, List<Frame>> created = company.ears.heardOf(() -> entry[0] = make(editor, type, values));
                requireNames(created, readers, List.of(name + ":create"), others);
                company.requireEqualToReads(created, type, entry[0], readers);

                String field = values.containsKey("body") ? "body" : "name";
                Map<String, List<Frame>> updated =
                        company.ears.heardOf(() -> update(editor, type, entry[0], Map.of(field, unique("other"))));
                requireNames(updated, readers, List.of(name + ":update"), others);
                company.requireEqualToReads(updated, type, entry[0], readers);

                Map<String, List<Frame>> deleted = company.ears.heardOf(() -> delete(editor, type, entry[0]));
                requireNames(deleted, readers, List.of(name + ":delete"), others);
                readers.forEach(
                        reader -> requireIdentifiersOnly(heard(deleted, reader).get(0), entry[0]));
            });
            assertThat(everythingSentTo(company.ears, company.names()))
                    .isNotEmpty()
                    .noneMatch(text -> text.contains(SECRET));
        }
    }

    /** Whoever may not read authors sees articles without them, and comments without the drafts they are about. */
    @ParameterizedTest
    @EnumSource(SocketDriver.Kind.class)
    void relationsAreSeenByThoseWhoMayReadTheirTarget(
            SocketDriver.Kind client, SampleHost host, SharedHost.Drivers drivers) {
        Cms editor = host.as(SampleHost.EDITOR);
        JsonNode article = newArticle(editor);
        try (Company company = new Company(host, drivers.of(client))) {
            Map<String, List<Frame>> commented = company.ears.heardOf(() -> make(
                    editor,
                    "comments",
                    Map.of(
                            "body",
                            "about a draft",
                            "article",
                            article.path("documentId").asText())));
            assertThat(heard(commented, "visitor").get(0).data().path("article").isNull())
                    .isTrue();
            assertThat(Json.names(heard(commented, "editor").get(0).data().path("article")))
                    .containsExactlyInAnyOrder("id", "documentId", "title");

            Map<String, List<Frame>> published = company.ears.heardOf(() -> publish(editor, article));
            assertThat(Json.names(heard(published, "articles only").get(0).data()))
                    .contains("title")
                    .doesNotContain("author", "category", "tags");
            assertThat(Json.names(heard(published, "visitor").get(0).data().path("author")))
                    .containsExactlyInAnyOrder("id", "documentId", "name");
        }
    }

    private static void requireNames(
            Map<String, List<Frame>> heard, List<String> whoSeesDrafts, List<String> whoSeesPublished) {
        requireNames(heard, SEE_DRAFTS, whoSeesDrafts, SEE_NOTHING);
        requireNames(heard, SEE_PUBLISHED, whoSeesPublished, SEE_NOTHING);
    }

    private static void requireNames(
            Map<String, List<Frame>> heard, Set<String> who, List<String> names, Set<String> hearNothing) {
        who.forEach(name ->
                assertThat(names(heard(heard, name))).as("heard by %s", name).isEqualTo(names));
        hearNothing.forEach(
                name -> assertThat(heard(heard, name)).as("heard by %s", name).isEmpty());
    }

    private static void requireIdentifiersOnly(Frame frame, JsonNode entry) {
        assertThat(frame.data())
                .isEqualTo(Json.of(Map.of("id", entry.path("id"), "documentId", entry.path("documentId"))));
    }

    private static List<Frame> heard(Map<String, List<Frame>> heard, String name) {
        return heard.getOrDefault(name, List.of());
    }

    /** One of each role and token type, with the REST interface of each. */
    private static final class Company implements AutoCloseable {
        private final Ears ears;
        private final Map<String, Cms> rest = new LinkedHashMap<>();

        Company(SampleHost host, SocketDriver driver) {
            ears = new Ears(host, driver);
            ears.with("visitor", nobody());
            rest.put("visitor", host.anonymous());
            user(host, "reader", SampleHost.READER);
            user(host, "editor", SampleHost.EDITOR);
            user(host, "admin", SampleHost.ADMIN);
            Admin admin = host.administration();
            token(host, "full", admin.createToken(unique("full"), "full-access", Set.of()));
            token(host, "readonly", admin.createToken(unique("readonly"), "read-only", Set.of()));
            token(
                    host,
                    "articles only",
                    admin.createToken(unique("custom"), "custom", Set.of("api::article.article.find")));
            token(
                    host,
                    "nothing",
                    admin.createToken(unique("custom"), "custom", Set.of("api::article.article.update")));
        }

        private void user(SampleHost host, String name, String account) {
            ears.with(name, as(host, account));
            rest.put(name, host.as(account));
        }

        private void token(SampleHost host, String name, Admin.NewToken token) {
            ears.with(name, Stories.token(token.secret()));
            rest.put(name, host.anonymous().as(token.secret()));
        }

        Set<String> names() {
            return rest.keySet();
        }

        void requireEqualToReads(Map<String, List<Frame>> heard, JsonNode article) {
            heard.forEach((name, frames) -> frames.forEach(frame -> {
                String query = name.equals("articles only") ? "" : ARTICLE_QUERY;
                assertThat(frame.data())
                        .as("heard by %s", name)
                        .isEqualTo(rest(name)
                                .get(path("articles", article) + query)
                                .data());
            }));
        }

        void requireEqualToReads(Map<String, List<Frame>> heard, String type, JsonNode entry, Set<String> readers) {
            String query = type.equals("comments")
                    ? "?populate%5Barticle%5D%5Bfields%5D%5B0%5D=title&populate%5Bauthor%5D=true"
                    : "";
            readers.forEach(name -> assertThat(
                            AudienceIT.heard(heard, name).get(0).data())
                    .as("heard by %s", name)
                    .isEqualTo(rest(name).get(path(type, entry) + query).data()));
        }

        private Cms rest(String name) {
            return java.util.Objects.requireNonNull(rest.get(name), name);
        }

        @Override
        public void close() {
            ears.close();
        }
    }
}
