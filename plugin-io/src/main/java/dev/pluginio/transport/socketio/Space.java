package dev.pluginio.transport.socketio;

import dev.pluginio.transport.Room;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A namespace: who is in it and in its rooms, as seen by every thread. The event loops keep their own share of it. */
final class Space {

    private final String name;
    private final Set<Member> members = ConcurrentHashMap.newKeySet();
    private final ConcurrentHashMap<Room, Set<Member>> rooms = new ConcurrentHashMap<>();

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
        rooms.compute(room, (key, set) -> {
            Set<Member> joined = set == null ? ConcurrentHashMap.newKeySet() : set;
            joined.add(member);
            return joined;
        });
    }

    void leave(Room room, Member member) {
        rooms.computeIfPresent(room, (key, set) -> {
            set.remove(member);
            return set.isEmpty() ? null : set;
        });
    }

    /** How many clients are in at least one of the rooms, or in the namespace if no room is named. */
    int count(Set<Room> audience) {
        if (audience.isEmpty()) {
            return members.size();
        }
        int count = 0;
        for (Room room : audience) {
            Set<Member> joined = rooms.get(room);
            if (joined == null) {
                continue;
            }
            if (audience.size() == 1) {
                return joined.size();
            }
            for (Member member : joined) {
                // a client that is in several of the rooms counts in one of them
                if (room.equals(member.firstOf(audience))) {
                    count++;
                }
            }
        }
        return count;
    }
}
