package dev.pluginio.transport;

import dev.pluginio.api.access.Grantee;
import dev.pluginio.api.access.Role;

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

    /** The room of all clients that have this role or token. */
    public static Room of(Grantee grantee) {
        return new Room(grantee instanceof Role ? Kind.ROLE : Kind.TOKEN, grantee.id());
    }
}
