package dev.pluginio.session;

import static dev.pluginio.testing.Blog.ARTICLE;
import static dev.pluginio.testing.Blog.AUTHOR;
import static dev.pluginio.testing.Blog.allowed;
import static dev.pluginio.testing.Blog.author;
import static dev.pluginio.testing.Blog.published;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pluginio.access.Exposure;
import dev.pluginio.access.PermissionRule;
import dev.pluginio.access.Populate;
import dev.pluginio.api.event.ContentChange;
import dev.pluginio.log.Retention;
import dev.pluginio.testing.Blog;
import dev.pluginio.testing.EntityHouse;
import dev.pluginio.testing.RecordingClient;
import dev.pluginio.testing.TableSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SyncRequestsTest {

    private static final Exposure AUTHORS =
            new Exposure(Blog.AUTHORS, Blog.ALL_ACTIONS, Populate.VALUES, false, "author", PermissionRule.FIND);

    private final TableSource source = new TableSource();
    private final EntityHouse house =
            new EntityHouse(Blog.CATALOG, source, EntityHouse.patient(), Blog.articles(PermissionRule.FIND), AUTHORS);

    @BeforeEach
    void open() {
        house.log.reconfigure(new Retention(20, 1_000_000, Duration.ofHours(1)));
        house.role("reader", allowed(ARTICLE + ".find", AUTHOR + ".find"));
        house.role("blind", allowed(AUTHOR + ".find"));
    }

    @AfterEach
    void close() {
        house.close();
    }

    private void article(long id) {
        house.commit(ContentChange.created(ARTICLE, published(id, "t" + id)));
    }

    /** The offset of the last event that a client heard. */
    private String last(RecordingClient client) {
        house.settle();
        String frame = client.heard().get(client.heard().size() - 1);
        return frame.replaceAll(".*\"offset\":\"([^\"]+)\".*", "$1");
    }

    private static List<String> names(RecordingClient client) {
        return client.heard().stream().map(frame -> frame.replaceAll(" .*", "")).toList();
    }

    @Test
    void sendsWhatWasMissedBeforeTheAnswer() {
        RecordingClient client = house.connect("reader");
        article(1);
        String offset = last(client);
        article(2);
        house.commit(ContentChange.created(AUTHOR, author(1, "Ann")));
        house.settle();
        client.heard().clear();

        assertThat(house.answer(client, "sync", Map.of("offset", offset))).isEqualTo("{\"success\":true,\"count\":2}");
        assertThat(names(client)).containsExactly("article:create", "author:create", "(answer)");
        client.heard().clear();
        assertThat(house.answer(client, "sync", Map.of("offset", offset, "types", List.of(AUTHOR))))
                .isEqualTo("{\"success\":true,\"count\":1}");
        assertThat(names(client)).containsExactly("author:create", "(answer)");
    }

    @Test
    void sendsOnlyWhatTheClientMayHear() {
        RecordingClient reader = house.connect("reader");
        RecordingClient blind = house.connect("blind");
        article(1);
        String offset = last(reader);
        article(2);
        house.commit(ContentChange.created(AUTHOR, author(1, "Ann")));
        house.settle();
        blind.heard().clear();

        assertThat(house.answer(blind, "sync", Map.of("offset", offset))).isEqualTo("{\"success\":true,\"count\":1}");
        assertThat(names(blind)).containsExactly("author:create", "(answer)");
    }

    @Test
    void answersWhatIsForgedAndWhatIsGoneAlike() {
        RecordingClient client = house.connect("reader");
        RecordingClient blind = house.connect("blind");
        article(1);
        String gone = last(client);
        for (int id = 2; id <= 30; id++) {
            article(id);
        }
        String altered = (gone.charAt(0) == 'A' ? "B" : "A") + gone.substring(1);
        house.settle();
        client.heard().clear();

        String answer = house.answer(client, "sync", Map.of("offset", gone));
        assertThat(answer)
                .isEqualTo(
                        "{\"success\":false,\"error\":\"sync:required\",\"types\":[\"%s\",\"%s\"],\"reason\":\"gone\"}"
                                .formatted(ARTICLE, AUTHOR));
        assertThat(house.answer(client, "sync", Map.of("offset", altered))).isEqualTo(answer);
        assertThat(house.answer(client, "sync", Map.of("offset", "nonsense"))).isEqualTo(answer);
        assertThat(names(client))
                .containsExactly("sync:required", "(answer)", "sync:required", "(answer)", "sync:required", "(answer)");
        assertThat(house.answer(blind, "sync", Map.of("offset", gone))).doesNotContain(ARTICLE);
    }

    @Test
    void isAskedAgainAsSoonAsItHasAnswered() {
        RecordingClient client = house.connect("reader");
        article(1);
        Map<String, Object> wish = Map.of("offset", last(client));
        CompletableFuture<CompletableFuture<String>> again =
                house.ask(client, "sync", wish).thenApply(answer -> house.ask(client, "sync", wish));

        assertThat(again.thenCompose(answer -> answer)
                        .orTimeout(60, TimeUnit.SECONDS)
                        .join())
                .isEqualTo("{\"success\":true,\"count\":0}");
    }

    @Test
    void isAskedOnlySoOften() {
        RecordingClient client = house.connect("reader");
        article(1);
        Map<String, Object> wish = Map.of("offset", last(client));
        for (int i = 0; i < SyncRequests.AT_ONCE; i++) {
            assertThat(house.answer(client, "sync", wish)).contains("\"success\":true");
        }

        assertThat(house.answer(client, "sync", wish)).contains("too many requests");
        assertThat(house.answer(house.connect("reader"), "sync", wish)).contains("\"success\":true");
        house.nanoTime.addAndGet(SyncRequests.BETWEEN_NANOS);
        assertThat(house.answer(client, "sync", wish)).contains("\"success\":true");
        assertThat(house.answer(client, "sync", wish)).contains("too many requests");
    }

    @Test
    void refusesWhatIsMalformed() {
        RecordingClient client = house.connect("reader");
        for (Object wrong : List.of(
                "text",
                1,
                Map.of(),
                Map.of("offset", 1),
                Map.of("offset", ""),
                Map.of("offset", "x".repeat(256)),
                Map.of("offset", "x", "types", "all"),
                Map.of("offset", "x", "types", List.of()),
                Map.of("offset", "x", "types", List.of(1)))) {
            assertThat(house.answer(client, "sync", wrong)).contains("sync takes");
        }
        assertThat(house.answer(house.connect("/other", "reader"), "sync", Map.of("offset", "x")))
                .contains("\"success\":false");
    }

    @Test
    void givesNoSnapshotBeforeWhatIsOlder() {
        house.log.reconfigure(new Retention(1_000, 10_000_000, Duration.ofHours(1)));
        RecordingClient client = house.connect("reader");
        article(1);
        Map<String, Object> wish = Map.of("offset", last(client));
        for (int id = 2; id < 400; id++) {
            article(id);
        }
        source.put(ARTICLE, published(399, "newest"));
        house.settle();
        client.heard().clear();
        CompletableFuture<Void> taken = new CompletableFuture<>();
        client.takes(() -> taken);
        house.ask(client, "sync", wish);
        await().until(() -> !client.heard().isEmpty());
        CompletableFuture<String> snapshot =
                house.ask(client, "subscribe-entity", Map.of("uid", ARTICLE, "documentId", "doc399", "snapshot", true));
        house.settle();
        assertThat(snapshot).isNotDone();
        taken.complete(null);

        assertThat(snapshot.orTimeout(60, TimeUnit.SECONDS).join()).contains("newest");
        assertThat(names(client)).hasSize(400).endsWith("article:create", "(answer)", "(answer)");
    }
}
