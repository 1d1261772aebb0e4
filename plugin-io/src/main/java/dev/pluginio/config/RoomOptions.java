package dev.pluginio.config;

import dev.pluginio.session.rooms.RoomSettings;
import jakarta.validation.constraints.Pattern;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The section {@code rooms}. */
record RoomOptions(
        @Setting("Which custom rooms clients may join themselves, by the event join-room; without it, none.")
        List<JoinRuleOptions> join,

        @Setting("The custom rooms that clients of a role are put into when they connect, or get that role:"
                + " lists of names by the role's id or name; '*' for all clients.")
        Map<
                        @Pattern(regexp = ROLE, message = ROLE_MESSAGE) String,
                        List<@Pattern(regexp = NAME, message = NAME_MESSAGE) String>>
                autoJoinByRole,

        @Setting("Which clients may send events to one another, by the event private-message; without it, none.")
        List<MessageRuleOptions> privateMessages) {

    private static final String CONTROL = "\\u0000-\\u001f\\u007f-\\u009f";

    /** What can name a room, or all rooms of a pattern. */
    static final String NAME = "[^\\s" + CONTROL + "]([^" + CONTROL + "]{0,198}[^\\s" + CONTROL + "])?";

    static final String NAME_MESSAGE = "must be 1 to 200 characters without blanks around them, such as 'chat'";

    /** What can name a role. */
    static final String ROLE = "[^\\s](.*[^\\s])?";

    static final String ROLE_MESSAGE = "must be the id or the name of a role, or '*' for all clients";

    RoomOptions() {
        this(List.of(), Map.of(), List.of());
    }

    /** One entry of {@code join}. */
    record JoinRuleOptions(
            @Setting(value = "The names of the rooms, with '*' for any characters.", required = true)
            @Pattern(regexp = NAME, message = NAME_MESSAGE)
            String pattern,

            @Setting(value = "Who may join them: roles by id or name, '*' for all clients.", required = true)
            List<@Pattern(regexp = ROLE, message = ROLE_MESSAGE) String> roles) {

        JoinRuleOptions() {
            this("x", List.of());
        }
    }

    /** One entry of {@code privateMessages}. */
    record MessageRuleOptions(
            @Setting(value = "Who may send: roles by id or name, '*' for all clients.", required = true)
            List<@Pattern(regexp = ROLE, message = ROLE_MESSAGE) String> from,

            @Setting(value = "To whom: roles by id or name, '*' for all clients.", required = true)
            List<@Pattern(regexp = ROLE, message = ROLE_MESSAGE) String> to) {

        MessageRuleOptions() {
            this(List.of(), List.of());
        }
    }

    RoomSettings settings() {
        Map<String, Set<String>> automatic = new HashMap<>();
        autoJoinByRole.forEach((role, rooms) -> automatic.put(role, Set.copyOf(rooms)));
        return new RoomSettings(
                join.stream()
                        .map(rule -> new RoomSettings.JoinRule(rule.pattern(), Set.copyOf(rule.roles())))
                        .toList(),
                automatic,
                privateMessages.stream()
                        .map(rule -> new RoomSettings.MessageRule(Set.copyOf(rule.from()), Set.copyOf(rule.to())))
                        .toList());
    }
}
