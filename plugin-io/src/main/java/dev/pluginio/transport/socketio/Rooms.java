package dev.pluginio.transport.socketio;

import dev.pluginio.transport.Room;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rooms of one client. Most clients are in very few, and there are very many clients: so few rooms stand in an array
 * that just holds them. Not thread-safe.
 */
final class Rooms {

    private static final int FEW = 8;

    private Room[] few;
    private @Nullable Set<Room> many;

    Rooms(Set<Room> rooms) {
        this.few = rooms.size() > FEW ? new Room[0] : rooms.toArray(Room[]::new);
        this.many = rooms.size() > FEW ? new HashSet<>(rooms) : null;
    }

    /** Whether it was not yet there. */
    boolean add(Room room) {
        if (many != null) {
            return many.add(room);
        }
        if (Arrays.asList(few).contains(room)) {
            return false;
        }
        if (few.length == FEW) {
            many = new HashSet<>(Arrays.asList(few));
            few = new Room[0];
            return many.add(room);
        }
        few = Arrays.copyOf(few, few.length + 1);
        few[few.length - 1] = room;
        return true;
    }

    /** Whether it was there. */
    boolean remove(Room room) {
        if (many != null) {
            return many.remove(room);
        }
        int at = Arrays.asList(few).indexOf(room);
        if (at < 0) {
            return false;
        }
        Room[] left = Arrays.copyOf(few, few.length - 1);
        System.arraycopy(few, at + 1, left, at, left.length - at);
        few = left;
        return true;
    }

    boolean contains(Room room) {
        return many != null ? many.contains(room) : Arrays.asList(few).contains(room);
    }

    /** One that is in both; always the same, as long as neither changes. */
    @Nullable
    Room firstOf(Set<Room> others) {
        if (others.isEmpty()) {
            return null;
        }
        for (Room room : many != null ? many : Arrays.asList(few)) {
            if (others.contains(room)) {
                return room;
            }
        }
        return null;
    }

    int size() {
        return many != null ? many.size() : few.length;
    }

    /** Those that are there now. */
    List<Room> all() {
        return many != null ? List.copyOf(many) : List.of(few);
    }
}
