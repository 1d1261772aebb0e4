package dev.pluginio.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pluginio.sample.RunningCms.Answer;
import dev.pluginio.sample.RunningCms.Client;
import dev.pluginio.sample.store.DatabaseSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // started before each test
class WritingTest {

    private RunningCms cms;
    private Client editor;
    private Client admin;

    @BeforeAll
    void start(@TempDir Path folder) {
        cms = RunningCms.with(RunningCms.settings(folder, database(folder)));
        editor = cms.as("editor");
        admin = cms.as("admin");
    }

    DatabaseSettings database(Path folder) {
        return DatabaseSettings.file(folder);
    }

    @AfterAll
    void stop() throws IOException {
        cms.close();
    }

    private int total(String query) {
        return editor.get("/api/articles?" + query)
                .body()
                .at("/meta/pagination/total")
                .asInt();
    }

    private Client token(String... permissions) {
        JsonNode made = admin.post(
                        "/admin/api/tokens",
                        Map.of("name", "a token", "type", "custom", "permissions", List.of(permissions)))
                .data();
        return cms.withToken(made.path("accessKey").asText());
    }

    @Test
    void saysTheSameOfANameThatNoDatabaseCanHoldAsOfAnUnknownOne() {
        Answer unknown = cms.logIn("nobody", "guess");
        assertThat(cms.logIn("nobody\0", "guess")).isEqualTo(unknown);
        assertThat(unknown.status()).isEqualTo(400);
    }

    @Test
    void makesChangesAndDeletesAnEntry() {
        String author = editor.create("/api/authors", Map.of("name", "Cleo", "email", "cleo@example.com"));
        String tag = editor.create("/api/tags", Map.of("name", "fresh"));
        Answer made = editor.post(
                "/api/articles?populate=author,tags",
                Map.of("title", "New things", "author", author, "tags", List.of(tag), "internalNotes", "hush"));
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.data().at("/author/name").asText()).isEqualTo("Cleo");
        assertThat(made.data().at("/tags/0/documentId").asText()).isEqualTo(tag);
        assertThat(made.data().path("slug").asText()).startsWith("new-things-");
        assertThat(made.data().path("publishedAt").isNull()).isTrue();
        assertThat(made.body().toString()).doesNotContain("hush", "cleo@");

        String path = "/api/articles/" + made.data().path("documentId").asText();
        Answer changed = editor.put(path + "?populate=*", Map.of("views", 5, "tags", List.of()));
        assertThat(changed.data().path("views").asInt()).isEqualTo(5);
        assertThat(changed.data().path("title").asText()).isEqualTo("New things");
        assertThat(changed.data().path("tags")).isEmpty();
        assertThat(changed.data()).isEqualTo(editor.get(path + "?populate=*").data());

        Answer deleted = editor.delete(path);
        assertThat(deleted.data().fieldNames()).toIterable().containsExactly("id", "documentId");
        assertThat(editor.get(path).status()).isEqualTo(404);
    }

    @Test
    void publishesAndUnpublishes() {
        String id = editor.create("/api/articles", Map.of("title", "Soon"));
        String path = "/api/articles/" + id;
        assertThat(cms.anybody().get(path).status()).isEqualTo(404);
        assertThat(editor.send("POST", path + "/publish", null)
                        .data()
                        .path("publishedAt")
                        .asText())
                .isNotBlank();
        assertThat(cms.anybody().get(path).status()).isEqualTo(200);
        assertThat(editor.send("POST", path + "/unpublish", null)
                        .data()
                        .path("publishedAt")
                        .isNull())
                .isTrue();
        assertThat(cms.anybody().get(path).status()).isEqualTo(404);
    }

    @Test
    void refusesWritingWithoutThePermission() {
        Client reader = cms.as("reader");
        String id = editor.create("/api/articles", Map.of("title", "Mine"));
        String path = "/api/articles/" + id;
        editor.send("POST", path + "/publish", null);
        for (Client client : List.of(cms.anybody(), reader)) {
            assertThat(client.post("/api/articles", Map.of("title", "No")).status())
                    .isEqualTo(403);
            assertThat(client.post("/api/articles/bulk", List.of(Map.of("title", "No")))
                            .status())
                    .isEqualTo(403);
            assertThat(client.put(path, Map.of("title", "No")).status()).isEqualTo(403);
            assertThat(client.delete(path).status()).isEqualTo(403);
            assertThat(client.send("POST", path + "/unpublish", null).status()).isEqualTo(403);
            assertThat(client.put("/api/articles?filters[title]=Mine", Map.of("views", 1))
                            .status())
                    .isEqualTo(403);
            assertThat(client.delete("/api/articles?filters[title]=Mine").status())
                    .isEqualTo(403);
        }
        assertThat(editor.get(path).data().path("title").asText()).isEqualTo("Mine");
    }

    @Test
    void letsNobodyPublishByWritingTheTime() {
        Client writer = token(
                "api::article.article.create",
                "api::article.article.update",
                "api::article.article.find",
                "api::article.article.findDrafts");
        Map<String, String> published = Map.of("title", "Sly", "publishedAt", "2026-01-02T03:04:05.678Z");
        assertThat(writer.post("/api/articles", published).status()).isEqualTo(403);
        String id = writer.create("/api/articles", Map.of("title", "Sly"));
        assertThat(writer.put("/api/articles/" + id, published).status()).isEqualTo(403);
        assertThat(writer.put("/api/articles?filters[title]=Sly", Map.of("publishedAt", "2026-01-02T03:04:05Z"))
                        .status())
                .isEqualTo(403);
        assertThat(editor.put("/api/articles/" + id, published)
                        .data()
                        .path("publishedAt")
                        .asText())
                .isEqualTo("2026-01-02T03:04:05.678Z");
        assertThat(writer.put("/api/articles/" + id, published).status()).isEqualTo(200);
    }

    @Test
    void showsAWriterNoMoreThanHeMayRead() {
        Client writer = token("api::article.article.create", "api::article.article.update");
        Answer made = writer.post("/api/articles", Map.of("title", "Blind"));
        assertThat(made.data().fieldNames()).toIterable().containsExactly("id", "documentId");
        String path = "/api/articles/" + made.data().path("documentId").asText();
        assertThat(writer.put(path, Map.of("views", 1)).status()).isEqualTo(404);
        editor.send("POST", path + "/publish", null);
        assertThat(writer.put(path, Map.of("views", 1)).data().fieldNames())
                .toIterable()
                .containsExactly("id", "documentId");
    }

    @Test
    void refusesFieldsThatDoNotExistAndValuesThatDoNotFit() {
        String id = editor.create("/api/articles", Map.of("title", "Strict"));
        List<Map<String, Object>> wrong = List.of(
                Map.of("nothing", 1),
                Map.of("id", 7),
                Map.of("documentId", "x"),
                Map.of("createdAt", "2026-01-02T03:04:05Z"),
                Map.of("version", 3),
                Map.of("comments", List.of()),
                Map.of("title", 7),
                Map.of("title", " "),
                Map.of("title", "x".repeat(201)),
                Map.of("title", "nul \0"),
                Map.of("views", "many"),
                Map.of("views", 1.5),
                Map.of("views", 3_000_000_000L),
                Map.of("publishedAt", "yesterday"),
                Map.of("author", "nobody"),
                Map.of("author", Map.of("connect", List.of())),
                Map.of("tags", "one"),
                Map.of("tags", Arrays.asList((Object) null)),
                Collections.singletonMap("title", null));
        for (Map<String, Object> data : wrong) {
            assertThat(editor.put("/api/articles/" + id, data).status())
                    .as("%s", data)
                    .isEqualTo(400);
        }
        for (String body : List.of(
                "",
                "nonsense",
                "[]",
                "{}",
                "{\"data\":1}",
                "{\"data\":{},\"more\":1}",
                "{\"data\":{\"views\":1,\"views\":2}}")) {
            assertThat(editor.send("PUT", "/api/articles/" + id, body).status())
                    .as(body)
                    .isEqualTo(400);
        }
        assertThat(editor.get("/api/articles/" + id).data().path("title").asText())
                .isEqualTo("Strict");
    }

    @Test
    void makesAllOfAListOrNothing() {
        int before = total("");
        Answer refused = editor.post(
                "/api/articles/bulk",
                List.of(Map.of("title", "One", "slug", "same"), Map.of("title", "Two", "slug", "same")));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(editor.post("/api/articles/bulk", List.of(Map.of("title", "One"), Map.of("views", 1)))
                        .status())
                .isEqualTo(400);
        assertThat(total("")).isEqualTo(before);
        Answer made = editor.post("/api/articles/bulk", List.of(Map.of("title", "One"), Map.of("title", "Two")));
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.data().findValuesAsText("title")).containsExactly("One", "Two");
        assertThat(total("")).isEqualTo(before + 2);
    }

    @Test
    void changesAndDeletesAllThatMeetACondition() {
        String author = editor.create("/api/authors", Map.of("name", "Dora"));
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ids.add(editor.create("/api/articles", Map.of("title", "Many", "views", i)));
        }
        editor.create("/api/comments", Map.of("body", "goes too", "article", ids.get(0)));
        editor.put(
                "/api/articles/" + ids.get(1),
                Map.of("tags", List.of(editor.create("/api/tags", Map.of("name", "bulk")))));

        Answer changed = editor.put(
                "/api/articles?filters[title]=Many&filters[views][$gt]=0", Map.of("views", 50, "author", author));
        assertThat(changed.data().findValuesAsText("documentId")).containsExactly(ids.get(1), ids.get(2));
        assertThat(changed.body().at("/meta/count").asInt()).isEqualTo(2);
        assertThat(total("filters[views]=50&filters[author]=" + author)).isEqualTo(2);

        Answer deleted = editor.delete("/api/articles?filters[title]=Many&filters[status]=draft");
        assertThat(deleted.data()).hasSize(3);
        assertThat(total("filters[title]=Many")).isZero();
        assertThat(editor.get("/api/comments?filters[body]=goes too").data()).isEmpty();
    }

    @Test
    void refusesBulkChangesWithoutACondition() {
        int before = total("");
        assertThat(editor.put("/api/articles", Map.of("views", 1)).status()).isEqualTo(400);
        assertThat(editor.delete("/api/articles").status()).isEqualTo(400);
        assertThat(editor.delete("/api/articles?filters[internalNotes]=x").status())
                .isEqualTo(400);
        assertThat(editor.put("/api/articles?filters[views]=0", Map.of("tags", List.of()))
                        .status())
                .isEqualTo(400);
        assertThat(editor.put("/api/articles?filters[views]=0", Map.of()).status())
                .isEqualTo(400);
        assertThat(total("")).isEqualTo(before);
    }

    @Test
    void leavesDraftsAloneThatAWriterMayNotSee() {
        String draft = editor.create("/api/articles", Map.of("title", "Unseen", "views", 4242));
        Client writer =
                token("api::article.article.find", "api::article.article.update", "api::article.article.delete");
        assertThat(writer.put("/api/articles?filters[views]=4242", Map.of("views", 1))
                        .data())
                .isEmpty();
        assertThat(writer.delete("/api/articles?filters[views]=4242").data()).isEmpty();
        assertThat(writer.delete("/api/articles/" + draft).status()).isEqualTo(404);
        assertThat(editor.get("/api/articles/" + draft).data().path("views").asInt())
                .isEqualTo(4242);
    }

    @Test
    void keepsWhatOthersReferTo() {
        String author = editor.create("/api/authors", Map.of("name", "Needed"));
        String article = editor.create("/api/articles", Map.of("title", "Leans", "author", author));
        Answer refused = editor.delete("/api/authors/" + author);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body().at("/error/name").asText()).isEqualTo("ConflictError");
        String comment = editor.create("/api/comments", Map.of("body", "with it", "article", article));
        assertThat(editor.delete("/api/articles/" + article).status()).isEqualTo(200);
        assertThat(editor.get("/api/comments/" + comment).status()).isEqualTo(404);
        assertThat(editor.delete("/api/authors/" + author).status()).isEqualTo(200);
    }

    @Test
    void letsWritersOfOneEntryWaitForEachOther() throws Exception {
        String path = "/api/articles/" + editor.create("/api/articles", Map.of("title", "Busy"));
        ExecutorService writers = Executors.newFixedThreadPool(8);
        try {
            List<Future<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                int views = i;
                answers.add(writers.submit(
                        () -> editor.put(path, Map.of("views", views)).status()));
            }
            for (Future<Integer> answer : answers) {
                assertThat(answer.get()).isEqualTo(200);
            }
        } finally {
            writers.shutdownNow();
        }
    }
}
