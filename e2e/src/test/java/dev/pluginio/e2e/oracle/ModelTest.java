package dev.pluginio.e2e.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pluginio.e2e.driver.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The model says what the contract says. */
@SuppressWarnings("NullAway.Init") // filled before each test
class ModelTest {

    private static final Rights READER = rights("article.find", "author.find");
    private static final Rights EDITOR = rights("article.find", "article.findDrafts", "author.find");
    private static final Rights ARTICLES = rights("article.find");
    private static final Rights NOBODY = rights();

    private final World world = new World();
    private final Model model = new Model(
            world,
            new Rules(
                    true,
                    Exposure.of(Kind.ARTICLE, Populate.of(Map.of("author", Populate.VALUES))),
                    Exposure.of(Kind.COMMENT, Populate.everything(Kind.COMMENT))));
    private final Model onlyPublished = new Model(
            world, new Rules(true, Exposure.of(Kind.ARTICLE, Populate.VALUES).withoutDrafts()));

    private Item draft;
    private Item published;

    @BeforeEach
    void furnish() {
        Item author = item(Kind.AUTHOR, "ada", Map.of(), Map.of());
        draft = item(Kind.ARTICLE, "a", Map.of(), Map.of("author", List.of("ada")));
        published = draft.with(Map.of("publishedAt", Json.of("2026-01-02T03:04:05.678Z")), Map.of());
        world.put(author);
    }

    @Test
    void draftsAreHeardOfByThoseWhoMayFindThem() {
        assertThat(heard(model, EDITOR, Change.created(draft))).containsExactly("article:create full");
        assertThat(heard(model, READER, Change.created(draft))).isEmpty();
        assertThat(heard(model, NOBODY, Change.created(published))).isEmpty();
    }

    @Test
    void publishingIsAnUpdateAndAPublish() {
        Change publish = Change.updated(draft, published);
        assertThat(heard(model, EDITOR, publish)).containsExactly("article:update full", "article:publish full");
        assertThat(heard(model, READER, publish)).containsExactly("article:enter full");
        assertThat(heard(onlyPublished, EDITOR, publish)).containsExactly("article:publish full");
    }

    @Test
    void unpublishingLeavesTheSightOfReaders() {
        Change unpublish = Change.updated(published, draft);
        assertThat(heard(model, EDITOR, unpublish)).containsExactly("article:update full", "article:unpublish full");
        assertThat(heard(model, READER, unpublish)).containsExactly("article:leave identifiers");
        assertThat(heard(onlyPublished, EDITOR, unpublish)).containsExactly("article:unpublish identifiers");
    }

    @Test
    void aDeleteIsDecidedByTheStateBefore() {
        assertThat(heard(model, READER, Change.deleted(draft))).isEmpty();
        assertThat(heard(model, EDITOR, Change.deleted(draft))).containsExactly("article:delete identifiers");
        assertThat(heard(model, READER, Change.deleted(published))).containsExactly("article:delete identifiers");
    }

    @Test
    void relationsAreShownToThoseWhoMayReadThem() {
        assertThat(data(READER, published).path("author").path("name").asText()).isEqualTo("name of ada");
        assertThat(data(ARTICLES, published).has("author")).isFalse();
        Item comment = item(Kind.COMMENT, "c", Map.of(), Map.of("article", List.of("a"), "author", List.of()));
        world.put(draft);
        Rights comments = rights("comment.find", "article.find");
        assertThat(data(comments, comment).path("article").isNull()).isTrue();
        world.put(published);
        assertThat(data(comments, comment).path("article").path("documentId").asText())
                .isEqualTo("a");
    }

    @Test
    void aRuleKeepsAnEntryToThoseItNames() {
        Ear named = new Ear(READER, Set.of("role:7", "room:blue"), Set.of(), Set.of());
        Item kept = published.keptTo(Optional.of(Set.of("room:blue", "user:1")));
        assertThat(heard(model, named, Change.updated(published, kept))).containsExactly("article:update full");
        assertThat(heard(model, READER, Change.updated(published, kept))).containsExactly("article:leave identifiers");
        assertThat(heard(model, READER, Change.updated(kept, published))).containsExactly("article:enter full");
        assertThat(heard(model, READER, Change.updated(kept, kept))).isEmpty();
        assertThat(heard(onlyPublished, READER, Change.updated(kept, published)))
                .containsExactly("article:enter full");
        assertThat(heard(onlyPublished, READER, Change.updated(draft, kept))).isEmpty();
        assertThat(heard(model, named, Change.deleted(kept))).containsExactly("article:delete identifiers");
        assertThat(model.given(named, kept)).isPresent();
        assertThat(model.given(Ear.of(READER), kept)).isEmpty();
    }

    @Test
    void whatIsForSubscribersIsHeardOfByNobodyElse() {
        Model forSubscribers = new Model(
                world,
                new Rules(true, Exposure.of(Kind.ARTICLE, Populate.VALUES).toSubscribers()));
        Change change = Change.updated(published, published);
        Ear ofType = new Ear(READER, Set.of(), Set.of(Kind.ARTICLE), Set.of("a"));
        Ear ofEntry = new Ear(READER, Set.of(), Set.of(), Set.of("a"));
        Ear ofAnother = new Ear(READER, Set.of(), Set.of(Kind.TAG), Set.of("b"));
        assertThat(heard(forSubscribers, READER, change)).isEmpty();
        assertThat(heard(forSubscribers, ofAnother, change)).isEmpty();
        assertThat(heard(forSubscribers, ofType, change)).containsExactly("article:update full");
        assertThat(heard(forSubscribers, ofEntry, change)).containsExactly("article:update full");
        assertThat(heard(forSubscribers, new Ear(NOBODY, Set.of(), Set.of(Kind.ARTICLE), Set.of()), change))
                .isEmpty();
    }

    private JsonNode data(Rights rights, Item item) {
        return model.frames(rights, Change.created(item)).get(0).data();
    }

    private static List<String> heard(Model model, Rights rights, Change change) {
        return heard(model, Ear.of(rights), change);
    }

    private static List<String> heard(Model model, Ear ear, Change change) {
        return model.frames(ear, change).stream()
                .map(frame -> frame.event() + (frame.data().size() == 2 ? " identifiers" : " full"))
                .toList();
    }

    private static Item item(
            Kind kind, String documentId, Map<String, JsonNode> values, Map<String, List<String>> links) {
        Map<String, JsonNode> all = new LinkedHashMap<>();
        kind.values.forEach(
                name -> all.put(name, Json.of(name.equals("publishedAt") ? null : name + " of " + documentId)));
        all.putAll(values);
        return new Item(kind, Json.of(documentId.length()), documentId, all, links);
    }

    private static Rights rights(String... permissions) {
        return Rights.of(Stream.of(permissions)
                .map(permission -> "api::" + permission.substring(0, permission.indexOf('.')) + "." + permission)
                .collect(Collectors.toCollection(() -> new java.util.TreeSet<String>(Set.of()))));
    }
}
