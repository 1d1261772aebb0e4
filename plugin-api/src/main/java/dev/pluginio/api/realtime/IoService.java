package dev.pluginio.api.realtime;

import dev.pluginio.api.content.ContentType;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.pf4j.ExtensionPoint;

/**
 * Sends events to clients. The plugin has one extension of this type while it runs:
 *
 * <pre>{@code
 * IoService io = pluginManager.getExtensions(IoService.class).get(0);
 * io.emit("publish", "api::article.article", article);
 * io.raw("maintenance", Map.of("minutes", 10));
 * }</pre>
 *
 * <p>May be called on any thread, concurrently. No call waits for a client. A wrong argument is told by an exception at
 * once; what goes wrong later completes the returned stage with a {@link RealtimeException}.
 *
 * @since 0.1
 */
public interface IoService extends ExtensionPoint {

    /**
     * Sends an event of a content type, named {@code singularName:action}, to all whose role or token may do
     * {@code uid.action} (or read, where so configured), each in its own view: private attributes, sensitive names,
     * unreadable relations and whatever the catalogue does not name are left out, and the type's configured relations
     * apply.
     *
     * <p>Inside a transaction of the host it goes out after the commit, or not at all; if the action is a built-in one
     * and the same transaction makes the same change to the entry, there is one event. A type with drafts is heard only
     * by those who may find drafts, unless the data has a {@code publishedAt}.
     *
     * @param request what to send
     * @return completes with how many audiences and clients it was handed to; with {@link Reach#NOBODY} if a rollback
     *     took it back
     * @throws IllegalArgumentException if the content type is unknown or the data is of none of the permitted kinds
     */
    CompletionStage<Reach> emit(EmitRequest request);

    /**
     * Sends an event of a content type.
     *
     * @param action a built-in action or a custom word
     * @param uid the content type's uid
     * @param data an entry, a map, an entity, or a collection of such
     * @return completes with how far it was sent
     * @throws IllegalArgumentException if the content type is unknown or the data is of none of the permitted kinds
     * @see #emit(EmitRequest)
     */
    default CompletionStage<Reach> emit(String action, String uid, Object data) {
        return emit(EmitRequest.of(action, uid, data));
    }

    /**
     * Sends an event of a content type.
     *
     * @param action a built-in action or a custom word
     * @param type the content type
     * @param data an entry, a map, an entity, or a collection of such
     * @return completes with how far it was sent
     * @throws IllegalArgumentException if the content type is unknown or the data is of none of the permitted kinds
     * @see #emit(EmitRequest)
     */
    default CompletionStage<Reach> emit(String action, ContentType type, Object data) {
        return emit(EmitRequest.of(action, type.uid(), data));
    }

    /**
     * Sends an event of any name, without asking for permissions: to every admitted client of the namespace {@code /},
     * or to rooms. Data of a content type belongs to {@link #emit}: it alone asks who may see what.
     *
     * @param request what to send
     * @return completes with how far it was sent
     * @throws IllegalArgumentException if the data cannot be written as JSON
     */
    CompletionStage<Reach> raw(RawRequest request);

    /**
     * Sends an event of any name to every admitted client.
     *
     * @param event the name
     * @param data what to send; a copy without sensitive names is sent
     * @return completes with how far it was sent
     * @throws IllegalArgumentException if the name is blank or reserved, or the data cannot be written as JSON
     * @see #raw(RawRequest)
     */
    default CompletionStage<Reach> raw(String event, @Nullable Object data) {
        return raw(RawRequest.of(event, data));
    }

    /**
     * Puts a client into a custom room of its namespace. For trusted code: no rule of rooms is asked. What this thread
     * sends to the room afterwards reaches the client.
     *
     * @param socketId the client, of whatever namespace
     * @param room the name
     * @return whether it is in the room now; false if there is no such client, or it is in as many rooms as a client may be
     * @throws IllegalArgumentException if the name is blank, too long, or has control characters
     */
    boolean joinRoom(String socketId, String room);

    /**
     * Takes a client out of a custom room. For trusted code. One that has lost its connection and may come back as who it
     * was comes back without the room.
     *
     * @param socketId the client, of whatever namespace
     * @param room the name
     * @return whether there is such a client, or one that is known to be away; it is not in the room now
     * @throws IllegalArgumentException if the name is blank, too long, or has control characters
     */
    boolean leaveRoom(String socketId, String room);

    /**
     * Tells who is in a custom room of the namespace {@code /}. Rooms of others: {@code
     * namespaces().get(…).to(room).sockets()}.
     *
     * @param room the name
     * @return completes with the clients
     * @throws IllegalArgumentException if the name is blank, too long, or has control characters
     */
    default CompletionStage<List<SocketInfo>> getSocketsInRoom(String room) {
        return getSocketsInRoom(Room.custom(room));
    }

    /**
     * Tells who is in a room of the namespace {@code /}.
     *
     * @param room the room
     * @return completes with the clients
     */
    CompletionStage<List<SocketInfo>> getSocketsInRoom(Room room);

    /**
     * Sends an event to one client. For trusted code: no rule of private messages is asked.
     *
     * @param socketId the client, of whatever namespace
     * @param message what to send; without rooms
     * @return completes with how far it was sent: {@link Reach#NOBODY} if there is no such client
     * @throws IllegalArgumentException if the message names rooms, is droppable or is to be
     *     {@linkplain RawRequest#retained() retained}, or the data cannot be written as JSON
     */
    CompletionStage<Reach> sendPrivateMessage(String socketId, RawRequest message);

    /**
     * Sends an event to one client.
     *
     * @param socketId the client, of whatever namespace
     * @param event the name
     * @param data what to send; a copy without sensitive names is sent
     * @return completes with how far it was sent: {@link Reach#NOBODY} if there is no such client
     * @throws IllegalArgumentException if the name is blank or reserved, or the data cannot be written as JSON
     * @see #sendPrivateMessage(String, RawRequest)
     */
    default CompletionStage<Reach> sendPrivateMessage(String socketId, String event, @Nullable Object data) {
        return sendPrivateMessage(socketId, RawRequest.of(event, data));
    }

    /**
     * Sends an event to all clients of the sender's namespace, or of rooms of it, but the sender.
     *
     * @param socketId the sender
     * @param message what to send
     * @return completes with how far it was sent: {@link Reach#NOBODY} if there is no such sender
     * @throws IllegalArgumentException if the data cannot be written as JSON
     */
    CompletionStage<Reach> broadcast(String socketId, RawRequest message);

    /**
     * Sends an event to all clients of the sender's namespace but the sender.
     *
     * @param socketId the sender
     * @param event the name
     * @param data what to send; a copy without sensitive names is sent
     * @return completes with how far it was sent: {@link Reach#NOBODY} if there is no such sender
     * @throws IllegalArgumentException if the name is blank or reserved, or the data cannot be written as JSON
     * @see #broadcast(String, RawRequest)
     */
    default CompletionStage<Reach> broadcast(String socketId, String event, @Nullable Object data) {
        return broadcast(socketId, RawRequest.of(event, data));
    }

    /**
     * Sends an event to all clients of a namespace, or of rooms of it.
     *
     * @param namespace with or without the slash before it: {@code admin} is {@code /admin}
     * @param message what to send
     * @return completes with how far it was sent
     * @throws IllegalArgumentException if there is no such namespace, which the message tells with those there are, or
     *     the data cannot be written as JSON
     */
    CompletionStage<Reach> emitToNamespace(String namespace, RawRequest message);

    /**
     * Sends an event to all clients of a namespace.
     *
     * @param namespace with or without the slash before it: {@code admin} is {@code /admin}
     * @param event the name
     * @param data what to send; a copy without sensitive names is sent
     * @return completes with how far it was sent
     * @throws IllegalArgumentException if there is no such namespace, the name is blank or reserved, or the data cannot
     *     be written as JSON
     * @see #emitToNamespace(String, RawRequest)
     */
    default CompletionStage<Reach> emitToNamespace(String namespace, String event, @Nullable Object data) {
        return emitToNamespace(namespace, RawRequest.of(event, data));
    }

    /**
     * Ends a client's stay in its namespace. It gets what was sent to it before, the event {@code session:closed} with
     * {@code { code: "disconnected", reason }}, and sees {@code disconnect} with {@code io server disconnect}; official
     * clients do not come back by themselves then. For one that has lost its connection and may come back as who it was,
     * all that happens when it does.
     *
     * @param socketId the client, of whatever namespace
     * @param reason shown to the client
     * @return whether there was such a client, or one that is known to be away
     */
    boolean disconnectSocket(String socketId, String reason);

    /**
     * Ends a client's stay in its namespace.
     *
     * @param socketId the client, of whatever namespace
     * @return whether there was such a client
     * @see #disconnectSocket(String, String)
     */
    default boolean disconnectSocket(String socketId) {
        return disconnectSocket(socketId, "disconnected by the server");
    }

    /**
     * The clients of the namespace {@code /}: who they are, their rooms, and ways to send to them.
     *
     * @return a view of what is there whenever it is asked
     */
    IoNamespace server();

    /**
     * All namespaces.
     *
     * @return a view of what is there whenever it is asked
     */
    Namespaces namespaces();

    /**
     * Sends to custom rooms of the namespace {@code /}.
     *
     * @param rooms the names, at least one
     * @return what sends to their members
     * @throws IllegalArgumentException if there is no name, or one that cannot name a room
     */
    default BroadcastOperator to(String... rooms) {
        return server().to(rooms);
    }

    /**
     * Sends to rooms of any kind of the namespace {@code /}.
     *
     * @param rooms the rooms, at least one
     * @return what sends to their members
     * @throws IllegalArgumentException if there is no room
     */
    default BroadcastOperator to(Room... rooms) {
        return server().to(rooms);
    }

    /**
     * Sends to all of the namespace {@code /} but the members of custom rooms.
     *
     * @param rooms the names
     * @return what sends to all others
     * @throws IllegalArgumentException if one of them cannot name a room
     */
    default BroadcastOperator except(String... rooms) {
        return server().except(rooms);
    }

    /**
     * Sends to all of the namespace {@code /} but the members of rooms of any kind.
     *
     * @param rooms the rooms
     * @return what sends to all others
     */
    default BroadcastOperator except(Room... rooms) {
        return server().except(rooms);
    }

    /**
     * Reads the configuration file again and works by it from now on, without disconnecting anybody who may stay. If
     * anything in it is wrong, nothing changes.
     *
     * @return completes when nothing is sent by the old values any more, with what was applied and what needs a restart
     *     of the plugin; fails with a {@link RealtimeException} whose message names everything that is wrong, with file,
     *     line and key
     */
    CompletionStage<Reloaded> reload();

    /**
     * Subscribes a client to an entry, if it may read it now: what the client itself asks for by
     * {@code subscribe-entity}. A subscription does not widen what it hears: see {@link EntitySubscription}.
     *
     * @param socketId the client, in the namespace {@code /}
     * @param uid the content type's uid
     * @param id the entry's primary key (a number, or its text) or documentId
     * @return completes when that is decided; an unknown client, entry or content type, an entry that the client may not
     *     read, more subscriptions than a client may have, and an entry that cannot be read now are told as a result
     *     without success
     */
    CompletionStage<EntitySubscriptionResult> subscribeToEntity(String socketId, String uid, Object id);

    /**
     * Subscribes a client to an entry whether or not it may read it now: for trusted code, such as one that subscribes
     * before it grants. What is sent to the entry's subscribers still reaches the client only while it may read the
     * entry.
     *
     * @param socketId the client, in the namespace {@code /}
     * @param uid the content type's uid
     * @param id the entry's primary key (a number, or its text) or documentId
     * @return completes as {@link #subscribeToEntity} does, which asks for the client's rights
     */
    CompletionStage<EntitySubscriptionResult> subscribeToEntityTrusted(String socketId, String uid, Object id);

    /**
     * Ends a client's subscription to an entry.
     *
     * @param socketId the client
     * @param uid the content type's uid
     * @param id the entry's primary key or documentId
     * @return completes when earlier calls for this client are done; without success if it was not subscribed
     */
    CompletionStage<EntitySubscriptionResult> unsubscribeFromEntity(String socketId, String uid, Object id);

    /**
     * The entries that a client is subscribed to.
     *
     * @param socketId the client
     * @return its subscriptions, oldest first; empty if there is no such client
     */
    Optional<List<EntitySubscription>> getEntitySubscriptions(String socketId);

    /**
     * Sends an event of any name to those of an entry's subscribers who may read the entry now, each once, behind what
     * was committed before. The entry is not read for it, but for the first time after an {@link AudienceRule} came that
     * needs to know more of it.
     *
     * @param uid the content type's uid
     * @param id the entry's primary key or documentId
     * @param message what to send; if it names rooms, only to subscribers who are in one of them
     * @return completes with how far it was sent; with a {@link RealtimeException} if the entry had to be read and could
     *     not be
     * @throws IllegalArgumentException if the content type is unknown, the message is to be
     *     {@linkplain RawRequest#retained() retained}, or the data cannot be written as JSON
     */
    CompletionStage<Reach> emitToEntity(String uid, Object id, RawRequest message);

    /**
     * Sends an event of any name to those of an entry's subscribers who may read the entry now.
     *
     * @param uid the content type's uid
     * @param id the entry's primary key or documentId
     * @param event the name
     * @param data what to send; a copy without sensitive names is sent
     * @return completes with how far it was sent
     * @throws IllegalArgumentException if the content type is unknown, the name is blank or reserved, or the data cannot
     *     be written as JSON
     * @see #emitToEntity(String, Object, RawRequest)
     */
    default CompletionStage<Reach> emitToEntity(String uid, Object id, String event, @Nullable Object data) {
        return emitToEntity(uid, id, RawRequest.of(event, data));
    }

    /**
     * The clients that are subscribed to an entry, whether or not they may read it now.
     *
     * @param uid the content type's uid
     * @param id the entry's primary key or documentId
     * @return completes with the clients, in no order, and who each of them is
     */
    CompletionStage<List<SocketInfo>> getEntityRoomSockets(String uid, Object id);
}
