package dev.pluginio.e2e.durable;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pluginio.e2e.driver.ClientSocket;
import dev.pluginio.e2e.driver.Connect;
import dev.pluginio.e2e.driver.Frame;
import dev.pluginio.e2e.driver.SocketDriver;
import dev.pluginio.e2e.plainhost.PlainCms;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The official JavaScript client that connects again by itself, and a model of the entries that is made of nothing but
 * what it hears. Every change of an entry raises its number by one: what is left out, comes twice or in another order, or
 * was never committed, shows.
 */
final class Ear implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final ClientSocket socket;
    private final Map<Long, Long> notes = new HashMap<>();
    private final Set<String> offsets = new HashSet<>();
    private final List<String> faults = new ArrayList<>();
    private int times = 1;
    private int recovered;

    /** Connects; {@code state} is what the database holds, and nobody writes yet. */
    Ear(SocketDriver driver, URI address, String transport, Map<Long, Long> state) {
        notes.putAll(state);
        socket = driver.open(Connect.to(address)
                        .jwt(PlainCms.MEMBER)
                        .transports(transport)
                        .reconnecting())
                .connected();
    }

    /** Waits until it is back once more. */
    void back() {
        times++;
        Awaitility.await().atMost(PATIENCE).until(() -> socket.connections() >= times);
        if (socket.recovered(times)) {
            recovered++;
        } else {
            faults.add("not recovered at connection " + times);
        }
    }

    /** Waits until it has heard so many more. */
    void hearMore(int number) {
        int now = socket.frames().size();
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> socket.frames().size() >= now + number);
    }

    /** How often it was recovered. */
    int recovered() {
        return recovered;
    }

    /** How many events it has heard. */
    int heard() {
        return offsets.size();
    }

    /** Takes what it has heard by now into its model. */
    void listen() {
        socket.take().forEach(this::take);
    }

    private void take(Frame frame) {
        if (!frame.event().startsWith("note:")) {
            faults.add(frame.toString());
            return;
        }
        if (!offsets.add(frame.offset())) {
            faults.add("twice: " + frame);
            return;
        }
        JsonNode data = frame.data();
        long id = data.path("id").asLong();
        Long known = notes.get(id);
        long hits = data.path("hits").asLong();
        switch (frame.event()) {
            case "note:create" -> {
                check(known == null && hits == 0, known, frame);
                notes.put(id, hits);
            }
            case "note:update" -> {
                check(known != null && hits == known + 1, known, frame);
                notes.put(id, hits);
            }
            default -> notes.remove(id); // of what was made and deleted while nobody was there, only the end is told
        }
    }

    private void check(boolean right, @Nullable Long known, Frame frame) {
        if (!right) {
            faults.add("after " + known + ": " + frame);
        }
    }

    /** Waits until it knows what the database holds, and gives all that was wrong on the way. */
    List<String> faults(Map<Long, Long> state) {
        try {
            Awaitility.await().atMost(PATIENCE).until(() -> {
                listen();
                return notes.equals(state) || !faults.isEmpty();
            });
        } catch (ConditionTimeoutException e) {
            Map<Long, Long> missing = new HashMap<>(state);
            missing.entrySet().removeAll(notes.entrySet());
            faults.add("lacks " + missing.size() + " of " + state.size() + " after " + offsets.size() + " events");
        }
        return List.copyOf(faults);
    }

    @Override
    public void close() {
        socket.close();
    }
}
