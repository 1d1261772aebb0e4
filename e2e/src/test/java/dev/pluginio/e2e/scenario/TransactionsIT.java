package dev.pluginio.e2e.scenario;

import static dev.pluginio.e2e.scenario.Stories.delete;
import static dev.pluginio.e2e.scenario.Stories.make;
import static dev.pluginio.e2e.scenario.Stories.names;
import static dev.pluginio.e2e.scenario.Stories.newArticle;
import static dev.pluginio.e2e.scenario.Stories.publish;
import static dev.pluginio.e2e.scenario.Stories.unique;
import static dev.pluginio.e2e.scenario.Stories.update;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pluginio.e2e.driver.Cms;
import dev.pluginio.e2e.driver.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Nothing before the commit, nothing for a rollback, everything once after it, in order. */
class TransactionsIT extends EditorAndVisitor {

    /** Guards B18: a request that is rolled back was heard by nobody. */
    @Test
    void sendsNothingOfARequestThatIsRolledBack() {
        String taken = unique("tag");
        make(editor, "tags", Map.of("name", taken));

        Map<String, List<Frame>> heard = ears.heardOf(() -> {
            Cms.Answer answer = editor.post(
                    "/api/tags/bulk", Map.of("data", List.of(Map.of("name", unique("tag")), Map.of("name", taken))));
            assertThat(answer.status()).isEqualTo(400);
        });

        assertThat(names(heard)).isEqualTo(Map.of("editor", List.of(), "visitor", List.of()));
    }

    /** Guards B18: the same where the statement failed that was to change many entries. */
    @Test
    void sendsNothingOfABulkUpdateThatIsRolledBack() {
        JsonNode first = newArticle(editor);
        String body = unique("body");
        JsonNode second = newArticle(editor);
        JsonNode third = newArticle(editor);
        update(editor, "articles", second, Map.of("body", body));
        update(editor, "articles", third, Map.of("body", body));

        Map<String, List<Frame>> heard = ears.heardOf(() -> {
            Cms.Answer answer = editor.put(
                    "/api/articles?filters%5Bbody%5D=" + body,
                    Map.of("data", Map.of("slug", first.path("slug").asText())));
            assertThat(answer.status()).isEqualTo(400);
        });

        assertThat(names(heard)).isEqualTo(Map.of("editor", List.of(), "visitor", List.of()));
    }

    /** Guards B15: creating many entries at once announces each of them. */
    @Test
    void announcesEachEntryOfABulkCreate() {
        List<Map<String, String>> tags = IntStream.range(0, 5)
                .mapToObj(i -> Map.of("name", unique("tag")))
                .toList();

        Map<String, List<Frame>> heard = ears.heardOf(
                () -> editor.post("/api/tags/bulk", Map.of("data", tags)).ok());

        for (String who : List.of("editor", "visitor")) {
            assertThat(heard.getOrDefault(who, List.of()))
                    .extracting(frame ->
                            frame.event() + " " + frame.data().path("name").asText())
                    .containsExactlyElementsOf(tags.stream()
                            .map(tag -> "tag:create " + tag.get("name"))
                            .toList());
        }
    }

    /**
     * Guards B21: a bulk update announces exactly the rows it changed, as they are now, though the condition that found
     * them does not hold any more, and not those for which it holds now.
     */
    @Test
    void announcesExactlyTheRowsOfABulkUpdate() {
        String before = unique("body");
        String after = unique("body");
        List<String> changed = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            JsonNode article = newArticle(editor);
            update(editor, "articles", article, Map.of("body", before));
            changed.add(article.path("documentId").asText());
        }
        update(editor, "articles", newArticle(editor), Map.of("body", after));

        Map<String, List<Frame>> heard = ears.heardOf(() -> editor.put(
                        "/api/articles?filters%5Bbody%5D=" + before, Map.of("data", Map.of("body", after)))
                .ok());

        List<Frame> frames = heard.getOrDefault("editor", List.of());
        assertThat(names(frames)).containsOnly("article:update").hasSize(3);
        assertThat(frames).extracting(Frame::documentId).containsExactlyInAnyOrderElementsOf(changed);
        assertThat(frames).allMatch(frame -> frame.data().path("body").asText().equals(after));
        assertThat(frames).allMatch(frame -> frame.data().path("author").has("name"));
        assertThat(heard.get("visitor")).isEmpty();
    }

    /** Guards B22 and B3: a bulk delete is heard, by those who saw the entry before it. */
    @Test
    void announcesExactlyTheRowsOfABulkDelete() {
        String body = unique("body");
        JsonNode draft = newArticle(editor);
        update(editor, "articles", draft, Map.of("body", body));
        JsonNode published = newArticle(editor);
        update(editor, "articles", published, Map.of("body", body));
        publish(editor, published);
        make(
                editor,
                "comments",
                Map.of(
                        "body",
                        "goes with it",
                        "article",
                        published.path("documentId").asText()));

        Map<String, List<Frame>> heard = ears.heardOf(
                () -> editor.delete("/api/articles?filters%5Bbody%5D=" + body).ok());

        assertThat(names(heard.getOrDefault("editor", List.of())))
                .containsExactlyInAnyOrder("article:delete", "article:delete", "comment:delete");
        assertThat(names(heard.getOrDefault("visitor", List.of())))
                .containsExactlyInAnyOrder("article:delete", "comment:delete");
        assertThat(heard.getOrDefault("visitor", List.of()))
                .filteredOn(frame -> frame.event().equals("article:delete"))
                .extracting(Frame::documentId)
                .containsExactly(published.path("documentId").asText());
    }

    /** Guards B19: what follows upon a delete is heard after it, always. */
    @Test
    void keepsTheOrderOfDeleteAndCreate() {
        for (int round = 0; round < 10; round++) {
            String name = unique("tag");
            JsonNode tag = make(editor, "tags", Map.of("name", name));
            Map<String, List<Frame>> heard = ears.heardOf(() -> {
                delete(editor, "tags", tag);
                make(editor, "tags", Map.of("name", name));
                update(
                        editor,
                        "tags",
                        make(editor, "tags", Map.of("name", unique("tag"))),
                        Map.of("name", unique("tag")));
            });
            List<String> expected = List.of("tag:delete", "tag:create", "tag:create", "tag:update");
            assertThat(names(heard)).isEqualTo(Map.of("editor", expected, "visitor", expected));
        }
    }

    /** Guards B20: of versions written at once, each is heard once, and the last one heard is the one that stays. */
    @Test
    void endsWithWhatIsStored() throws Exception {
        JsonNode tag = make(editor, "tags", Map.of("name", unique("tag")));
        ears.clear();
        Set<String> accepted = new TreeSet<>();
        ExecutorService writers = Executors.newFixedThreadPool(4);
        try {
            List<Future<List<String>>> running = new ArrayList<>();
            for (int writer = 0; writer < 4; writer++) {
                running.add(writers.submit(() -> IntStream.range(0, 10)
                        .mapToObj(i -> unique("race"))
                        .filter(name -> editor.put(Stories.path("tags", tag), Map.of("data", Map.of("name", name)))
                                .isOk())
                        .toList()));
            }
            for (Future<List<String>> writer : running) {
                accepted.addAll(writer.get());
            }
        } finally {
            writers.shutdownNow();
        }

        Map<String, List<Frame>> heard = ears.heard();

        List<String> order = heard.getOrDefault("editor", List.of()).stream()
                .map(frame -> frame.data().path("name").asText())
                .toList();
        assertThat(order).containsExactlyInAnyOrderElementsOf(accepted);
        assertThat(order.get(order.size() - 1))
                .isEqualTo(editor.get(Stories.path("tags", tag))
                        .data()
                        .path("name")
                        .asText());
        assertThat(heard.getOrDefault("visitor", List.of()))
                .extracting(frame -> frame.data().path("name").asText())
                .isEqualTo(order);
    }

    /** A socket gets an event at most once per offset, and the offset is the same for all. */
    @Test
    void givesEachEventOneOffset() {
        Map<String, List<Frame>> heard = ears.heardOf(() -> {
            for (int i = 0; i < 5; i++) {
                make(editor, "tags", Map.of("name", unique("tag")));
            }
        });
        List<String> offsets = heard.getOrDefault("editor", List.of()).stream()
                .map(Frame::offset)
                .toList();
        assertThat(offsets).hasSize(5).doesNotHaveDuplicates().allMatch(offset -> !offset.isBlank());
        assertThat(heard.getOrDefault("visitor", List.of()))
                .extracting(Frame::offset)
                .isEqualTo(offsets);
    }
}
