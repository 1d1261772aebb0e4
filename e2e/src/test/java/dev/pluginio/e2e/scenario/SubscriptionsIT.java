package dev.pluginio.e2e.scenario;

import static dev.pluginio.e2e.scenario.Stories.ARTICLE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pluginio.e2e.driver.Frame;
import dev.pluginio.e2e.driver.Json;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Subscriptions to entries, with the official JavaScript client and the packed jar in the sample host. */
class SubscriptionsIT extends EditorAndVisitor {

    private JsonNode ask(String who, String event, @Nullable Object payload) {
        return ears.socket(who).ask(event, List.of(Json.of(payload))).get(0);
    }

    /** Guards B10, B23 and B24 from the outside. */
    @Test
    void aClientGetsTheEntryAndEveryLaterChangeOfIt() {
        JsonNode article = Stories.newArticle(editor);
        String documentId = article.path("documentId").asText();
        Map<String, Object> byDocumentId = Map.of("uid", ARTICLE, "documentId", documentId, "snapshot", true);
        JsonNode missing =
                ask("visitor", "subscribe-entity", Map.of("uid", ARTICLE, "documentId", "none", "snapshot", true));

        assertThat(ask("visitor", "subscribe-entity", byDocumentId)).isEqualTo(missing);
        JsonNode first = ask("editor", "subscribe-entity", byDocumentId);
        assertThat(first.path("success").asBoolean()).as("%s", first).isTrue();
        assertThat(first.path("data").path("title")).isEqualTo(article.path("title"));
        Map<String, List<Frame>> heard =
                ears.heardOf(() -> Stories.update(editor, "articles", article, Map.of("title", "Changed")));
        assertThat(heard.getOrDefault("editor", List.of()))
                .singleElement()
                .satisfies(frame -> assertThat(Json.names(frame.data()))
                        .containsExactlyInAnyOrderElementsOf(Json.names(first.path("data"))));

        Stories.publish(editor, article);
        JsonNode second = ask(
                "visitor",
                "subscribe-entity",
                Map.of("uid", ARTICLE, "id", first.path("id").asLong(), "snapshot", true));
        assertThat(second.path("room")).isEqualTo(first.path("room"));
        assertThat(second.path("data").path("title").asText()).isEqualTo("Changed");
        assertThat(ask("visitor", "get-entity-subscriptions", null)
                        .path("subscriptions")
                        .path(0)
                        .path("uid")
                        .asText())
                .isEqualTo(ARTICLE);
        assertThat(ask("visitor", "unsubscribe-entity", Map.of("uid", ARTICLE, "id", documentId))
                        .path("success")
                        .asBoolean())
                .isTrue();
        assertThat(ask("visitor", "get-entity-subscriptions", null).path("subscriptions"))
                .isEmpty();
    }

    /** Guards B14 from the outside. */
    @Test
    void nonsenseIsAnsweredAndHarmsNobody() {
        for (Object nonsense : Arrays.asList(null, "", 7, List.of(), Map.of(), Map.of("uid", 1))) {
            for (String event : List.of("subscribe-entity", "unsubscribe-entity", "subscribe-type")) {
                assertThat(ask("visitor", event, nonsense).path("success").asBoolean(true))
                        .isFalse();
            }
        }
        assertThat(ears.socket("visitor")
                        .ask("subscribe-entity", List.of())
                        .get(0)
                        .path("success")
                        .asBoolean(true))
                .isFalse();
        assertThat(ears.socket("visitor").isConnected()).isTrue();
    }
}
