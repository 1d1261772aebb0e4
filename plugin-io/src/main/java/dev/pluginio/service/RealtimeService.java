package dev.pluginio.service;

import dev.pluginio.api.access.Principal;
import dev.pluginio.api.realtime.EmitRequest;
import dev.pluginio.api.realtime.EntitySubscription;
import dev.pluginio.api.realtime.EntitySubscriptionResult;
import dev.pluginio.api.realtime.IoNamespace;
import dev.pluginio.api.realtime.IoService;
import dev.pluginio.api.realtime.Namespaces;
import dev.pluginio.api.realtime.RawRequest;
import dev.pluginio.api.realtime.Reach;
import dev.pluginio.api.realtime.Reloaded;
import dev.pluginio.api.realtime.Room;
import dev.pluginio.api.realtime.SocketInfo;
import dev.pluginio.delivery.Audiences;
import dev.pluginio.delivery.Rules;
import dev.pluginio.log.EventLog;
import dev.pluginio.session.entities.Subscriptions.Wish;
import dev.pluginio.transport.Audience;
import dev.pluginio.transport.Emission;
import dev.pluginio.transport.Transport;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The service as other plugins call it: hands each call to what knows its subject. */
public final class RealtimeService implements IoService {

    private final ContentCalls content;
    private final Sending sending;
    private final SocketCalls sockets;
    private final @Nullable EntityCalls entities;
    private final KnownNamespaces namespaces;
    private final IoNamespace root;
    private final Supplier<CompletionStage<Reloaded>> reloading;

    /** Makes a service without subscriptions. */
    public RealtimeService(
            Supplier<Rules> rules,
            Audiences audiences,
            HostWork host,
            EventLog log,
            Transport transport,
            Function<String, Optional<Principal>> principals,
            Supplier<CompletionStage<Reloaded>> reloading,
            Executor callbacks) {
        this(
                rules,
                audiences,
                host,
                log,
                transport,
                UnaryOperator.identity(),
                principals,
                Absent.NOBODY,
                null,
                reloading,
                callbacks);
    }

    /**
     * Makes the service.
     *
     * @param rules the rules that hold now
     * @param audiences who would hear of it
     * @param host the host's transactions
     * @param log takes events of content types
     * @param transport takes all others
     * @param retained keeps one of these for those who come back, on the thread that delivers, and tells what is to be
     *     sent of it at once
     * @param principals who a client is, by its socket id
     * @param absent clients that are not there
     * @param entities what is there for entries and their subscribers; null for nothing
     * @param reloading reads the configuration again
     * @param callbacks completes what callers wait for, so that what they do then holds up nobody
     */
    public RealtimeService(
            Supplier<Rules> rules,
            Audiences audiences,
            HostWork host,
            EventLog log,
            Transport transport,
            UnaryOperator<Emission> retained,
            Function<String, Optional<Principal>> principals,
            Absent absent,
            @Nullable Entities entities,
            Supplier<CompletionStage<Reloaded>> reloading,
            Executor callbacks) {
        this.reloading = reloading;
        this.content = new ContentCalls(rules, audiences, host, log, callbacks);
        this.sending = new Sending(rules, log, transport, retained, callbacks);
        People people = new People(transport, principals);
        this.sockets = new SocketCalls(people, sending, absent);
        this.entities = entities == null ? null : new EntityCalls(rules, entities, people, sending);
        Operator.Parts parts = new Operator.Parts(transport, people, sending);
        this.namespaces = new KnownNamespaces(parts);
        this.root = new Operator(parts, Audience.ROOT);
    }

    @Override
    public CompletionStage<Reach> emit(EmitRequest request) {
        return content.emit(request);
    }

    @Override
    public CompletionStage<Reach> raw(RawRequest request) {
        return sending.send(request, new Audience(Audience.ROOT, Rooms.of(request.rooms())));
    }

    @Override
    public boolean joinRoom(String socketId, String room) {
        return sockets.join(socketId, room);
    }

    @Override
    public boolean leaveRoom(String socketId, String room) {
        return sockets.leave(socketId, room);
    }

    @Override
    public CompletionStage<List<SocketInfo>> getSocketsInRoom(Room room) {
        return root.to(room).sockets();
    }

    @Override
    public CompletionStage<Reach> sendPrivateMessage(String socketId, RawRequest message) {
        return sockets.send(socketId, message);
    }

    @Override
    public CompletionStage<Reach> broadcast(String socketId, RawRequest message) {
        return sockets.broadcast(socketId, message);
    }

    @Override
    public CompletionStage<Reach> emitToNamespace(String namespace, RawRequest message) {
        return sending.send(message, new Audience(namespaces.require(namespace), Rooms.of(message.rooms())));
    }

    @Override
    public boolean disconnectSocket(String socketId, String reason) {
        return sockets.disconnect(socketId, reason);
    }

    @Override
    public IoNamespace server() {
        return root;
    }

    @Override
    public Namespaces namespaces() {
        return namespaces;
    }

    @Override
    public CompletionStage<Reloaded> reload() {
        return reloading.get();
    }

    @Override
    public CompletionStage<EntitySubscriptionResult> subscribeToEntity(String socketId, String uid, Object id) {
        return entities().subscribe(socketId, uid, id, Wish.EVENTS);
    }

    @Override
    public CompletionStage<EntitySubscriptionResult> subscribeToEntityTrusted(String socketId, String uid, Object id) {
        return entities().subscribe(socketId, uid, id, Wish.TRUSTED);
    }

    @Override
    public CompletionStage<EntitySubscriptionResult> unsubscribeFromEntity(String socketId, String uid, Object id) {
        return entities().unsubscribe(socketId, uid, id);
    }

    @Override
    public Optional<List<EntitySubscription>> getEntitySubscriptions(String socketId) {
        return entities().of(socketId);
    }

    @Override
    public CompletionStage<Reach> emitToEntity(String uid, Object id, RawRequest message) {
        return entities().send(uid, id, message);
    }

    @Override
    public CompletionStage<List<SocketInfo>> getEntityRoomSockets(String uid, Object id) {
        return entities().sockets(uid, id);
    }

    private EntityCalls entities() {
        return Objects.requireNonNull(entities, "this service has no subscriptions");
    }
}
