package dev.pluginio.session.recovery;

import dev.pluginio.transport.Client;
import dev.pluginio.transport.Room;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What trusted code took from clients that were not there: it counts when they come back. The latest are kept, for some
 * number of clients. Thread-safe.
 */
public final class Removals {

    private static final int MOST = 10_000;
    private static final Removal NOTHING = new Removal(Set.of(), null);

    /** By public socket id, the latest last. */
    private final Map<String, Removal> all = new LinkedHashMap<>();

    /**
     * What was taken from one.
     *
     * @param rooms it is not in these any more
     * @param goodbye ends its stay; null if it may stay
     */
    public record Removal(Set<Room> rooms, @Nullable Consumer<Client> goodbye) {

        /** Takes it from a client that is there. */
        public void from(Client client) {
            rooms.forEach(client::leave);
            if (goodbye != null) {
                goodbye.accept(client);
            }
        }
    }

    /** It is in a room no more. */
    public synchronized void leave(String socketId, Room room) {
        Removal known = take(socketId);
        Set<Room> rooms = new HashSet<>(known.rooms);
        rooms.add(room);
        put(socketId, new Removal(Set.copyOf(rooms), known.goodbye));
    }

    /** Its stay is to end. */
    public synchronized void end(String socketId, Consumer<Client> goodbye) {
        put(socketId, new Removal(take(socketId).rooms, goodbye));
    }

    private void put(String socketId, Removal removal) {
        all.put(socketId, removal);
        if (all.size() > MOST) {
            all.remove(all.keySet().iterator().next());
        }
    }

    /** What counts for a client that may be about to come. */
    public synchronized Removal of(String socketId) {
        return all.getOrDefault(socketId, NOTHING);
    }

    /** What counts for a client that has come, this once. */
    public synchronized Removal take(String socketId) {
        Removal known = all.remove(socketId);
        return known == null ? NOTHING : known;
    }
}
