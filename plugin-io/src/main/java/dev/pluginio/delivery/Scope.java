package dev.pluginio.delivery;

import dev.pluginio.transport.Room;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * How far something may be heard, whatever permissions say: by those who are, of each of some sets of rooms, in one room
 * at least. Immutable.
 */
final class Scope {

    /** Leaves nobody out. */
    static final Scope EVERYONE = new Scope(List.of(), false);
    /** Lets nobody hear. */
    static final Scope NOBODY = new Scope(List.of(), true);

    private static final List<Part> ALL = List.of(Part.EVERYONE);

    private final List<Set<Room>> within;
    private final boolean nobody;

    private Scope(List<Set<Room>> within, boolean nobody) {
        this.within = within;
        this.nobody = nobody;
    }

    /** The members of these rooms. */
    static Scope of(Set<Room> rooms) {
        return rooms.isEmpty() ? NOBODY : new Scope(List.of(Set.copyOf(rooms)), false);
    }

    boolean isNobody() {
        return nobody;
    }

    /** Those who are in both. */
    Scope and(Scope other) {
        if (nobody || other.nobody) {
            return NOBODY;
        }
        if (within.isEmpty() || other.within.isEmpty()) {
            return within.isEmpty() ? other : this;
        }
        Set<Set<Room>> both = new LinkedHashSet<>(within);
        both.addAll(other.within);
        return both.size() == within.size() ? this : new Scope(List.copyOf(both), false);
    }

    /** All who are in it. */
    List<Part> all() {
        if (nobody) {
            return List.of();
        }
        return within.isEmpty() ? ALL : List.of(new Part(within, Set.of()));
    }

    /** Those who are in this one and not in the other, in parts that have nobody in common. */
    List<Part> minus(Scope other) {
        if (nobody || other.nobody) {
            return all();
        }
        if (other == this || other.within.isEmpty()) {
            return List.of();
        }
        List<Part> parts = List.of();
        Set<Set<Room>> inside = new LinkedHashSet<>(within);
        for (Set<Room> missed : other.within) {
            // those who are in all the sets before, and not in this one; in a set of our own are all of us
            if (!inside.contains(missed)) {
                parts = parts.isEmpty() ? new ArrayList<>(2) : parts;
                parts.add(new Part(List.copyOf(inside), missed));
                inside.add(missed);
            }
        }
        return parts;
    }

    /** Whether somebody in these rooms, and no others, is in it. */
    boolean includes(Set<Room> rooms) {
        return !nobody && isInEach(within, rooms);
    }

    private static boolean isInEach(List<Set<Room>> sets, Set<Room> rooms) {
        for (Set<Room> set : sets) {
            if (Collections.disjoint(set, rooms)) {
                return false;
            }
        }
        return true;
    }

    /** Those who are in each of some sets of rooms, and in none of some other rooms. */
    record Part(List<Set<Room>> within, Set<Room> except) {
        static final Part EVERYONE = new Part(List.of(), Set.of());

        boolean includes(Set<Room> rooms) {
            return isInEach(within, rooms) && Collections.disjoint(except, rooms);
        }
    }
}
