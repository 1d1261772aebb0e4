package dev.pluginio.transport;

/**
 * A group of clients. The kind is part of the identity, so that no name a client chooses can mean another kind's room.
 *
 * @param kind what the members have in common
 * @param name the name within the kind
 */
public record Room(Kind kind, String name) {

    /** What the members of a room have in common. */
    public enum Kind {
        ROLE,
        TOKEN,
        USER,
        ENTITY,
        CUSTOM
    }
}
