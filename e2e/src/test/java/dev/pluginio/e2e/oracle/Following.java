package dev.pluginio.e2e.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pluginio.e2e.driver.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Has people subscribe and unsubscribe at random, and judges how they are answered. */
final class Following {

    private static final Map<String, Object> NONE = Map.of("uid", Kind.ARTICLE.uid(), "documentId", "none");
    private static final int MOST = 12;

    private final Dice dice;
    private final World world;
    private final Model model;
    private final Rules rules;
    private int requests;

    Following(Dice dice, World world, Model model, Rules rules) {
        this.dice = dice;
        this.world = world;
        this.model = model;
        this.rules = rules;
    }

    /** How many requests were judged so far. */
    int requests() {
        return requests;
    }

    /** Somebody asks for an entry, or not to hear of it any more. To be called at any time. */
    void entry(Person person) {
        requests++;
        List<String> held = List.copyOf(person.entries());
        if (!held.isEmpty() && (held.size() >= MOST || dice.chance(0.2))) {
            String documentId = dice.one(held);
            world.find(documentId).ifPresent(item -> unsubscribe(person, item));
            return;
        }
        Item item = dice.one(List.copyOf(world.all()));
        if (dice.chance(0.1)) {
            unsubscribe(person, item);
        } else {
            subscribe(person, item, dice.chance(0.5));
        }
    }

    /** Somebody asks for a type, or for what it is subscribed to. To be called when all that was sent has arrived. */
    void type(Person person) {
        requests++;
        Kind kind = dice.one(List.of(Kind.values()));
        int roll = dice.below(10);
        if (roll < 5) {
            boolean permitted =
                    rules.exposure(kind).isPresent() && person.rights().may(kind, "find");
            require(person, "subscribe-type", Map.of("uid", kind.uid()), permitted);
            if (permitted) {
                person.types().add(kind);
            }
        } else if (roll < 7) {
            require(
                    person,
                    "unsubscribe-type",
                    Map.of("uid", kind.uid()),
                    person.types().contains(kind));
            person.types().remove(kind);
        } else {
            list(person);
        }
    }

    private void subscribe(Person person, Item item, boolean snapshot) {
        Map<String, Object> request = new LinkedHashMap<>(named(item));
        request.put("snapshot", snapshot);
        Optional<JsonNode> given = model.given(person.ear(), item);
        JsonNode answer = require(person, "subscribe-entity", request, given.isPresent());
        if (given.isEmpty()) {
            if (!answer.equals(ask(person, "subscribe-entity", NONE))) {
                throw new Mismatch(person + " can tell from " + answer + " that there is " + item);
            }
            return;
        }
        person.entries().add(item.documentId());
        requireNamed(person, item, answer);
        JsonNode data = answer.path("data");
        if (snapshot ? !data.equals(given.get()) : !data.isMissingNode()) {
            throw new Mismatch(
                    person + " subscribes to " + item + " and is given\n" + data + "\nthe model says\n" + given.get());
        }
    }

    private void unsubscribe(Person person, Item item) {
        JsonNode answer = require(
                person, "unsubscribe-entity", named(item), person.entries().contains(item.documentId()));
        if (person.entries().remove(item.documentId())) {
            requireNamed(person, item, answer);
        }
    }

    private static void requireNamed(Person person, Item item, JsonNode answer) {
        if (!answer.path("id").equals(item.id())
                || !answer.path("documentId").asText().equals(item.documentId())) {
            throw new Mismatch(person + " asked for " + item + " and is answered " + answer);
        }
    }

    /** An entry has three names. */
    private Map<String, Object> named(Item item) {
        String uid = item.kind().uid();
        return switch (dice.below(3)) {
            case 0 -> Map.of("uid", uid, "id", item.id());
            case 1 -> Map.of("uid", uid, "id", item.documentId());
            default -> Map.of("uid", uid, "documentId", item.documentId());
        };
    }

    private void list(Person person) {
        JsonNode answer =
                person.socket().ask("get-entity-subscriptions", List.of()).get(0);
        List<String> entries = answer.path("subscriptions")
                .valueStream()
                .map(one -> one.path("documentId").asText())
                .toList();
        List<String> types =
                answer.path("types").valueStream().map(JsonNode::asText).toList();
        if (!entries.equals(List.copyOf(person.entries()))
                || !types.equals(person.types().stream().map(Kind::uid).toList())) {
            throw new Mismatch(person + " is told of the subscriptions " + answer + ", the model knows "
                    + person.entries() + " and " + person.types());
        }
    }

    private static JsonNode require(Person person, String event, Map<String, Object> request, boolean success) {
        JsonNode answer = ask(person, event, request);
        boolean asDue = answer.path("success").asBoolean() == success
                && (success || Set.copyOf(Json.names(answer)).equals(Set.of("success", "error")));
        if (!asDue) {
            throw new Mismatch(person + " asks " + event + " " + request + " and is answered " + answer
                    + "; the model says " + (success ? "success" : "failure"));
        }
        return answer;
    }

    private static JsonNode ask(Person person, String event, Map<String, Object> request) {
        return person.socket().ask(event, List.of(Json.of(request))).get(0);
    }

    // ---- while others write ------------------------------------------------------------------------------------

    /** A subscription with a snapshot that was asked for while the entry was being written. */
    private record Raced(Person person, Item item, CompletableFuture<List<JsonNode>> answer) {}

    private final List<Raced> raced = new ArrayList<>();

    /** Has some subscribe to what is being written now. What they hear of it follows what they are given. */
    void race(List<Person> people, List<Item> items) {
        for (Item item : items) {
            for (Person person : dice.some(people, 4)) {
                Raced one = new Raced(person, item, new CompletableFuture<>());
                person.socket()
                        .ask(
                                "subscribe-entity",
                                List.of(Json.of(Map.of(
                                        "uid", item.kind().uid(), "documentId", item.documentId(), "snapshot", true))),
                                one.answer()::complete);
                raced.add(one);
            }
        }
    }

    /** What they were given, by documentId; waits for it. */
    Map<Person, Map<String, JsonNode>> given() {
        Map<Person, Map<String, JsonNode>> given = new LinkedHashMap<>();
        for (Raced one : raced) {
            JsonNode answer = answerOf(one);
            if (answer.path("success").asBoolean()) {
                given.computeIfAbsent(one.person(), key -> new LinkedHashMap<>())
                        .put(one.item().documentId(), answer.path("data"));
            }
            // what was kept meanwhile is handed on before this is answered
            one.person().socket().ask("get-entity-subscriptions", List.of());
        }
        return given;
    }

    private static JsonNode answerOf(Raced one) {
        return one.answer().orTimeout(20, TimeUnit.SECONDS).join().get(0);
    }

    /** They are given a state that the entry had meanwhile; nothing only if it is not for them or gone. */
    void settleRace(Contest.Result result) {
        for (Raced one : raced) {
            JsonNode answer = answerOf(one);
            Item item = one.item();
            boolean given = answer.path("success").asBoolean();
            boolean may = model.given(one.person().ear(), item).isPresent();
            boolean isThere = world.find(item.documentId()).isPresent();
            if ((given && !may) || (!given && may && isThere)) {
                throw new Mismatch(one.person() + " subscribes to " + item + " and is answered " + answer);
            }
            if (given) {
                one.person().entries().add(item.documentId());
                JsonNode title = answer.path("data").path("title");
                if (!title.equals(item.value("title")) && !result.titles(item).contains(title.asText())) {
                    throw new Mismatch(one.person() + " is given " + answer + ", which " + item + " never was");
                }
            }
            requests++;
        }
        raced.clear();
    }
}
