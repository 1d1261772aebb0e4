package dev.pluginio.api.realtime;

import dev.pluginio.api.access.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One client in one namespace, as handlers see it. Two of them are equal if they stand for the same stay of the same
 * client. All methods may be called on any thread, at any time; none waits for the client. Once the client has gone they
 * have no effect; let go of it in {@link ConnectionHandler#disconnected}.
 *
 * <p>What is sent may be null, a boolean, a number, a text, a {@code java.time} value, a {@code byte[]}, or a map,
 * collection, array or record of such, to any depth; a {@code byte[]} arrives as binary data, wherever it stands. It is
 * read during the call and may be changed afterwards. A copy without sensitive names (such as {@code password}) is sent,
 * unless {@link #unfiltered()} was asked for.
 *
 * @since 0.1
 */
public interface IoSocket {

    /**
     * The id, which the client knows as {@code socket.id}.
     *
     * @return the id; unique, and not to be guessed
     */
    String id();

    /**
     * The namespace it is in.
     *
     * @return the name, such as {@code /}
     */
    String namespace();

    /**
     * Who it is.
     *
     * @return nobody in particular, a user with a role, or an API token
     */
    Principal principal();

    /**
     * What the {@link dev.pluginio.api.realtime.AuthStrategy} that admitted it lets handlers know of the payload of its
     * handshake. Only handlers of the plugin that the strategy belongs to get it.
     *
     * @return JSON values, binary as {@code byte[]}; empty if another plugin, or the host, admitted it
     */
    Map<String, @Nullable Object> auth();

    /**
     * The custom rooms it is in now.
     *
     * @return a snapshot of their names
     */
    Set<String> rooms();

    /**
     * Puts it into a custom room. In the namespace {@code /}, {@link RawRequest#rooms} reaches it there, and whatever
     * this thread sends to the room afterwards reaches the client; rooms of other namespaces are not reached by it. A
     * name never means a role's, token's, user's or entry's room.
     *
     * @param room the name
     * @return whether it is in the room now; false if it has gone, or is in as many rooms as a client may be
     * @throws IllegalArgumentException if the name is blank, too long, or has control characters
     */
    boolean join(String room);

    /**
     * Takes it out of a custom room.
     *
     * @param room the name
     */
    void leave(String room);

    /**
     * Sends it an event. What one thread sends to a client arrives in that order.
     *
     * @param event the name
     * @param arguments what the client's listener gets, one by one; a null array is one null
     * @throws IllegalArgumentException if the name is blank or reserved by Socket.IO, or there is something in the
     *     arguments that cannot be sent
     */
    void emit(String event, @Nullable Object @Nullable ... arguments);

    /**
     * Sends it an event and asks for an answer.
     *
     * @param timeout how long the answer may take, at least a millisecond
     * @param event the name
     * @param arguments what the client's listener gets before the callback, one by one
     * @return completes, on a thread of the plugin that may be held up, with what the client gave its callback: JSON
     *     values as null, Boolean, Number, String, List and Map, binary as {@code byte[]}; untrusted. Completes with a
     *     {@link RealtimeException} if there is no answer in time, the client leaves, or too many of its answers are
     *     awaited already
     * @throws IllegalArgumentException if the name is blank or reserved by Socket.IO, there is something in the
     *     arguments that cannot be sent, or the timeout is shorter than a millisecond
     */
    CompletionStage<List<@Nullable Object>> emitWithAck(
            Duration timeout, String event, @Nullable Object @Nullable ... arguments);

    /**
     * The same client, sent to without leaving sensitive names out. For data that is known to be meant for it.
     *
     * @return a socket whose {@code emit} and {@code emitWithAck} send data as given
     */
    IoSocket unfiltered();

    /**
     * Whether it is still there.
     *
     * @return false from the moment it has left or was sent away
     */
    boolean isConnected();

    /**
     * Ends its stay in this namespace; it sees {@code disconnect} with {@code io server disconnect}. What was sent to it
     * just before may be withheld; to be sure that it arrived, ask for an answer first.
     */
    void disconnect();
}
