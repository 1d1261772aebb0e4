package dev.pluginio.session.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.api.access.ApiToken;
import dev.pluginio.api.access.Principal;
import dev.pluginio.session.rooms.RoomSettings.JoinRule;
import dev.pluginio.testing.RecordingClient;
import dev.pluginio.transport.Room;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What clients may do about rooms, by rules. */
class RoomEventsTest extends RoomsTesting {

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
