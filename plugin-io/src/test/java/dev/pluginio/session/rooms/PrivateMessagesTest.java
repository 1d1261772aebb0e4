package dev.pluginio.session.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.session.rooms.RoomSettings.MessageRule;
import dev.pluginio.testing.RecordingClient;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What clients may write to each other. */
class PrivateMessagesTest extends RoomsTesting {

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
}
