package dev.pluginio.transport.socketio;

import dev.pluginio.transport.Audience;
import dev.pluginio.transport.Client;
import dev.pluginio.transport.Room;
import dev.pluginio.transport.dense.Index;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A namespace: who is in it and in its rooms, as seen by every thread. The event loops keep their own share of it. */
final class Space {

    private final String name;
    private final Index<RandomId, Member> members = new Index<>(Member::key);
    private final Map<Room, Joined> rooms = new ConcurrentHashMap<>();

    /** Who is in a room. */
    private record Joined(Room room, Set<Member> members) {}

    Space(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    void enter(Member member) {
        members.add(member);
    }

    void leave(Member member) {
        members.remove(member);
    }

    void join(Room room, Member member) {
        rooms.compute(room, (key, known) -> {
            Joined joined = known == null ? new Joined(room, Index.plain()) : known;
            joined.members().add(member);
            return joined;
        });
    }

    void leave(Room room, Member member) {
        rooms.computeIfPresent(room, (key, joined) -> {
            joined.members().remove(member);
            return joined.members().isEmpty() ? null : joined;
        });
    }

    /** The same room, as the one object that all who are in it can hold. */
    Room shared(Room room) {
        Joined joined = rooms.get(room);
        return joined == null ? room : joined.room();
    }

    private Set<Member> joined(Room room) {
        Joined joined = rooms.get(room);
        return joined == null ? Set.of() : joined.members();
    }

    @Nullable
    Member find(RandomId id) {
        return members.get(id);
    }

    /** The rooms that have members, and how many. */
    Map<Room, Integer> sizes() {
        Map<Room, Integer> sizes = new HashMap<>();
        rooms.forEach((room, joined) -> sizes.put(room, joined.members().size()));
        return sizes;
    }

    /** How many clients an audience has; of clients that change rooms meanwhile, some may be counted twice or not. */
    int count(Audience audience) {
        boolean isPlain = isPlain(audience);
        if (isPlain && audience.rooms().isEmpty()) {
            return members.size();
        } else if (isPlain && audience.rooms().size() == 1) {
            return size(audience.rooms());
        }
        int[] count = new int[1];
        each(audience, member -> count[0]++);
        return count[0];
    }

    /** Rooms in which nobody is leave nobody out. */
    private boolean isPlain(Audience audience) {
        return audience.isPlain()
                || audience.within().isEmpty() && audience.exceptClients().isEmpty() && size(audience.except()) == 0;
    }

    /** The clients of an audience, each once. */
    List<Client> members(Audience audience) {
        Set<Client> found = Collections.newSetFromMap(new IdentityHashMap<>());
        each(audience, found::add);
        return List.copyOf(found);
    }

    /** Goes through the smallest part that the audience can be in, and asks each client there about the rest. */
    private void each(Audience audience, Consumer<Member> found) {
        Set<Room> narrowest = narrowest(audience);
        if (narrowest == null) {
            for (Member member : members) {
                if (member.isOf(audience)) {
                    found.accept(member);
                }
            }
            return;
        }
        for (Room room : narrowest) {
            for (Member member : joined(room)) {
                // a client that is in several of the rooms counts in one of them
                if (room.equals(member.firstOf(narrowest)) && member.isOf(audience)) {
                    found.accept(member);
                }
            }
        }
    }

    /** Of the sets of rooms in each of which the clients must be, the one with the fewest; null if there is none. */
    private @Nullable Set<Room> narrowest(Audience audience) {
        @Nullable Set<Room> narrowest = audience.rooms().isEmpty() ? null : audience.rooms();
        if (audience.within().isEmpty()) {
            return narrowest;
        }
        int least = narrowest == null ? Integer.MAX_VALUE : size(narrowest);
        for (Set<Room> candidate : audience.within()) {
            int size = size(candidate);
            if (narrowest == null || size < least) {
                narrowest = candidate;
                least = size;
            }
        }
        return narrowest;
    }

    private int size(Set<Room> some) {
        int size = 0;
        for (Room room : some) {
            size += joined(room).size();
        }
        return size;
    }
}
