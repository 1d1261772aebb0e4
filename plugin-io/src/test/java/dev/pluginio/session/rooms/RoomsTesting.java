package dev.pluginio.session.rooms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pluginio.access.SensitiveNames;
import dev.pluginio.api.access.Principal;
import dev.pluginio.api.access.Role;
import dev.pluginio.api.realtime.RoomPolicy;
import dev.pluginio.api.realtime.SocketInfo;
import dev.pluginio.delivery.JsonWriter;
import dev.pluginio.delivery.Shape;
import dev.pluginio.session.handlers.HandlerObserver;
import dev.pluginio.session.handlers.Handlers;
import dev.pluginio.session.handlers.Lane;
import dev.pluginio.session.handlers.Offer;
import dev.pluginio.session.rooms.RoomSettings.JoinRule;
import dev.pluginio.testing.RecordingClient;
import dev.pluginio.testing.TestCaller;
import dev.pluginio.testing.TestHandlers;
import dev.pluginio.transport.Client;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Two clients, an editor and a reader, who ask for rooms and write to each other, by rules and by policies. */
abstract class RoomsTesting {

    static final Role EDITOR = new Role("7", "Editor");
    static final Role READER = new Role("8", "Reader");
    static final String REFUSED = "{\"success\":false,\"error\":\"You may not join this room\"}";
    static final String NOBODY = "{\"success\":false,\"error\":\"There is no such client, or you may not send to it\"}";

    final RoomRules rules = new RoomRules(RoomSettings.NOTHING);
    final List<String> answers = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Map<String, Stay> occupants = new ConcurrentHashMap<>();
    Handlers handlers;
    final RecordingClient ann = client("/", user("a", EDITOR));
    final RecordingClient bob = client("/", user("b", READER));

    static Principal user(String id, Role role) {
        return new Principal.User(id, "user " + id, role, Optional.empty());
    }

    RecordingClient client(String namespace, Principal principal) {
        RecordingClient client = new RecordingClient(namespace, principal);
        occupants.put(client.id(), new Stay(client, principal, new Placement(rules)));
        return client;
    }

    Placement placement(RecordingClient client) {
        return occupants.get(client.id()).placement();
    }

    private record Stay(Client client, Principal principal, Placement placement) implements Occupant {}

    @BeforeEach
    void start() {
        start(Duration.ofMinutes(1));
    }

    void start(Duration timeout) {
        handlers = TestHandlers.with(
                new Handlers.Settings(timeout, 2, 50, 10_000, 50, Duration.ZERO), timer, HandlerObserver.NONE);
        Rulings rulings = new Rulings(rules, () -> handlers.all(RoomPolicy.class));
        handlers.own(List.of(
                new RoomRequests(rulings, id -> Optional.ofNullable(occupants.get(id))),
                new PrivateMessages(
                        rulings,
                        id -> Optional.ofNullable(occupants.get(id))
                                .filter(found -> found.client().isPresent()),
                        () -> new JsonWriter(new SensitiveNames(List.of("password")), Shape.FLAT))));
    }

    @AfterEach
    void stop() {
        handlers.close();
        timer.shutdownNow();
    }

    Lane arrive(RecordingClient client) {
        return handlers.arrived(new TestCaller(client, (Principal) client.attachment()));
    }

    void say(Lane lane, String event, Object... arguments) {
        assertThat(handlers.received(
                        lane, event, Arrays.asList(arguments), given -> answers.add(RecordingClient.text(given))))
                .isTrue();
    }

    /** Asks one thing after the other and gives the answers. */
    List<String> asked(RecordingClient client, String event, Object... arguments) {
        answers.clear();
        say(arrive(client), event, arguments);
        await().until(() -> !answers.isEmpty());
        return new ArrayList<>(answers);
    }

    static Map<String, Object> message(Object to, Object data) {
        return Map.of("to", to, "data", data);
    }

    void permit(JoinRule... join) {
        rules.reconfigure(new RoomSettings(List.of(join), Map.of(), List.of()));
    }

    void policy(RoomPolicy... policies) {
        handlers.offer(List.of(new Offer("other", List.of((Object[]) policies))));
    }

    static RoomPolicy saying(RoomPolicy.Decision decision) {
        return new RoomPolicy() {
            @Override
            public Decision mayJoin(SocketInfo client, String room) {
                return decision;
            }

            @Override
            public Decision maySend(SocketInfo from, SocketInfo to) {
                return decision;
            }
        };
    }
}
