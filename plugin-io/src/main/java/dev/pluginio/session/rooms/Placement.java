package dev.pluginio.session.rooms;

import dev.pluginio.api.access.Principal;
import dev.pluginio.transport.Client;
import dev.pluginio.transport.Room;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The custom rooms that one client is in because of its role, or because it asked. Those that trusted code put it into are
 * not its business. Thread-safe.
 */
public final class Placement {

    private final RoomRules rules;
    private Set<Room> automatic = Set.of();
    private Set<Room> over = Set.of();
    private @Nullable RoomSettings begunBy;
    private @Nullable Map<Room, Boolean> joined;

    /** Places nobody yet. */
    public Placement(RoomRules rules) {
        this.rules = rules;
    }

    /** The same, if it is somebody's own; else one for somebody who begins to have one. */
    public Placement own() {
        return this == rules.nowhere() ? new Placement(rules) : this;
    }

    /** Whether it says of this client that it is, or should be, somewhere. */
    public boolean concerns(Principal principal) {
        return this != rules.nowhere() || !rules.automatic(principal).isEmpty();
    }

    /** The rooms that the client is in from the first moment. */
    public synchronized Set<Room> begin(Principal principal) {
        begunBy = rules.settings();
        automatic = Set.copyOf(rules.automatic(principal));
        return automatic;
    }

    /** The client has entered, when it can be found: if other rules hold since {@link #begin}, they count. */
    public synchronized void entered(Client client, Principal principal) {
        if (begunBy != rules.settings()) {
            review(client, principal, false);
        }
    }

    /** The client itself has joined a room, by a rule or by the word of a plugin. */
    synchronized void joined(Room room, boolean byRule) {
        if (joined == null) {
            joined = new HashMap<>(4);
        }
        joined.put(room, byRule);
    }

    /** Which of some custom rooms the client joined itself, and into which others somebody put it who may. */
    public synchronized Kept keep(Set<Room> rooms) {
        Set<Room> own = new HashSet<>();
        Set<Room> given = new HashSet<>();
        for (Room room : rooms) {
            if (room.kind() != Room.Kind.CUSTOM) {
                continue;
            }
            if (over.contains(room) || joined != null && joined.containsKey(room)) {
                own.add(room); // one that is over it may be in only because it was leaving already
            } else if (!automatic.contains(room)) {
                given.add(room);
            }
        }
        return new Kept(own, given);
    }

    /**
     * The rooms of a client that may come back.
     *
     * @param joined those that it has to be let into again
     * @param given those that it is in without being asked
     */
    public record Kept(Set<Room> joined, Set<Room> given) {
        public Kept {
            joined = Set.copyOf(joined);
            given = Set.copyOf(given);
        }

        /** The same, but for some. */
        public Kept without(Set<Room> some) {
            return new Kept(others(joined, some), others(given, some));
        }

        private static Set<Room> others(Set<Room> rooms, Set<Room> some) {
            Set<Room> others = new HashSet<>(rooms);
            others.removeAll(some);
            return others;
        }
    }

    synchronized void left(Room room) {
        if (joined != null) {
            joined.remove(room);
        }
    }

    /**
     * The rules, or who the client is, may have changed: it leaves the rooms that it was put into or let into by what holds
     * no more, and is put into others.
     *
     * @param isSomebodyElse whether what plugins said of it counts no more either
     */
    public synchronized void review(Client client, Principal principal, boolean isSomebodyElse) {
        Set<Room> now = Set.copyOf(rules.automatic(principal));
        automatic.stream().filter(room -> !now.contains(room)).forEach(room -> leave(client, room));
        automatic = now;
        now.forEach(client::join);
        if (joined != null) {
            joined.entrySet().removeIf(entry -> {
                boolean isOver = (isSomebodyElse || entry.getValue())
                        && !rules.mayJoin(principal, entry.getKey().name());
                if (isOver && !now.contains(entry.getKey())) {
                    leave(client, entry.getKey());
                }
                return isOver;
            });
        }
    }

    private void leave(Client client, Room room) {
        Set<Room> all = new HashSet<>(over);
        all.add(room);
        over = all;
        client.leave(room);
    }
}
