package dev.pluginio.e2e.scenario;

import static dev.pluginio.e2e.scenario.Stories.delete;
import static dev.pluginio.e2e.scenario.Stories.make;
import static dev.pluginio.e2e.scenario.Stories.names;
import static dev.pluginio.e2e.scenario.Stories.newArticle;
import static dev.pluginio.e2e.scenario.Stories.publish;
import static dev.pluginio.e2e.scenario.Stories.unique;
import static dev.pluginio.e2e.scenario.Stories.unpublish;
import static dev.pluginio.e2e.scenario.Stories.update;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pluginio.e2e.driver.Cms;
import dev.pluginio.e2e.driver.Ears;
import dev.pluginio.e2e.driver.Frame;
import dev.pluginio.e2e.driver.Json;
import dev.pluginio.e2e.driver.SampleHost;
import dev.pluginio.e2e.driver.SocketDriver;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the configuration can change: which permission counts, what of drafts is sent, names, fields and envelopes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // filled before the tests
class VariantsIT {

    private static final String CONFIG = """
            io:
              enabled: true
              config:
                permission: action
                envelope: bare
                sensitiveFields: [ slug ]
                contentTypes:
                  - uid: api::article.article
                    permission: find
                    onlyPublished: true
                    eventPrefix: story
                    fields: [ title, slug, publishedAt ]
                    populate: { author: true }
                  - uid: api::comment.comment
                    actions: [ create, delete ]
                    excludeFields: [ updatedAt ]
                  - api::author.author
                socket:
                  serverOptions: { host: 127.0.0.1, port: '${IO_PORT}' }
            """;

    private SampleHost host;
    private SocketDriver driver;
    private Cms editor;
    private Ears ears;

    @BeforeAll
    void start() {
        host = SampleHost.setup().config(CONFIG).start();
        driver = SocketDriver.Kind.JAVASCRIPT.start();
        editor = host.as(SampleHost.EDITOR);
    }

    @AfterAll
    void stop() {
        if (driver != null) {
            driver.close();
        }
        if (host != null) {
            host.close();
        }
    }

    @BeforeEach
    void listen() {
        ears = new Ears(host, driver)
                .with("editor", Stories.as(host, SampleHost.EDITOR))
                .with("visitor", Stories.nobody());
    }

    @AfterEach
    void leave() {
        ears.close();
    }

    /** Guards B13: where the rule is the action, whoever may do it hears of it; where it is find, whoever may read. */
    @Test
    void whoHearsIsAMatterOfTheRule() {
        Map<String, List<Frame>> byAction = ears.heardOf(() -> Stories.newAuthor(editor));
        assertThat(names(byAction)).isEqualTo(Map.of("editor", List.of("author:create"), "visitor", List.of()));

        String role = host.administration()
                .createRole(unique("writers"), Set.of("api::author.author.update", "api::author.author.find"));
        String jwt = host.administration().newUser(unique("writer"), role).bearer();
        ears.with("writer", connect -> connect.jwt(jwt));
        JsonNode author = Stories.newAuthor(editor);
        ears.clear();
        assertThat(names(ears.heardOf(() -> update(editor, "authors", author, Map.of("name", unique("n"))))))
                .isEqualTo(Map.of(
                        "editor", List.of("author:update"), "visitor", List.of(), "writer", List.of("author:update")));
        assertThat(names(ears.heardOf(() -> delete(editor, "authors", author))))
                .isEqualTo(Map.of("editor", List.of("author:delete"), "visitor", List.of(), "writer", List.of()));

        JsonNode article = newArticle(editor);
        ears.clear();
        assertThat(names(ears.heardOf(() -> publish(editor, article))))
                .as("articles have the rule find")
                .isEqualTo(Map.of(
                        "editor", List.of("story:publish"), "visitor", List.of("story:publish"), "writer", List.of()));
    }

    /** Guards B7: with onlyPublished nobody hears of drafts, not even those who may find them. */
    @Test
    void onlyPublishedContentAppearsAndLeaves() {
        JsonNode[] made = new JsonNode[1];
        assertThat(names(ears.heardOf(() -> made[0] = newArticle(editor))).get("visitor"))
                .isEmpty();
        JsonNode article = made[0];
        assertThat(names(ears.heardOf(() -> update(editor, "articles", article, Map.of("views", 3)))))
                .isEqualTo(Map.of("editor", List.of(), "visitor", List.of()));

        Map<String, List<Frame>> appearing = ears.heardOf(() -> publish(editor, article));
        Map<String, List<Frame>> changing =
                ears.heardOf(() -> update(editor, "articles", article, Map.of("title", unique("t"))));
        Map<String, List<Frame>> leaving = ears.heardOf(() -> unpublish(editor, article));
        Map<String, List<Frame>> deleted = ears.heardOf(() -> delete(editor, "articles", article));

        for (String who : List.of("editor", "visitor")) {
            assertThat(names(appearing.getOrDefault(who, List.of()))).containsExactly("story:publish");
            assertThat(names(changing.getOrDefault(who, List.of()))).containsExactly("story:update");
            assertThat(names(leaving.getOrDefault(who, List.of()))).containsExactly("story:unpublish");
            assertThat(Json.names(leaving.getOrDefault(who, List.of()).get(0).argument()))
                    .containsExactlyInAnyOrder("id", "documentId");
            assertThat(deleted.getOrDefault(who, List.of())).isEmpty();
        }
    }

    /** Guards B2 and B34: configured fields and names, in the configured envelope. */
    @Test
    void sendsTheFieldsAndTheEnvelopeThatAreConfigured() {
        JsonNode article = newArticle(editor);
        Map<String, List<Frame>> heard = ears.heardOf(() -> publish(editor, article));
        assertThat(Json.names(heard.getOrDefault("visitor", List.of()).get(0).argument()))
                .as("slug is configured to be sensitive, author is populated, the envelope is bare")
                .containsExactlyInAnyOrder("id", "documentId", "title", "publishedAt", "author");

        Map<String, List<Frame>> commented = ears.heardOf(() -> make(editor, "comments", Map.of("body", "short")));
        assertThat(Json.names(commented.getOrDefault("editor", List.of()).get(0).argument()))
                .containsExactlyInAnyOrder("id", "documentId", "body", "createdAt");
    }

    @Test
    void sendsOnlyTheConfiguredActionsAndTypes() {
        JsonNode comment = make(editor, "comments", Map.of("body", "x"));
        ears.clear();
        assertThat(names(ears.heardOf(() -> update(editor, "comments", comment, Map.of("body", "y")))))
                .isEqualTo(Map.of("editor", List.of(), "visitor", List.of()));
        assertThat(names(ears.heardOf(() -> delete(editor, "comments", comment))))
                .isEqualTo(Map.of("editor", List.of("comment:delete"), "visitor", List.of()));
        assertThat(names(ears.heardOf(() -> make(editor, "tags", Map.of("name", unique("tag"))))))
                .isEqualTo(Map.of("editor", List.of(), "visitor", List.of()));
    }
}
