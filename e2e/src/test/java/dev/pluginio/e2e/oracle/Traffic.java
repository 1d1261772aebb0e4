package dev.pluginio.e2e.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pluginio.e2e.driver.ClientSocket;
import dev.pluginio.e2e.driver.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** Clients that send events to a handler of the probe while other things happen, and how they are answered. */
final class Traffic {

    private final Dice dice;
    private final List<Asked> open = new ArrayList<>();
    private final Map<ClientSocket, List<Integer>> arrived = new HashMap<>();
    private final Map<ClientSocket, String> said = new HashMap<>();
    private int made;
    private int answers;

    Traffic(Dice dice) {
        this.dice = dice;
    }

    /**
     * An event that waits for its answer.
     *
     * @param at when the client sent it, among its others
     * @param quick whether it is answered before whatever it sends afterwards
     */
    private record Asked(
            Person person,
            int at,
            boolean quick,
            String event,
            List<JsonNode> due,
            CompletableFuture<List<JsonNode>> answer) {}

    /** How many answers were judged so far. */
    int answers() {
        return answers;
    }

    /** Has some of them send something. */
    void begin(List<Person> people) {
        for (Person person : dice.some(people, 4)) {
            for (int i = 1 + dice.below(5); i > 0; i--) {
                ask(person);
            }
        }
    }

    private void ask(Person person) {
        String word = dice.text("said");
        int at = ++made;
        switch (dice.below(8)) {
            case 0 -> send(person, at, "traffic:echo", values(word, at), values(word, at));
            case 1 -> send(person, at, "traffic:echo", values(), values());
            case 2 ->
                send(
                        person,
                        at,
                        "traffic:refuse",
                        values(word),
                        values(Map.of("success", false, "error", "not this one", "said", word)));
            case 3 -> send(person, at, "traffic:slow", values(word), values(Map.of("success", true, "slow", word)));
            case 4 -> send(person, at, dice.chance(0.2) ? "traffic:throw" : "traffic:refuse", values(word), List.of());
            default -> {
                String before = said.put(person.socket(), word);
                send(person, at, "traffic:turn", values(word), values(before == null ? "" : before, word));
            }
        }
    }

    private void send(Person person, int at, String event, List<JsonNode> values, List<JsonNode> due) {
        boolean quick = !event.equals("traffic:slow");
        Asked asked = new Asked(person, at, quick, event, due, new CompletableFuture<>());
        open.add(asked);
        List<Integer> order = arrived.computeIfAbsent(person.socket(), key -> new ArrayList<>());
        person.socket().ask(event, values, answer -> {
            if (quick) {
                synchronized (order) {
                    order.add(at);
                }
            }
            asked.answer().complete(answer);
        });
    }

    private static List<JsonNode> values(Object... values) {
        List<JsonNode> nodes = new ArrayList<>();
        for (Object value : values) {
            nodes.add(Json.of(value));
        }
        return nodes;
    }

    /** Waits until all of them were answered, and judges the answers. */
    void judge() {
        for (Asked asked : open) {
            List<JsonNode> answer = answerOf(asked);
            boolean failed = asked.due().isEmpty() && !asked.event().equals("traffic:echo");
            boolean asDue = failed
                    ? answer.size() == 1 && !answer.get(0).path("success").asBoolean(true)
                    : answer.equals(asked.due());
            if (!asDue) {
                throw new Mismatch(asked.person() + " sent " + asked.event() + " and is answered " + answer
                        + "\nin place of " + asked.due());
            }
            answers++;
        }
        open.clear();
        arrived.forEach((socket, order) -> {
            synchronized (order) {
                if (!order.equals(order.stream().sorted().toList())) {
                    throw new Mismatch("answers came in another order than what was sent: " + order);
                }
            }
        });
        arrived.clear();
    }

    private static List<JsonNode> answerOf(Asked asked) {
        try {
            return asked.answer()
                    .orTimeout(ClientSocket.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        } catch (CompletionException e) {
            throw new Mismatch(asked.person() + " sent " + asked.event() + " and was never answered");
        }
    }
}
