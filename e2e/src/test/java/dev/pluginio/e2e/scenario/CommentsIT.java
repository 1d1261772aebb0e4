package dev.pluginio.e2e.scenario;

import static dev.pluginio.e2e.scenario.Stories.ARTICLE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pluginio.e2e.driver.Cms;
import dev.pluginio.e2e.driver.Ears;
import dev.pluginio.e2e.driver.Frame;
import dev.pluginio.e2e.driver.Json;
import dev.pluginio.e2e.driver.Places;
import dev.pluginio.e2e.driver.SampleHost;
import dev.pluginio.e2e.driver.SocketDriver;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The sample plugin that counts comments, packed, beside the packed plugin. */
class CommentsIT {

    @Test
    void countsCommentsWhoeverWritesThemAndTellsWhoIsTyping() {
        try (SampleHost host = SampleHost.setup().with(Places.commentsJar()).start();
                SocketDriver driver = SocketDriver.Kind.JAVASCRIPT.start();
                Ears ears = new Ears(host, driver)
                        .with("editor", Stories.as(host, SampleHost.EDITOR))
                        .with("reader", Stories.as(host, SampleHost.READER))
                        .with("visitor", Stories.nobody())
                        .with("elsewhere", Stories.nobody())) {
            Cms editor = host.as(SampleHost.EDITOR);
            JsonNode article = Stories.newArticle(editor);
            Stories.publish(editor, article);
            JsonNode other = Stories.newArticle(editor);
            Stories.publish(editor, other);
            JsonNode draft = Stories.newArticle(editor);
            comment(editor, article); // before anybody looks
            for (String who : List.of("editor", "reader", "visitor")) {
                watch(ears, who, article);
            }
            watch(ears, "elsewhere", other);
            assertThat(ask(ears, "visitor", "comments:watch", draft))
                    .isEqualTo(ask(ears, "visitor", "comments:watch", Json.of(Map.of("documentId", "none"))));
            assertThat(ask(ears, "visitor", "comments:watch", Json.object())
                            .path("error")
                            .asText())
                    .isEqualTo("invalid argument");

            List<String> three = List.of("editor", "reader", "visitor");
            List<String> four = List.of("editor", "reader", "visitor", "elsewhere");

            JsonNode[] second = new JsonNode[1];
            assertThat(counted(ears, three, () -> second[0] = comment(editor, article)))
                    .isEqualTo(Map.of("editor", 2, "reader", 2, "visitor", 2));
            Map<String, Object> moved =
                    Map.of("article", other.path("documentId").asText());
            assertThat(counted(ears, four, () -> Stories.update(editor, "comments", second[0], moved)))
                    .isEqualTo(Map.of("editor", 1, "reader", 1, "visitor", 1, "elsewhere", 1));
            assertThat(counted(ears, List.of("elsewhere"), () -> Stories.delete(editor, "comments", second[0])))
                    .isEqualTo(Map.of("elsewhere", 0));

            assertThat(ask(ears, "visitor", "comments:typing", article)
                            .path("error")
                            .asText())
                    .isEqualTo("log in first");
            Map<String, List<Frame>> heard = ears.heardOf(() -> ask(ears, "editor", "comments:typing", article));
            assertThat(Stories.names(heard))
                    .isEqualTo(Map.of(
                            "editor", List.of(),
                            "reader", List.of("comments:typing"),
                            "visitor", List.of("comments:typing"),
                            "elsewhere", List.of()));
            assertThat(heard.get("visitor")).singleElement().satisfies(frame -> {
                assertThat(frame.data().path("name").asText()).isEqualTo("editor");
                assertThat(frame.data().path("article")).isEqualTo(article.path("id"));
            });
        }
    }

    /** Who was there before the plugin asks again, as what it counted before is gone. */
    @Test
    void tellsThoseWhoAreThereThatItCountsAnew() throws Exception {
        String shipped = Files.readString(Places.sampleConfig());
        String without =
                shipped.replace("  config:\n", "  config:\n    hooks: [{ plugin: comments, enabled: false }]\n");
        try (SampleHost host = SampleHost.setup()
                        .config(without)
                        .with(Places.commentsJar())
                        .start();
                SocketDriver driver = SocketDriver.Kind.JAVASCRIPT.start();
                Ears ears = new Ears(host, driver).with("visitor", Stories.nobody())) {
            assertThat(Stories.names(ears.heardOf(() -> {}))).isEqualTo(Map.of("visitor", List.of()));

            host.configure(shipped);

            ears.socket("visitor").first("comments:ready");
        }
    }

    /** What each of these hears of a change: a count that comes by itself, a little after it. */
    private static Map<String, Integer> counted(Ears ears, List<String> names, Runnable change) {
        ears.clear();
        change.run();
        Map<String, Integer> counts = new TreeMap<>();
        names.forEach(name -> counts.put(
                name,
                ears.socket(name).first("comments:count").data().path("count").asInt()));
        return counts;
    }

    private static JsonNode comment(Cms as, JsonNode article) {
        return Stories.make(
                as,
                "comments",
                Map.of(
                        "body",
                        "well said",
                        "article",
                        article.path("documentId").asText()));
    }

    private static JsonNode ask(Ears ears, String who, String event, JsonNode article) {
        Map<String, Object> asked = article.has("documentId")
                ? Map.of("article", article.path("documentId").asText())
                : Map.of();
        return ears.socket(who).ask(event, List.of(Json.of(asked))).get(0);
    }

    private static void watch(Ears ears, String who, JsonNode article) {
        Map<String, Object> entry =
                Map.of("uid", ARTICLE, "documentId", article.path("documentId").asText(), "snapshot", true);
        assertThat(ears.socket(who)
                        .ask("subscribe-entity", List.of(Json.of(entry)))
                        .get(0)
                        .path("success")
                        .asBoolean())
                .isTrue();
        JsonNode answer = ask(ears, who, "comments:watch", article);
        assertThat(answer.path("success").asBoolean()).as("%s", answer).isTrue();
    }
}
