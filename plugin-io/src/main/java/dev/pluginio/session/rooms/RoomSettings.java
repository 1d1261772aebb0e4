package dev.pluginio.session.rooms;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What clients may do about rooms without a plugin's help. A role is named by its id or its name; {@code *} is anybody.
 *
 * @param join who may join which custom rooms; nobody any, if empty
 * @param autoJoinByRole the custom rooms that clients of a role are in from the first moment
 * @param privateMessages who may send to whom; nobody to anybody, if empty
 */
public record RoomSettings(
        List<JoinRule> join, Map<String, Set<String>> autoJoinByRole, List<MessageRule> privateMessages) {

    /** What holds where nothing else is configured: nothing is permitted. */
    public static final RoomSettings NOTHING = new RoomSettings(List.of(), Map.of(), List.of());

    public RoomSettings {
        join = List.copyOf(join);
        Map<String, Set<String>> rooms = new HashMap<>();
        autoJoinByRole.forEach((role, names) -> rooms.put(role, Set.copyOf(names)));
        autoJoinByRole = Map.copyOf(rooms);
        privateMessages = List.copyOf(privateMessages);
    }

    /**
     * Who may join some rooms.
     *
     * @param pattern their names, with {@code *} for any characters
     * @param roles who
     */
    public record JoinRule(String pattern, Set<String> roles) {
        public JoinRule {
            roles = Set.copyOf(roles);
        }
    }

    /**
     * Who may send to whom.
     *
     * @param from who
     * @param to to whom
     */
    public record MessageRule(Set<String> from, Set<String> to) {
        public MessageRule {
            from = Set.copyOf(from);
            to = Set.copyOf(to);
        }
    }
}
