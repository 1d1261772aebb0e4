package dev.pluginio.transport;

import java.util.Set;

/** A client that was admitted to a namespace. All methods may be called on any thread. */
public interface Client {

    /** The public socket id, which the client knows as {@code socket.id}; tells nothing of the connection. */
    String id();

    /** The namespace it is in. */
    String namespace();

    /** What {@link Admission.Admitted} attached. */
    Object attachment();

    /** The rooms it is in now; a snapshot. */
    Set<Room> rooms();

    /** Puts it into a room; without effect if it is in it or has gone. */
    void join(Room room);

    /** Takes it out of a room; without effect if it is not in it. */
    void leave(Room room);

    /**
     * Ends its stay in this namespace: the client sees {@code disconnect} with {@code io server disconnect}; the
     * connection is closed if no other namespace uses it. What was queued for it here and not yet written is dropped,
     * answers to its events included, and nothing queued afterwards reaches it. Without effect if it has gone.
     */
    void disconnect();

    /**
     * Closes the connection, with all namespaces on it, without a word of Socket.IO: the client sees {@code disconnect}
     * with {@code transport close} (or {@code transport error}, if it was between two polls) and connects again by
     * itself, with credentials it is asked for anew. What was queued for it and not yet written is dropped, and nothing
     * queued afterwards reaches it. Without effect if it has gone.
     */
    void reconnect();
}
