package dev.pluginio.session.rooms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pluginio.access.SensitiveNames;
import dev.pluginio.api.access.ApiToken;
import dev.pluginio.api.access.Principal;
import dev.pluginio.api.access.Role;
import dev.pluginio.api.realtime.IoContext;
import dev.pluginio.api.realtime.RoomPolicy;
import dev.pluginio.api.realtime.SocketInfo;
import dev.pluginio.delivery.JsonWriter;
import dev.pluginio.delivery.Shape;
import dev.pluginio.session.handlers.Arrangement;
import dev.pluginio.session.handlers.HandlerObserver;
import dev.pluginio.session.handlers.Handlers;
import dev.pluginio.session.handlers.Lane;
import dev.pluginio.session.handlers.Offer;
import dev.pluginio.session.rooms.RoomSettings.JoinRule;
import dev.pluginio.session.rooms.RoomSettings.MessageRule;
import dev.pluginio.testing.RecordingClient;
import dev.pluginio.testing.TestCaller;
import dev.pluginio.testing.TestHandlers;
import dev.pluginio.transport.Client;
import dev.pluginio.transport.Room;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What clients may do about rooms and private messages, by rules and by policies. */
class RoomEventsTest {

    private static final Role EDITOR = new Role("7", "Editor");
    private static final Role READER = new Role("8", "Reader");
    private static final String REFUSED = "{\"success\":false,\"error\":\"You may not join this room\"}";
    private static final String NOBODY =
            "{\"success\":false,\"error\":\"There is no such client, or you may not send to it\"}";

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Map<String, Stay> occupants = new ConcurrentHashMap<>();
    private Handlers handlers;
    private final RoomRules rules = new RoomRules(RoomSettings.NOTHING);
    private final List<String> answers = new CopyOnWriteArrayList<>();
    private final RecordingClient ann = client("/", user("a", EDITOR));
    private final RecordingClient bob = client("/", user("b", READER));

    private static Principal user(String id, Role role) {
        return new Principal.User(id, "user " + id, role, Optional.empty());
    }

    private RecordingClient client(String namespace, Principal principal) {
        RecordingClient client = new RecordingClient(namespace, principal);
        occupants.put(client.id(), new Stay(client, principal, new Placement(rules)));
        return client;
    }

    private record Stay(Client client, Principal principal, Placement placement) implements Occupant {}

    @BeforeEach
    void start() {
        start(Duration.ofMinutes(1));
    }

    private void start(Duration timeout) {
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

    private Lane arrive(RecordingClient client) {
        return handlers.arrived(new TestCaller(client, (Principal) client.attachment()));
    }

    private void say(Lane lane, String event, Object... arguments) {
        assertThat(handlers.received(
                        lane, event, Arrays.asList(arguments), given -> answers.add(RecordingClient.text(given))))
                .isTrue();
    }

    /** Asks one thing after the other and gives the answers. */
    private List<String> asked(RecordingClient client, String event, Object... arguments) {
        answers.clear();
        say(arrive(client), event, arguments);
        await().until(() -> !answers.isEmpty());
        return new ArrayList<>(answers);
    }

    private static Map<String, Object> message(Object to, Object data) {
        return Map.of("to", to, "data", data);
    }

    private void permit(JoinRule... join) {
        rules.reconfigure(new RoomSettings(List.of(join), Map.of(), List.of()));
    }

    private void policy(RoomPolicy... policies) {
        handlers.offer(List.of(new Offer("other", List.of((Object[]) policies))));
    }

    /** B5, B11: whoever configures nothing has clients that can join no room and send to nobody. */
    @Test
    void permitsNothingByDefault() {
        assertThat(asked(ann, "join-room", "lobby")).containsExactly(REFUSED);
        assertThat(asked(ann, "private-message", message(bob.id(), "hello"))).containsExactly(NOBODY);

        assertThat(ann.rooms()).isEmpty();
        assertThat(bob.heard()).isEmpty();
    }

    @Test
    void letsAClientJoinWhatItsRoleMay() {
        permit(new JoinRule("chat-*", Set.of("Editor")), new JoinRule("lobby", Set.of("*")));

        assertThat(asked(ann, "join-room", "chat-1")).containsExactly("{\"success\":true,\"room\":\"chat-1\"}");
        assertThat(asked(ann, "join-room", "lobby")).containsExactly("{\"success\":true,\"room\":\"lobby\"}");
        assertThat(asked(ann, "join-room", "lobby2")).containsExactly(REFUSED);
        assertThat(asked(bob, "join-room", "chat-1")).containsExactly(REFUSED);
        assertThat(asked(ann, "get-rooms")).containsExactly("{\"success\":true,\"rooms\":[\"chat-1\",\"lobby\"]}");
        assertThat(asked(ann, "leave-room", "chat-1")).containsExactly("{\"success\":true,\"room\":\"chat-1\"}");
        assertThat(ann.rooms()).containsExactly(Room.custom("lobby"));
    }

    /** B5: a name never means a room that the plugin itself keeps; and get-rooms shows none of them. */
    @Test
    void neverLeadsIntoARoomOfAnotherKind() {
        ann.join(Room.of(EDITOR));
        permit(new JoinRule("*", Set.of("*")));

        for (String name : List.of("7", "ROLE:7", "role:7", "Editor")) {
            asked(bob, "join-room", name);
        }
        assertThat(bob.rooms()).allMatch(room -> room.kind() == Room.Kind.CUSTOM);
        assertThat(asked(ann, "get-rooms")).containsExactly("{\"success\":true,\"rooms\":[]}");
        asked(ann, "leave-room", "7");
        assertThat(ann.rooms()).containsExactly(Room.of(EDITOR));
    }

    @Test
    void knowsRolesByIdAndByExactName() {
        permit(new JoinRule("byId", Set.of("7")), new JoinRule("byOther", Set.of("editor", "7 ")));

        assertThat(asked(ann, "join-room", "byId")).containsExactly("{\"success\":true,\"room\":\"byId\"}");
        assertThat(asked(ann, "join-room", "byOther")).containsExactly(REFUSED);
        RecordingClient token = client("/", new Principal.Token(new ApiToken("7", "Editor", Optional.empty())));
        assertThat(asked(token, "join-room", "byId")).containsExactly(REFUSED);
    }

    /** B14: whatever a client sends, it gets an error and nothing else happens. */
    @Test
    void refusesWhatCannotNameARoom() {
        permit(new JoinRule("*", Set.of("*")));
        String malformed = "{\"success\":false,\"error\":\"The name of a room must be a text of 1 to 200 characters\"}";

        for (Object name :
                Arrays.asList(null, "", "  ", 5, true, List.of("x"), Map.of(), "x".repeat(201), "a\u0000b")) {
            assertThat(asked(ann, "join-room", name)).containsExactly(malformed);
            assertThat(asked(ann, "leave-room", name)).containsExactly(malformed);
        }
        assertThat(asked(ann, "join-room")).containsExactly(malformed);
        assertThat(asked(ann, "get-rooms", "x")).containsExactly("{\"success\":true,\"rooms\":[]}");
        assertThat(ann.rooms()).isEmpty();
    }

    @Test
    void refusesAPrivateMessageThatIsNone() {
        rules.reconfigure(new RoomSettings(List.of(), Map.of(), List.of(new MessageRule(Set.of("*"), Set.of("*")))));
        for (Object message : Arrays.asList(
                null, "hello", List.of(), Map.of(), Map.of("to", bob.id()), Map.of("data", 1), message(5, 1))) {
            assertThat(asked(ann, "private-message", message))
                    .singleElement()
                    .asString()
                    .contains("\"success\":false", "must look like");
        }
        assertThat(bob.heard()).isEmpty();
    }

    /** B11: the sender stands in the message as the server knows it; data with sensitive names loses them. */
    @Test
    void handsAMessageOnUnderOneNameWithItsRealSender() {
        rules.reconfigure(
                new RoomSettings(List.of(), Map.of(), List.of(new MessageRule(Set.of("Editor"), Set.of("Reader")))));

        assertThat(asked(
                        ann,
                        "private-message",
                        Map.of(
                                "to",
                                bob.id(),
                                "data",
                                Map.of("password", "p", "n", 1),
                                "from",
                                "somebody else",
                                "event",
                                "article:update")))
                .containsExactly("{\"success\":true}");
        assertThat(bob.heard())
                .containsExactly("private-message {\"data\":{\"n\":1},\"from\":{\"id\":\"" + ann.id() + "\"}}");
        assertThat(asked(bob, "private-message", message(ann.id(), 1))).containsExactly(NOBODY);
    }

    /** B11: a client that is not there, one of another namespace and one that may not be sent to are told alike. */
    @Test
    void tellsNobodyWhoIsThere() {
        RecordingClient elsewhere = client("/admin", user("c", READER));
        RecordingClient editor = client("/", user("d", EDITOR));
        rules.reconfigure(
                new RoomSettings(List.of(), Map.of(), List.of(new MessageRule(Set.of("*"), Set.of("Reader")))));

        assertThat(asked(ann, "private-message", message("nobody", 1))).containsExactly(NOBODY);
        assertThat(asked(ann, "private-message", message(elsewhere.id(), 1))).containsExactly(NOBODY);
        assertThat(asked(ann, "private-message", message(editor.id(), 1))).containsExactly(NOBODY);
        bob.disconnect();
        assertThat(asked(ann, "private-message", message(bob.id(), 1))).containsExactly(NOBODY);
    }

    private static RoomPolicy saying(RoomPolicy.Decision decision) {
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

    @Test
    void asksThePoliciesOfPluginsBesideTheRules() {
        policy(saying(RoomPolicy.Decision.ALLOW), saying(RoomPolicy.Decision.ABSTAIN));
        assertThat(asked(ann, "join-room", "any")).containsExactly("{\"success\":true,\"room\":\"any\"}");
        assertThat(asked(ann, "private-message", message(bob.id(), 1))).containsExactly("{\"success\":true}");

        policy(saying(RoomPolicy.Decision.ALLOW), saying(RoomPolicy.Decision.REFUSE));
        permit(new JoinRule("*", Set.of("*")));
        assertThat(asked(ann, "join-room", "other")).containsExactly(REFUSED);
        assertThat(asked(ann, "private-message", message(bob.id(), 1))).containsExactly(NOBODY);

        policy(saying(RoomPolicy.Decision.ABSTAIN));
        assertThat(asked(ann, "join-room", "other")).containsExactly("{\"success\":true,\"room\":\"other\"}");
        handlers.offer(List.of());
        permit();
        assertThat(asked(ann, "join-room", "third")).containsExactly(REFUSED);
    }

    @Test
    void tellsPoliciesTheirSettings() {
        policy(new RoomPolicy() {
            @Override
            public Decision mayJoin(SocketInfo client, String room, IoContext context) {
                return room.equals(context.settings().get("open")) ? Decision.ALLOW : Decision.REFUSE;
            }

            @Override
            public Decision maySend(SocketInfo from, SocketInfo to, IoContext context) {
                return context.settings().containsKey("talk") ? Decision.ALLOW : Decision.REFUSE;
            }
        });
        assertThat(asked(ann, "join-room", "lobby")).containsExactly(REFUSED);
        assertThat(asked(ann, "private-message", message(bob.id(), 1))).containsExactly(NOBODY);

        handlers.reconfigure(new Arrangement(
                List.of(),
                List.of(new Arrangement.Named(null, null, "other", true, Map.of("open", "lobby", "talk", true)))));

        assertThat(asked(ann, "join-room", "lobby")).containsExactly("{\"success\":true,\"room\":\"lobby\"}");
        assertThat(asked(ann, "private-message", message(bob.id(), 1))).containsExactly("{\"success\":true}");
    }

    @Test
    void showsPoliciesWhoAsks() {
        List<Object> seen = new CopyOnWriteArrayList<>();
        policy(new RoomPolicy() {
            @Override
            public Decision mayJoin(SocketInfo client, String room) {
                seen.addAll(List.of(client.id(), client.userId().orElseThrow(), client.namespace(), room));
                return Decision.REFUSE;
            }
        });

        asked(ann, "join-room", "lobby");
        assertThat(seen).containsExactly(ann.id(), "a", "/", "lobby");
    }

    @Test
    void refusesWhereAPolicyThrowsOrCannotDecide() {
        permit(new JoinRule("*", Set.of("*")));
        policy(new RoomPolicy() {
            @Override
            public Decision mayJoin(SocketInfo client, String room) throws Exception {
                if (room.equals("null")) {
                    return null;
                }
                throw new Exception("no database");
            }
        });

        assertThat(asked(ann, "join-room", "x")).containsExactly(REFUSED);
        assertThat(asked(ann, "join-room", "null")).containsExactly(REFUSED);
    }

    @Test
    void refusesWhereAPolicyHangsAndKeepsOthersGoing() {
        handlers.close();
        start(Duration.ofSeconds(1));
        permit(new JoinRule("*", Set.of("*")));
        CountDownLatch never = new CountDownLatch(1);
        policy(new RoomPolicy() {
            @Override
            public Decision mayJoin(SocketInfo client, String room) throws Exception {
                never.await(1, TimeUnit.MINUTES);
                return Decision.ALLOW;
            }
        });
        for (int i = 0; i < 5; i++) {
            say(arrive(client("/", user("x" + i, EDITOR))), "join-room", "x");
        }

        say(arrive(bob), "get-rooms");
        await().until(() -> answers.size() == 6);
        assertThat(answers.get(0)).isEqualTo("{\"success\":true,\"rooms\":[]}");
        assertThat(answers)
                .filteredOn(answer -> answer.contains("\"success\":false"))
                .hasSize(5);
    }

    /** The order in which a client asks is kept also where a policy takes its time. */
    @Test
    void answersAClientInTheOrderInWhichItAsked() {
        CountDownLatch decided = new CountDownLatch(1);
        policy(new RoomPolicy() {
            @Override
            public Decision mayJoin(SocketInfo client, String room) throws Exception {
                return decided.await(10, TimeUnit.SECONDS) ? Decision.ALLOW : Decision.REFUSE;
            }
        });
        Lane lane = arrive(ann);
        handlers.received(lane, "join-room", List.of("a"), null);
        say(lane, "get-rooms");
        say(lane, "leave-room", "a");
        say(lane, "get-rooms");
        decided.countDown();

        await().until(() -> answers.size() == 3);
        assertThat(answers)
                .containsExactly(
                        "{\"success\":true,\"rooms\":[\"a\"]}",
                        "{\"success\":true,\"room\":\"a\"}",
                        "{\"success\":true,\"rooms\":[]}");
    }

    @Test
    void putsClientsIntoTheRoomsOfTheirRole() {
        rules.reconfigure(new RoomSettings(
                List.of(),
                Map.of("Editor", Set.of("newsroom"), "8", Set.of("readers"), "*", Set.of("all")),
                List.of()));

        assertThat(rules.automatic(user("a", EDITOR))).containsOnly(Room.custom("newsroom"), Room.custom("all"));
        assertThat(rules.automatic(user("b", READER))).containsOnly(Room.custom("readers"), Room.custom("all"));
        assertThat(rules.automatic(new Principal.Token(new ApiToken("8", "x", Optional.empty()))))
                .containsOnly(Room.custom("all"));
    }

    /** A client that has another role, or that other rules count for, is where it may be now, and stays where it was put. */
    @Test
    void movesClientsWhenTheirRoleOrTheRulesChange() {
        rules.reconfigure(new RoomSettings(
                List.of(new JoinRule("ruled", Set.of("Editor")), new JoinRule("open", Set.of("*"))),
                Map.of("Editor", Set.of("newsroom"), "Reader", Set.of("readers")),
                List.of()));
        Placement placement = occupants.get(ann.id()).placement();
        placement.begin(user("a", EDITOR)).forEach(ann::join);
        ann.join(Room.custom("trusted"));
        policy(saying(RoomPolicy.Decision.ALLOW));
        for (String room : List.of("ruled", "open", "byPolicy")) {
            asked(ann, "join-room", room);
        }

        placement.review(ann, user("a", EDITOR), false);
        assertThat(ann.rooms()).extracting(Room::name).containsOnly("newsroom", "trusted", "ruled", "open", "byPolicy");
        placement.review(ann, user("a", READER), true);
        assertThat(ann.rooms()).extracting(Room::name).containsOnly("readers", "trusted", "open");
        rules.reconfigure(RoomSettings.NOTHING);
        placement.review(ann, user("a", READER), false);
        assertThat(ann.rooms()).containsOnly(Room.custom("trusted"));
    }

    @Test
    void matchesNamesAgainstPatterns() {
        assertThat(RoomRules.matches("chat-*", "chat-")).isTrue();
        assertThat(RoomRules.matches("*-chat-*", "a-chat-b-chat-c")).isTrue();
        assertThat(RoomRules.matches("*a", "aab")).isFalse();
        assertThat(RoomRules.matches("a.c", "abc")).isFalse();
        assertThat(RoomRules.matches("a", "ab")).isFalse();
        assertThat(RoomRules.matches("*", "")).isTrue();
        assertThat(RoomRules.matches("*a*a*a*a*a*b", "a".repeat(200))).isFalse();
    }
}
