package dev.pluginio.e2e.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pluginio.e2e.driver.Cms;
import dev.pluginio.e2e.driver.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Changes content by REST, and the model's world with it. What the server alone can know, such as identifiers and times,
 * is taken from its answer; all else from what was asked.
 */
final class Writer {

    private static final List<String> SERVERS_CHOICE = List.of("createdAt", "updatedAt", "publishedAt");

    /** What private notes begin with that the probe's rule reads; names follow. */
    static final String KEPT = "probe:only ";

    private final Cms rest;
    private final World world;

    Writer(Cms rest, World world) {
        this.rest = rest;
        this.world = world;
    }

    /**
     * What is to be written.
     *
     * @param values by name
     * @param links documentIds by relation
     */
    record Draft(Map<String, @Nullable Object> values, Map<String, List<String>> links) {

        /** To whom the probe's rule keeps the entry when this is written; as before where nothing is said of that. */
        Optional<Set<String>> keptTo(Optional<Set<String>> before) {
            if (!values.containsKey("internalNotes")) {
                return before;
            }
            String notes = String.valueOf(values.get("internalNotes"));
            return notes.startsWith(KEPT)
                    ? Optional.of(Set.of(notes.substring(KEPT.length()).split(" ")))
                    : Optional.empty();
        }

        /** The body of a request. */
        Map<String, @Nullable Object> body(Kind kind) {
            Map<String, @Nullable Object> body = new LinkedHashMap<>(values);
            links.forEach((name, ids) ->
                    body.put(name, kind.relation(name).many() ? ids : ids.isEmpty() ? null : ids.get(0)));
            return body;
        }
    }

    /** Learns what is there already. */
    void load() {
        for (Kind kind : Kind.values()) {
            rest.get(kind.path + "?populate=*&pagination%5BpageSize%5D=100")
                    .data()
                    .forEach(found -> world.put(known(kind, found)));
        }
    }

    private static Item known(Kind kind, JsonNode found) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        kind.values.forEach(name -> values.put(name, answered(found, name)));
        Map<String, List<String>> links = new LinkedHashMap<>();
        kind.relations().stream()
                .filter(relation -> relation.mirrors().isEmpty())
                .forEach(relation -> links.put(relation.name(), documentIds(answered(found, relation.name()))));
        return new Item(
                kind, answered(found, "id"), answered(found, "documentId").asText(), values, links);
    }

    private static List<String> documentIds(JsonNode related) {
        if (related.isNull()) {
            return List.of();
        }
        return related.isArray()
                ? related.valueStream()
                        .map(one -> one.path("documentId").asText())
                        .toList()
                : List.of(related.path("documentId").asText());
    }

    List<Change> create(Kind kind, Draft draft) {
        JsonNode answer = rest.post(kind.path, Map.of("data", draft.body(kind))).data();
        return List.of(created(kind, draft, answer));
    }

    List<Change> createAll(Kind kind, List<Draft> drafts) {
        JsonNode answer = rest.post(
                        kind.path + "/bulk",
                        Map.of(
                                "data",
                                drafts.stream().map(draft -> draft.body(kind)).toList()))
                .data();
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < drafts.size(); i++) {
            changes.add(created(kind, drafts.get(i), answer.get(i)));
        }
        return changes;
    }

    /** Asks for entries of which one cannot be, so that none comes to be. */
    List<Change> createNone(Kind kind, List<Draft> drafts) {
        Cms.Answer answer = rest.post(
                kind.path + "/bulk",
                Map.of("data", drafts.stream().map(draft -> draft.body(kind)).toList()));
        return refused(answer);
    }

    List<Change> update(Item item, Draft draft) {
        JsonNode answer =
                rest.put(pathOf(item), Map.of("data", draft.body(item.kind()))).data();
        return updated(item, draft, answer);
    }

    List<Change> publish(Item item) {
        return updated(item, NOTHING, rest.post(pathOf(item) + "/publish", null).data());
    }

    List<Change> unpublish(Item item) {
        return updated(
                item, NOTHING, rest.post(pathOf(item) + "/unpublish", null).data());
    }

    List<Change> delete(Item item) {
        Cms.Answer answer = rest.delete(pathOf(item));
        boolean referredTo = world.all().stream()
                .filter(other -> !(item.kind() == Kind.ARTICLE && other.kind() == Kind.COMMENT))
                .anyMatch(other -> other.links().values().stream().anyMatch(ids -> ids.contains(item.documentId())));
        if (referredTo) {
            return refused(answer);
        }
        answer.ok();
        return deleted(List.of(item));
    }

    /** Changes every entry that a filter finds, in one transaction. */
    List<Change> updateAll(Kind kind, String filter, Predicate<Item> matches, Draft draft) {
        List<Item> matching = world.all(kind).stream().filter(matches).toList();
        rest.put(kind.path + "?" + filter, Map.of("data", draft.body(kind))).ok();
        return matching.stream()
                .flatMap(item -> updated(item, draft, read(item)).stream())
                .toList();
    }

    /** Asks for a change that one of the entries cannot take, so that none takes it. */
    List<Change> updateNone(Kind kind, String filter, Draft draft) {
        return refused(rest.put(kind.path + "?" + filter, Map.of("data", draft.body(kind))));
    }

    /** Asks for a change that is refused. */
    List<Change> updateNone(Item item, Draft draft) {
        return refused(rest.put(pathOf(item), Map.of("data", draft.body(item.kind()))));
    }

    /** Deletes every entry that a filter finds, in one transaction. */
    List<Change> deleteAll(Kind kind, String filter, Predicate<Item> matches) {
        List<Item> matching = world.all(kind).stream().filter(matches).toList();
        rest.delete(kind.path + "?" + filter).ok();
        return deleted(matching);
    }

    static String filter(String field, Object value) {
        return "filters%5B" + field + "%5D=" + URLEncoder.encode(value.toString(), StandardCharsets.UTF_8);
    }

    private static final Draft NOTHING = new Draft(Map.of(), Map.of());

    private static List<Change> refused(Cms.Answer answer) {
        if (answer.isOk()) {
            throw new AssertionError("a request that cannot be done was answered with " + answer.status());
        }
        if (answer.status() / 100 == 5) {
            throw new AssertionError("a request that cannot be done was answered as a failure of the host: " + answer);
        }
        return List.of();
    }

    private JsonNode read(Item item) {
        return rest.get(pathOf(item)).data();
    }

    private Change created(Kind kind, Draft draft, JsonNode answer) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        kind.values.forEach(name -> values.put(name, answered(answer, name)));
        Item item = new Item(
                        kind,
                        answered(answer, "id"),
                        answered(answer, "documentId").asText(),
                        values,
                        draft.links())
                .keptTo(draft.keptTo(Optional.empty()));
        requireAsAsked(item, draft);
        world.put(item);
        return Change.created(item);
    }

    /** Nothing is to be heard of a write that changes nothing. */
    private List<Change> updated(Item before, Draft draft, JsonNode answer) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        draft.values().forEach((name, value) -> values.put(name, Json.of(value)));
        values.keySet().retainAll(before.kind().values);
        SERVERS_CHOICE.stream()
                .filter(before.kind().values::contains)
                .forEach(name -> values.put(name, answered(answer, name)));
        Item after = before.with(values, draft.links()).keptTo(draft.keptTo(before.only()));
        requireAsAsked(after, draft);
        world.put(after);
        boolean isPrivate = !before.kind().values.containsAll(draft.values().keySet());
        return after.equals(before) && !isPrivate ? List.of() : List.of(Change.updated(before, after));
    }

    /** What goes with the deleted entries, and what the rest of the world becomes without them. */
    private List<Change> deleted(List<Item> items) {
        List<Change> changes = new ArrayList<>();
        for (Item item : items) {
            if (item.kind() == Kind.ARTICLE) {
                for (Item comment : world.pointingAt(item, Kind.COMMENT, "article")) {
                    world.remove(comment);
                    changes.add(Change.deleted(comment));
                }
            }
            world.remove(item);
            changes.add(Change.deleted(item));
        }
        return changes;
    }

    private static void requireAsAsked(Item item, Draft draft) {
        draft.values().forEach((name, value) -> {
            if (item.values().containsKey(name) && !item.value(name).equals(Json.of(value))) {
                throw new AssertionError(
                        "the host was asked to store " + name + "=" + value + " and stored " + item.value(name));
            }
        });
    }

    private static JsonNode answered(JsonNode answer, String name) {
        JsonNode value = answer.get(name);
        if (value == null) {
            throw new AssertionError("the host's answer has no '" + name + "': " + answer);
        }
        return value;
    }

    private static String pathOf(Item item) {
        return item.kind().path + "/" + item.documentId();
    }
}
