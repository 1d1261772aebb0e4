package dev.pluginio.transport;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

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

    /** The rooms it was in when it left; those that it is in now, as long as it is here. */
    default Set<Room> lastRooms() {
        return rooms();
    }

    /**
     * Puts it into a room; without effect if it is in it, has gone, or is in as many rooms as a client may be.
     *
     * @return whether it is in the room now
     */
    boolean join(Room room);

    /** Takes it out of a room; without effect if it is not in it. */
    void leave(Room room);

    /** Whether it is still in its namespace. */
    boolean isPresent();

    /**
     * Queues an event for it alone; without effect if it has gone. What one thread queues for a client, in whatever way,
     * reaches it in that order. Never waits for the client; waits for its event loop if that is thousands of emissions
     * behind.
     */
    void send(String event, Arguments arguments);

    /**
     * Queues an event for it alone, as {@link #send}, which it does not get if it does not have a clearance when its turn
     * comes.
     */
    default void send(String event, Arguments arguments, Clearance needed) {
        if (needed.stands() || needed.permits(attachment())) {
            send(event, arguments);
        }
    }

    /**
     * Queues an event for it alone, as {@link #send}, that asks for an answer.
     *
     * @param timeout how long the answer may take
     * @return completes on the client's event loop, which must not be held up, with the answer: JSON values as null,
     *     Boolean, Number, String, List and Map, binary as byte[]; untrusted. Fails with a {@link NoAnswerException}
     */
    CompletionStage<List<@Nullable Object>> request(String event, Arguments arguments, Duration timeout);

    /**
     * Tells when all that was queued for it by now has been handed to its connection, dropped, or it has gone. Never waits
     * itself.
     *
     * @return completes, never with an error, on the client's event loop, which must not be held up
     */
    CompletionStage<Void> drained();

    /**
     * Ends its stay in this namespace: the client sees {@code disconnect} with {@code io server disconnect}; the
     * connection is closed if no other namespace uses it. What was queued for it here and not yet written is dropped,
     * answers to its events included, and nothing queued afterwards reaches it. Without effect if it has gone.
     */
    void disconnect();

    /**
     * As {@link #disconnect()}, but the client gets one last event before, such as one that tells the reason. What was
     * queued for it and not yet written is dropped all the same. A client that does not take its last words within a few
     * seconds does without them. Without effect if it has gone.
     */
    void disconnect(String event, Arguments arguments);

    /**
     * Closes the connection, with all namespaces on it, without a word of Socket.IO: the client sees {@code disconnect}
     * with {@code transport close} (or {@code transport error}, if it was between two polls) and connects again by
     * itself, with credentials it is asked for anew. What was queued for it and not yet written is dropped, and nothing
     * queued afterwards reaches it. Without effect if it has gone.
     */
    void reconnect();
}
