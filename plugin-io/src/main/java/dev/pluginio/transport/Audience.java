package dev.pluginio.transport;

import java.util.Set;

/**
 * Who is to get something.
 *
 * @param namespace such as {@code /}
 * @param rooms the rooms whose members are meant, each member once; empty for all clients of the namespace
 */
public record Audience(String namespace, Set<Room> rooms) {

    /** The namespace that every client can enter without naming one. */
    public static final String ROOT = "/";

    public Audience {
        rooms = Set.copyOf(rooms);
    }

    /** All clients of a namespace. */
    public static Audience everyone(String namespace) {
        return new Audience(namespace, Set.of());
    }
}
