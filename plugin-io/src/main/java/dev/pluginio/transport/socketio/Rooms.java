package dev.pluginio.transport.socketio;

import dev.pluginio.transport.Room;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rooms of one client, each once, in an array that just holds them: most clients are in very few, and there are very
 * many clients. An array is never changed, but replaced by another.
 */
final class Rooms {

    private Rooms() {}

    static Room[] of(Set<Room> rooms) {
        return rooms.toArray(Room[]::new);
    }

    /** Those and one that is not yet there. */
    static Room[] with(Room[] rooms, Room more) {
        Room[] all = Arrays.copyOf(rooms, rooms.length + 1);
        all[rooms.length] = more;
        return all;
    }

    /** All of those but one. */
    static Room[] without(Room[] rooms, Room less) {
        return Arrays.stream(rooms).filter(room -> !room.equals(less)).toArray(Room[]::new);
    }

    static boolean contain(Room[] rooms, Room room) {
        return Arrays.asList(rooms).contains(room);
    }

    /** The first that is in both; null if none is. */
    static @Nullable Room firstOf(Room[] rooms, Set<Room> others) {
        if (others.isEmpty()) {
            return null;
        }
        for (Room room : rooms) {
            if (others.contains(room)) {
                return room;
            }
        }
        return null;
    }
}
