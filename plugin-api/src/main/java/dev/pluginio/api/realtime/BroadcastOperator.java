package dev.pluginio.api.realtime;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Chooses who is to hear something, and sends it. Each step gives a new one and leaves this one as it is:
 *
 * <pre>{@code
 * io.to("chat").except("muted").emit("message", Map.of("text", "Hello"));
 * io.to(Room.user(id)).timeout(Duration.ofSeconds(5)).emitWithAck("confirm", question);
 * }</pre>
 *
 * <p>It is for trusted code: nobody's permissions are asked. May be used on any thread. No call waits for a client. Let
 * go of it when the plugin stops.
 *
 * @since 0.1
 */
public interface BroadcastOperator {

    /** How long clients have to answer, where nothing else is said. */
    Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

    /**
     * Sends to the members of custom rooms, beside those named before; a client in several of them gets one copy.
     *
     * @param rooms the names, at least one
     * @return one that sends to these too
     * @throws IllegalArgumentException if there is no name, or one that cannot name a room
     */
    BroadcastOperator to(String... rooms);

    /**
     * Sends to the members of rooms of any kind, beside those named before.
     *
     * @param rooms the rooms, at least one
     * @return one that sends to these too
     * @throws IllegalArgumentException if there is no room
     */
    BroadcastOperator to(Room... rooms);

    /**
     * Leaves out the members of custom rooms.
     *
     * @param rooms the names
     * @return one that does not send to these
     * @throws IllegalArgumentException if one of them cannot name a room
     */
    BroadcastOperator except(String... rooms);

    /**
     * Leaves out the members of rooms of any kind.
     *
     * @param rooms the rooms
     * @return one that does not send to these
     */
    BroadcastOperator except(Room... rooms);

    /**
     * Leaves out single clients.
     *
     * @param socketIds their ids; those of clients that are not there do no harm
     * @return one that does not send to these
     */
    BroadcastOperator exceptSockets(String... socketIds);

    /**
     * Chooses the form of what is sent, in place of the configured one.
     *
     * @param envelope the form
     * @return one that sends in that form
     */
    BroadcastOperator envelope(Envelope envelope);

    /**
     * Keeps sensitive names in what is sent. For data that is known to be meant for all who hear it.
     *
     * @return one that sends data as given
     */
    BroadcastOperator unfiltered();

    /**
     * Does not let what is sent wait for a client that cannot take it just now, as Socket.IO's {@code volatile}: such a
     * client never hears it.
     *
     * @return one whose {@link #emit} drops rather than waits
     */
    BroadcastOperator droppable();

    /**
     * Keeps what is sent, for a while, for clients whose connection was lost and who come back, if they are in the audience
     * by then; in memory, as {@link RawRequest#retained()} tells. Nothing that asks for an answer can be kept.
     *
     * @return one whose {@link #emit} keeps what it sends
     */
    BroadcastOperator retained();

    /**
     * Says how long clients have to answer {@link #emitWithAck}; otherwise it is {@link #DEFAULT_TIMEOUT}.
     *
     * @param timeout at least a millisecond
     * @return one that waits that long
     * @throws IllegalArgumentException if it is shorter than a millisecond
     */
    BroadcastOperator timeout(Duration timeout);

    /**
     * Sends an event, behind everything that the host committed before.
     *
     * @param event the name
     * @param data whatever {@link RawRequest#of} takes
     * @return completes with how far it was sent
     * @throws IllegalArgumentException if the name is blank or reserved, or the data cannot be written as JSON
     */
    CompletionStage<Reach> emit(String event, @Nullable Object data);

    /**
     * Sends an event, behind everything that the host committed before, and asks each client for an answer.
     *
     * @param event the name
     * @param data whatever {@link RawRequest#of} takes
     * @return completes with the answers, once all are there or the time is over
     * @throws IllegalArgumentException if the name is blank or reserved, or the data cannot be written as JSON
     */
    CompletionStage<Answers> emitWithAck(String event, @Nullable Object data);

    /**
     * Who would hear it now.
     *
     * @return completes with the clients
     */
    CompletionStage<List<SocketInfo>> sockets();
}
