package dev.pluginio.transport;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who is to get something. Whoever is meant in several ways is meant once.
 *
 * @param namespace such as {@code /}
 * @param rooms the rooms whose members are meant; empty for all clients of the namespace
 * @param within sets of rooms: of each of them a client must be in one room at least
 * @param except rooms whose members are left out
 * @param exceptClients ids of clients that are left out
 */
public record Audience(
        String namespace, Set<Room> rooms, List<Set<Room>> within, Set<Room> except, Set<String> exceptClients) {

    /** The namespace that every client can enter without naming one. */
    public static final String ROOT = "/";

    public Audience {
        rooms = Set.copyOf(rooms);
        within = within.isEmpty() ? List.of() : within.stream().map(Set::copyOf).toList();
        except = Set.copyOf(except);
        exceptClients = Set.copyOf(exceptClients);
    }

    /**
     * The members of rooms, none left out.
     *
     * @param namespace such as {@code /}
     * @param rooms the rooms; empty for all clients of the namespace
     */
    public Audience(String namespace, Set<Room> rooms) {
        this(namespace, rooms, List.of(), Set.of(), Set.of());
    }

    /** All clients of a namespace. */
    public static Audience everyone(String namespace) {
        return new Audience(namespace, Set.of());
    }

    /** Those of them who are in one of these rooms at least; nobody, if there are none. */
    public Audience within(Set<Room> others) {
        List<Set<Room>> all = Stream.concat(within.stream(), Stream.of(others)).toList();
        return new Audience(namespace, rooms, all, except, exceptClients);
    }

    /** Those of them who are in none of these rooms either. */
    public Audience except(Set<Room> others) {
        return new Audience(namespace, rooms, within, union(except, others), exceptClients);
    }

    /** Those of them who have none of these ids either. */
    public Audience exceptClients(Set<String> ids) {
        return new Audience(namespace, rooms, within, except, union(exceptClients, ids));
    }

    private static <T> Set<T> union(Set<T> some, Set<T> others) {
        return some.isEmpty()
                ? others
                : Stream.concat(some.stream(), others.stream()).collect(Collectors.toSet());
    }

    /**
     * Whether it means a client.
     *
     * @param where the client's namespace
     * @param id its socket id
     * @param its the rooms that it is in
     */
    public boolean means(String where, String id, Set<Room> its) {
        return where.equals(namespace)
                && (rooms.isEmpty() || rooms.stream().anyMatch(its::contains))
                && within.stream().allMatch(some -> some.stream().anyMatch(its::contains))
                && except.stream().noneMatch(its::contains)
                && !exceptClients.contains(id);
    }

    /** Whether it is the members of its rooms, whatever else they are. */
    public boolean isPlain() {
        return within.isEmpty() && except.isEmpty() && exceptClients.isEmpty();
    }
}
