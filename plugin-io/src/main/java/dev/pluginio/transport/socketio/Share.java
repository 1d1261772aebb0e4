package dev.pluginio.transport.socketio;

import dev.pluginio.transport.Audience;
import dev.pluginio.transport.Room;
import dev.pluginio.transport.dense.Index;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The clients of a namespace that live on one event loop, and their rooms as that loop has heard of them: so each change
 * of a room counts for exactly those emissions that come after it. Confined to the loop.
 */
final class Share {

    private final Set<Member> members = Index.plain();
    private final Map<Room, Set<Member>> rooms = new HashMap<>();
    int visits;

    void enter(Member member) {
        members.add(member);
    }

    /** Without effect for a client that has gone. */
    void join(Room room, Member member) {
        if (members.contains(member)) {
            rooms.computeIfAbsent(room, key -> Index.plain()).add(member);
        }
    }

    void leave(Room room, Member member) {
        rooms.computeIfPresent(room, (key, set) -> {
            set.remove(member);
            return set.isEmpty() ? null : set;
        });
    }

    void exit(Room[] left, Member member) {
        members.remove(member);
        for (Room room : left) {
            leave(room, member);
        }
    }

    /**
     * Finds each client of an audience once. Goes through the smallest part that it can be in, and looks up the rest.
     *
     * @return how many there were
     */
    int each(Audience audience, Consumer<Member> found) {
        if (audience.isPlain() && audience.rooms().size() <= 1) {
            Set<Member> all = audience.rooms().isEmpty()
                    ? members
                    : in(audience.rooms().iterator().next());
            all.forEach(found);
            return all.size();
        }
        return eachOfSeveral(audience, found);
    }

    private Set<Member> in(Room room) {
        return rooms.getOrDefault(room, Set.of());
    }

    private int eachOfSeveral(Audience audience, Consumer<Member> found) {
        List<List<Set<Member>>> wanted = new ArrayList<>();
        if (!audience.rooms().isEmpty()) {
            wanted.add(joined(audience.rooms()));
        }
        audience.within().forEach(set -> wanted.add(joined(set)));
        List<Set<Member>> narrowest =
                wanted.stream().min(Comparator.comparingInt(Share::size)).orElse(List.of(members));
        wanted.remove(narrowest);
        List<Set<Member>> unwanted = joined(audience.except());
        Set<RandomId> ids = audience.exceptClients().stream()
                .map(RandomId::of)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        int visit = nextVisit();
        int count = 0;
        for (Set<Member> candidates : narrowest) {
            for (Member member : candidates) {
                if (member.lastVisit == visit) {
                    continue;
                }
                member.lastVisit = visit;
                if (isInAll(wanted, member)
                        && !isInOne(unwanted, member)
                        && (ids.isEmpty() || !ids.contains(member.key()))) {
                    found.accept(member);
                    count++;
                }
            }
        }
        return count;
    }

    /** A number that no member has: when all have been given, they begin anew. */
    private int nextVisit() {
        visits++;
        if (visits == 0) {
            members.forEach(member -> member.lastVisit = 0);
            visits = 1;
        }
        return visits;
    }

    /** Those of some rooms that have members here, the largest first: that is where a client most likely is. */
    private List<Set<Member>> joined(Set<Room> some) {
        List<Set<Member>> joined = new ArrayList<>();
        for (Room room : some) {
            @Nullable Set<Member> set = rooms.get(room);
            if (set != null) {
                joined.add(set);
            }
        }
        if (joined.size() > 1) {
            joined.sort(Comparator.comparingInt((Set<Member> set) -> set.size()).reversed());
        }
        return joined;
    }

    private static int size(List<Set<Member>> sets) {
        int size = 0;
        for (Set<Member> set : sets) {
            size += set.size();
        }
        return size;
    }

    private static boolean isInAll(List<List<Set<Member>>> groups, Member member) {
        for (List<Set<Member>> sets : groups) {
            if (!isInOne(sets, member)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isInOne(List<Set<Member>> sets, Member member) {
        for (Set<Member> set : sets) {
            if (set.contains(member)) {
                return true;
            }
        }
        return false;
    }
}
