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
        /** A role of the host; its id. */
        ROLE,
        /** An API token; its id. */
        TOKEN,
        /** A user who is logged in; their id. */
        USER,
        /** They asked for one entry; {@link #entity}. */
        ENTITY,
        /** They asked for a content type; its uid. */
        TYPE,
        /** Whatever somebody made the room for. */
        CUSTOM,
        /** They have not yet been given what they missed. */
        BEHIND
    }

    /** The room of all clients that get what is new only after they were given what they missed. */
    public static final Room BEHIND = new Room(Kind.BEHIND, "");

    /** The room of all clients that have this role or token. */
    public static Room of(Grantee grantee) {
        return new Room(grantee instanceof Role ? Kind.ROLE : Kind.TOKEN, grantee.id());
    }

    /** The room of all clients of this user. */
    public static Room user(String id) {
        return new Room(Kind.USER, id);
    }

    /**
     * The room of all clients that asked for an entry.
     *
     * @param uid the entry's content type
     * @param key its documentId, or its id if the type has no documentIds
     */
    public static Room entity(String uid, String key) {
        return new Room(Kind.ENTITY, uid + "#" + key);
    }

    /** The room of all clients that asked for a content type. */
    public static Room type(String uid) {
        return new Room(Kind.TYPE, uid);
    }

    /** A room that plugins, or clients that may, made by naming it. */
    public static Room custom(String name) {
        return new Room(Kind.CUSTOM, name);
    }
}
