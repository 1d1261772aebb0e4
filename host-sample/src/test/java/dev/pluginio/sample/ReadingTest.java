package dev.pluginio.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pluginio.sample.RunningCms.Answer;
import dev.pluginio.sample.RunningCms.Client;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // started before each test
class ReadingTest {

    private RunningCms cms;
    private Client anybody;
    private Client editor;
    private Client admin;
    private String draft;

    @BeforeAll
    void start(@TempDir Path folder) {
        cms = RunningCms.in(folder);
        anybody = cms.anybody();
        editor = cms.as("editor");
        admin = cms.as("admin");
        draft = editor.get("/api/articles?filters[slug]=a-draft")
                .data()
                .at("/0/documentId")
                .asText();
    }

    @AfterAll
    void stop() {
        cms.close();
    }

    @Test
    void showsAnEntryFlatWithItsIdentifiersFirst() {
        JsonNode article =
                anybody.get("/api/articles?filters[slug]=welcome").data().get(0);
        assertThat(article.fieldNames())
                .toIterable()
                .containsExactly(
                        "id", "documentId", "title", "slug", "body", "views", "publishedAt", "createdAt", "updatedAt");
        assertThat(article.path("documentId").asText()).matches("[a-z0-9]{24}");
        assertThat(article.path("createdAt").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
    }

    @Test
    void neverShowsPrivateFieldsNotEvenToAdministrators() {
        assertThat(admin.get("/api/articles?populate=*").body().toString()).doesNotContain("internalNotes", "@");
        assertThat(admin.get("/api/authors").body().toString()).doesNotContain("email", "@");
    }

    @Test
    void hidesDraftsFromThoseWhoMayNotFindDrafts() {
        assertThat(anybody.get("/api/articles").body().toString()).doesNotContain(draft);
        assertThat(anybody.get("/api/articles/" + draft).status()).isEqualTo(404);
        assertThat(anybody.get("/api/articles")
                        .body()
                        .at("/meta/pagination/total")
                        .asInt())
                .isEqualTo(2);
        assertThat(editor.get("/api/articles/" + draft).status()).isEqualTo(200);
    }

    @Test
    void hidesRelatedDraftsTooAndDoesNotTellThemByAFilter() {
        String comment = editor.create("/api/comments", Map.of("body", "on a draft", "article", draft));
        String path = "/api/comments/" + comment + "?populate=article";
        assertThat(anybody.get(path).data().path("article").isNull()).isTrue();
        assertThat(editor.get(path).data().at("/article/documentId").asText()).isEqualTo(draft);
        String filtered = "/api/comments?filters[article][slug]=a-draft";
        assertThat(anybody.get(filtered).data()).isEmpty();
        assertThat(editor.get(filtered).data()).hasSize(1);
        assertThat(anybody.get("/api/comments?filters[article]=" + draft).data())
                .isEmpty();
    }

    @Test
    void refusesDraftsAsAFilterToThoseWhoMayNotFindThem() {
        assertThat(anybody.get("/api/articles?filters[status]=draft").status()).isEqualTo(403);
        assertThat(editor.get("/api/articles?filters[status]=draft").data()).isNotEmpty();
        assertThat(anybody.get("/api/articles?filters[status]=published").data())
                .hasSize(2);
    }

    @Test
    void leavesUnreadableRelationsOutOfAllAndRefusesThemByName() {
        JsonNode made = admin.post(
                        "/admin/api/tokens",
                        Map.of(
                                "name",
                                "articles only",
                                "type",
                                "custom",
                                "permissions",
                                List.of("api::article.article.find", "api::tag.tag.find")))
                .data();
        Client client = cms.withToken(made.path("accessKey").asText());
        JsonNode article = client.get("/api/articles?populate=*").data().get(0);
        assertThat(article.has("tags")).isTrue();
        assertThat(article.has("author")).isFalse();
        assertThat(article.has("comments")).isFalse();
        assertThat(client.get("/api/articles?populate=author").status()).isEqualTo(403);
        assertThat(client.get("/api/articles?populate[author][fields]=name").status())
                .isEqualTo(403);
        assertThat(client.get("/api/articles?filters[author][name]=Ada Quill").status())
                .isEqualTo(403);
        assertThat(client.get("/api/authors").status()).isEqualTo(403);
    }

    @Test
    void populatesAsDeepAsAsked() {
        JsonNode article = anybody.get("/api/articles?filters[slug]=welcome&fields=title"
                        + "&populate[author][fields]=name&populate[comments][populate][author][fields][0]=name"
                        + "&populate[tags]=true")
                .data()
                .get(0);
        assertThat(article.fieldNames())
                .toIterable()
                .containsExactly("id", "documentId", "title", "author", "comments", "tags");
        assertThat(article.path("author").fieldNames()).toIterable().containsExactly("id", "documentId", "name");
        assertThat(article.at("/comments/0/author/name").asText()).isEqualTo("Ben Marsh");
        assertThat(article.path("tags").findValuesAsText("name")).containsExactly("realtime", "java");
    }

    /** Each turn of such a circle would multiply what one request reads. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/articles?populate[comments][populate][article]=true",
                "/api/articles?populate[comments][populate]=article",
                "/api/comments?populate[article][populate][comments][fields]=body",
                "/api/comments?populate[article][populate][comments][populate][article][populate]=comments",
            })
    void refusesToPopulateInCircles(String path) {
        Answer answer = anybody.get(path);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.message()).contains("leads back to api::");
    }

    @Test
    void leavesCirclesOutOfAllRelations() {
        JsonNode comment = anybody.get("/api/comments?populate[article][populate]=*")
                .data()
                .get(0);
        assertThat(comment.at("/article/author/name").asText()).isEqualTo("Ada Quill");
        assertThat(comment.path("article").has("comments")).isFalse();
        assertThat(anybody.get("/api/articles?populate=*").data().get(0).has("comments"))
                .isTrue();
    }

    @Test
    void populatesAListOfNames() {
        JsonNode article =
                anybody.get("/api/articles?populate=author,category").data().get(0);
        assertThat(article.has("author")).isTrue();
        assertThat(article.has("category")).isTrue();
        assertThat(article.has("tags")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "filters[views][$gt]=-1, 2",
        "filters[views]=7, 0",
        "filters[title][$contains]=rain, 1",
        "filters[title][$startsWith]=%25, 0",
        "filters[slug][$in][0]=welcome&filters[slug][$in][1]=nothing, 1",
        "filters[slug][$ne]=welcome, 1",
        "filters[author][name]=Ada Quill, 1",
        "filters[tags][name]=garden, 1",
        "filters[comments][author][name]=Ben Marsh, 1",
        "filters[body][$null]=true, 0",
        "filters[publishedAt][$gte]=2020-01-01T00:00:00Z, 2",
        "filters[title]=x' or '1'='1, 0",
    })
    void filters(String filter, int expected) {
        assertThat(anybody.get("/api/articles?" + filter.replace("'", "%27")).data())
                .hasSize(expected);
    }

    @Test
    void sortsAndPages() {
        Answer answer = anybody.get("/api/articles?sort=title:desc&pagination[page]=2&pagination[pageSize]=1");
        assertThat(answer.data().findValuesAsText("slug")).containsExactly("welcome");
        assertThat(answer.body().at("/meta/pagination").toString())
                .contains("\"page\":2", "\"pageSize\":1", "\"pageCount\":2", "\"total\":2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "filters[internalNotes]=x",
                "filters[internalNotes][$startsWith]=N",
                "filters[author][email][$contains]=ada",
                "sort=internalNotes",
                "sort=author",
                "populate=internalNotes",
                "fields=internalNotes",
                "populate[author][fields]=email",
                "filters[nothing]=x",
                "filters=x",
                "populate=nothing",
                "sort=title:up",
                "sort[title]=asc",
                "pagination[page]=0",
                "pagination[pageSize]=101",
                "filters[views]=many",
                "filters[views][$like]=1",
                "filters[title=x",
                "filter[title]=x",
                "filters[status]=other",
                "populate[author][where]=x",
                "filters[version]=0",
                "filters[title]=a&filters[title]=b",
            })
    void refusesAQueryThatMakesNoSenseOrAsksAboutPrivateFields(String query) {
        Answer answer = editor.get("/api/articles?" + query);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().path("data").isNull()).isTrue();
        assertThat(answer.body().at("/error/status").asInt()).isEqualTo(400);
        assertThat(answer.body().at("/error/name").asText()).isEqualTo("ValidationError");
        assertThat(answer.message()).isNotBlank();
    }

    @Test
    void answersWhatIsNotThereInTheSameForm() {
        assertThat(anybody.get("/api/articles/nothing").body().at("/error/name").asText())
                .isEqualTo("NotFoundError");
        assertThat(anybody.get("/api/nothing").status()).isEqualTo(404);
        assertThat(anybody.get("/api/users").status()).isEqualTo(404);
    }
}
