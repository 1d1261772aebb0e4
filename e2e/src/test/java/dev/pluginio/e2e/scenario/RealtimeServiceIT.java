package dev.pluginio.e2e.scenario;

import static dev.pluginio.e2e.scenario.Stories.ARTICLE;
import static dev.pluginio.e2e.scenario.Stories.SECRET;
import static dev.pluginio.e2e.scenario.Stories.names;
import static dev.pluginio.e2e.scenario.Stories.newArticle;
import static dev.pluginio.e2e.scenario.Stories.nobody;
import static dev.pluginio.e2e.scenario.Stories.publish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pluginio.e2e.driver.Ears;
import dev.pluginio.e2e.driver.Frame;
import dev.pluginio.e2e.driver.Json;
import dev.pluginio.e2e.driver.Probe;
import dev.pluginio.e2e.driver.SampleHost;
import dev.pluginio.e2e.driver.SocketDriver;
import java.io.Serializable;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What another plugin, with a class loader of its own, gets from the realtime service. */
@ExtendWith(SharedHost.class)
@SuppressWarnings("NullAway.Init") // filled before each test
class RealtimeServiceIT {

    private Probe probe;
    private Ears ears;

    @BeforeEach
    void listen(SampleHost host, SharedHost.Drivers drivers) {
        probe = host.probe();
        ears = new Ears(host, drivers.of(SocketDriver.Kind.JAVASCRIPT))
                .with("editor", Stories.as(host, SampleHost.EDITOR))
                .with("visitor", nobody());
    }

    @AfterEach
    void leave() {
        ears.close();
    }

    /** Guards B1 and B2 from the outside: nothing goes out that the catalogue does not name, or names as private. */
    @Test
    void sendsOfAnEntryOnlyWhatTheCatalogueNames() {
        Map<String, Object> data = new HashMap<>();
        data.put("id", 42L);
        data.put("documentId", "made-up");
        data.put("title", "of a plugin");
        data.put("publishedAt", Instant.parse("2026-01-02T03:04:05.678Z"));
        data.put("internalNotes", SECRET);
        data.put("nobodyKnowsThis", SECRET);

        Map<String, List<Frame>> heard = ears.heardOf(() -> probe.emit("highlight", ARTICLE, data));

        for (String who : List.of("editor", "visitor")) {
            Frame frame = heard.getOrDefault(who, List.of()).get(0);
            assertThat(frame.event()).isEqualTo("article:highlight");
            assertThat(frame.data())
                    .isEqualTo(Json.of(Map.of(
                            "id", 42,
                            "documentId", "made-up",
                            "title", "of a plugin",
                            "publishedAt", "2026-01-02T03:04:05.678Z")));
            assertThat(frame.meta().path("uid").asText()).isEqualTo(ARTICLE);
            assertThat(frame.meta().path("action").asText()).isEqualTo("highlight");
        }
        assertThat(Stories.everythingSentTo(ears, List.of("editor", "visitor")))
                .noneMatch(text -> text.contains(SECRET));
    }

    /** Guards B7: data that does not say it is published is a draft. */
    @Test
    void sendsDraftsOnlyToThoseWhoMayFindThem() {
        Map<String, List<Frame>> heard =
                ears.heardOf(() -> probe.emit("highlight", ARTICLE, Map.of("documentId", "d", "title", "draft")));
        assertThat(names(heard)).isEqualTo(Map.of("editor", List.of("article:highlight"), "visitor", List.of()));
    }

    @Test
    void takesAListOfEntries() {
        List<Serializable> tags = List.of(
                new HashMap<>(Map.of("documentId", "t1", "name", "one")),
                new HashMap<>(Map.of("documentId", "t2", "name", "two")));
        Map<String, List<Frame>> heard = ears.heardOf(() -> probe.emit("update", "api::tag.tag", tags));
        heard.forEach((who, frames) -> assertThat(frames)
                .as("heard by %s", who)
                .extracting(Frame::documentId)
                .containsExactly("t1", "t2"));
    }

    @Test
    void tellsHowFarItReached() {
        // those of an earlier test may have to leave first
        Probe.Reached reached = await().until(
                        () -> probe.emit("ping", "api::tag.tag", Map.of("documentId", "t")),
                        reach -> reach.sockets() == 2);
        assertThat(reached.audiences()).isEqualTo(1);
        assertThat(probe.emit("ping", ARTICLE, Map.of("documentId", "draft")).sockets())
                .isEqualTo(1);
    }

    @Test
    void tellsAtOnceOfAWrongArgument() {
        assertThat(probe.tryEmit("update", "api::nothing.nothing", Map.of("documentId", "x"), null)
                        .text())
                .contains("IllegalArgumentException", "api::nothing.nothing");
        assertThat(probe.tryEmit("update", ARTICLE, "neither entry nor map", null)
                        .text())
                .contains("IllegalArgumentException");
        assertThat(probe.tryEmit("up date", ARTICLE, Map.of("documentId", "x"), null)
                        .text())
                .contains("IllegalArgumentException", "up date");
    }

    /** One envelope rule for every method that sends. */
    @Test
    void sendsInTheEnvelopeThatIsAskedFor() {
        Map<String, List<Frame>> heard = ears.heardOf(() -> {
            probe.emit("ping", "api::tag.tag", Map.of("documentId", "t", "name", "n"));
            probe.emit("ping", "api::tag.tag", Map.of("documentId", "t", "name", "n"), "BARE");
            probe.raw(Map.of("event", "news", "data", Map.of("text", "x")));
            probe.raw(Map.of("event", "news", "data", Map.of("text", "x"), "envelope", "BARE"));
        });
        heard.forEach((who, frames) -> {
            assertThat(Json.names(frames.get(0).argument())).containsExactly("data", "meta");
            assertThat(frames.get(1).argument()).isEqualTo(frames.get(0).data());
            assertThat(frames.get(2).argument()).isEqualTo(Json.of(Map.of("data", Map.of("text", "x"))));
            assertThat(frames.get(3).argument()).isEqualTo(Json.of(Map.of("text", "x")));
        });
    }

    /** Guards B2: sensitive names in any case and spelling are gone at every depth, whatever method sends. */
    @Test
    void leavesSensitiveNamesOutOfWhateverIsSent() {
        Map<String, Object> inner = new HashMap<>();
        for (String name : List.of(
                "password",
                "PASSWORD",
                "userPassword",
                "reset_password_token",
                "myApiKey",
                "user_api_key",
                "api-key",
                "Secret",
                "clientSecret",
                "accessToken")) {
            inner.put(name, SECRET);
        }
        for (String name : List.of("hashtag", "tokenCount", "keyboard", "title")) {
            inner.put(name, "harmless");
        }
        Map<String, Object> data = new HashMap<>(inner);
        data.put("nested", new java.util.ArrayList<>(List.of(inner)));

        Map<String, List<Frame>> heard = ears.heardOf(() -> probe.raw(Map.of("event", "news", "data", data)));

        JsonNode sent = heard.getOrDefault("visitor", List.of()).get(0).data();
        assertThat(Json.names(sent)).containsExactlyInAnyOrder("hashtag", "tokenCount", "keyboard", "title", "nested");
        assertThat(Json.names(sent.path("nested").get(0)))
                .containsExactlyInAnyOrder("hashtag", "tokenCount", "keyboard", "title");
        assertThat(Stories.everythingSentTo(ears, List.of("editor", "visitor")))
                .noneMatch(text -> text.contains(SECRET));
    }

    @Test
    void sendsAsGivenWhatIsMeantForAll() {
        Map<String, List<Frame>> heard = ears.heardOf(
                () -> probe.raw(Map.of("event", "news", "data", Map.of("token", "for everybody"), "unfiltered", true)));
        assertThat(heard.getOrDefault("visitor", List.of())
                        .get(0)
                        .data()
                        .path("token")
                        .asText())
                .isEqualTo("for everybody");
    }

    /** The type's configured relations apply to what a plugin gives as an identifier too, as far as it is known. */
    @Test
    void keepsTheViewOfEachListener(SampleHost host) {
        JsonNode article = newArticle(host.as(SampleHost.EDITOR));
        publish(host.as(SampleHost.EDITOR), article);
        Map<String, Object> author = new HashMap<>(Map.of("documentId", "a", "name", "Ada", "email", SECRET));
        Map<String, Object> data = new HashMap<>(
                Map.of("documentId", article.path("documentId").asText(), "publishedAt", "2026-01-02T03:04:05.678Z"));
        data.put("author", author);

        Map<String, List<Frame>> heard = ears.heardOf(() -> probe.emit("highlight", ARTICLE, data));

        assertThat(Json.names(
                        heard.getOrDefault("visitor", List.of()).get(0).data().path("author")))
                .contains("name")
                .doesNotContain("email");
    }
}
