package dev.pluginio;

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
import dev.pluginio.service.SilentService;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.pf4j.Extension;

/** The realtime service as PF4J finds it. While the plugin is switched off or stopping, it reaches nobody. */
@Extension
public final class IoServiceExtension implements IoService {

    private static final IoService SILENT = new SilentService();

    private static IoService now() {
        return IoPlugin.running().flatMap(Wiring::service).orElse(SILENT);
    }

    @Override
    public CompletionStage<Reach> emit(EmitRequest request) {
        return now().emit(request);
    }

    @Override
    public CompletionStage<Reach> raw(RawRequest request) {
        return now().raw(request);
    }

    @Override
    public boolean joinRoom(String socketId, String room) {
        return now().joinRoom(socketId, room);
    }

    @Override
    public boolean leaveRoom(String socketId, String room) {
        return now().leaveRoom(socketId, room);
    }

    @Override
    public CompletionStage<List<SocketInfo>> getSocketsInRoom(Room room) {
        return now().getSocketsInRoom(room);
    }

    @Override
    public CompletionStage<Reach> sendPrivateMessage(String socketId, RawRequest message) {
        return now().sendPrivateMessage(socketId, message);
    }

    @Override
    public CompletionStage<Reach> broadcast(String socketId, RawRequest message) {
        return now().broadcast(socketId, message);
    }

    @Override
    public CompletionStage<Reach> emitToNamespace(String namespace, RawRequest message) {
        return now().emitToNamespace(namespace, message);
    }

    @Override
    public boolean disconnectSocket(String socketId, String reason) {
        return now().disconnectSocket(socketId, reason);
    }

    @Override
    public IoNamespace server() {
        return now().server();
    }

    @Override
    public Namespaces namespaces() {
        return now().namespaces();
    }

    @Override
    public CompletionStage<Reloaded> reload() {
        return now().reload();
    }

    @Override
    public CompletionStage<EntitySubscriptionResult> subscribeToEntity(String socketId, String uid, Object id) {
        return now().subscribeToEntity(socketId, uid, id);
    }

    @Override
    public CompletionStage<EntitySubscriptionResult> subscribeToEntityTrusted(String socketId, String uid, Object id) {
        return now().subscribeToEntityTrusted(socketId, uid, id);
    }

    @Override
    public CompletionStage<EntitySubscriptionResult> unsubscribeFromEntity(String socketId, String uid, Object id) {
        return now().unsubscribeFromEntity(socketId, uid, id);
    }

    @Override
    public Optional<List<EntitySubscription>> getEntitySubscriptions(String socketId) {
        return now().getEntitySubscriptions(socketId);
    }

    @Override
    public CompletionStage<Reach> emitToEntity(String uid, Object id, RawRequest message) {
        return now().emitToEntity(uid, id, message);
    }

    @Override
    public CompletionStage<List<SocketInfo>> getEntityRoomSockets(String uid, Object id) {
        return now().getEntityRoomSockets(uid, id);
    }
}
