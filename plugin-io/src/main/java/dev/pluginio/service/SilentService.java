package dev.pluginio.service;

import dev.pluginio.api.realtime.Answers;
import dev.pluginio.api.realtime.BroadcastOperator;
import dev.pluginio.api.realtime.EmitRequest;
import dev.pluginio.api.realtime.EntitySubscription;
import dev.pluginio.api.realtime.EntitySubscriptionResult;
import dev.pluginio.api.realtime.Envelope;
import dev.pluginio.api.realtime.IoNamespace;
import dev.pluginio.api.realtime.IoService;
import dev.pluginio.api.realtime.Namespaces;
import dev.pluginio.api.realtime.RawRequest;
import dev.pluginio.api.realtime.Reach;
import dev.pluginio.api.realtime.RealtimeException;
import dev.pluginio.api.realtime.Reloaded;
import dev.pluginio.api.realtime.Room;
import dev.pluginio.api.realtime.SocketInfo;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The service while nobody is there: it reaches nobody, and refuses nothing. */
public final class SilentService implements IoService {

    private static final Namespaces NAMESPACES = new Namespaces() {
        @Override
        public IoNamespace get(String name) {
            return new Nobody(name.startsWith("/") ? name : "/" + name);
        }

        @Override
        public Set<String> names() {
            return Set.of();
        }
    };

    @Override
    public CompletionStage<Reach> emit(EmitRequest request) {
        return nobody();
    }

    @Override
    public CompletionStage<Reach> raw(RawRequest request) {
        return nobody();
    }

    @Override
    public CompletionStage<Reloaded> reload() {
        return CompletableFuture.failedFuture(
                new RealtimeException("plugin-io does not run: start it to have it read"));
    }

    @Override
    public boolean joinRoom(String socketId, String room) {
        return false;
    }

    @Override
    public boolean leaveRoom(String socketId, String room) {
        return false;
    }

    @Override
    public CompletionStage<List<SocketInfo>> getSocketsInRoom(Room room) {
        return server().sockets();
    }

    @Override
    public CompletionStage<Reach> sendPrivateMessage(String socketId, RawRequest message) {
        return nobody();
    }

    @Override
    public CompletionStage<Reach> broadcast(String socketId, RawRequest message) {
        return nobody();
    }

    @Override
    public CompletionStage<Reach> emitToNamespace(String namespace, RawRequest message) {
        return nobody();
    }

    @Override
    public boolean disconnectSocket(String socketId, String reason) {
        return false;
    }

    @Override
    public IoNamespace server() {
        return NAMESPACES.get("/");
    }

    @Override
    public Namespaces namespaces() {
        return NAMESPACES;
    }

    @Override
    public CompletionStage<EntitySubscriptionResult> subscribeToEntity(String socketId, String uid, Object id) {
        return stopped(uid, id);
    }

    @Override
    public CompletionStage<EntitySubscriptionResult> subscribeToEntityTrusted(String socketId, String uid, Object id) {
        return stopped(uid, id);
    }

    @Override
    public CompletionStage<EntitySubscriptionResult> unsubscribeFromEntity(String socketId, String uid, Object id) {
        return stopped(uid, id);
    }

    @Override
    public Optional<List<EntitySubscription>> getEntitySubscriptions(String socketId) {
        return Optional.empty();
    }

    @Override
    public CompletionStage<Reach> emitToEntity(String uid, Object id, RawRequest message) {
        return nobody();
    }

    @Override
    public CompletionStage<List<SocketInfo>> getEntityRoomSockets(String uid, Object id) {
        return server().sockets();
    }

    private static CompletionStage<EntitySubscriptionResult> stopped(String uid, Object id) {
        return CompletableFuture.completedStage(
                new EntitySubscriptionResult(false, null, uid, id, "there is no such client"));
    }

    private static CompletionStage<Reach> nobody() {
        return CompletableFuture.completedStage(Reach.NOBODY);
    }

    /** A namespace without anybody. */
    private record Nobody(String name) implements IoNamespace {

        @Override
        public BroadcastOperator to(String... rooms) {
            return this;
        }

        @Override
        public BroadcastOperator to(Room... rooms) {
            return this;
        }

        @Override
        public BroadcastOperator except(String... rooms) {
            return this;
        }

        @Override
        public BroadcastOperator except(Room... rooms) {
            return this;
        }

        @Override
        public BroadcastOperator exceptSockets(String... socketIds) {
            return this;
        }

        @Override
        public BroadcastOperator envelope(Envelope envelope) {
            return this;
        }

        @Override
        public BroadcastOperator unfiltered() {
            return this;
        }

        @Override
        public BroadcastOperator droppable() {
            return this;
        }

        @Override
        public BroadcastOperator retained() {
            return this;
        }

        @Override
        public BroadcastOperator timeout(Duration timeout) {
            return this;
        }

        @Override
        public CompletionStage<Reach> emit(String event, @Nullable Object data) {
            return nobody();
        }

        @Override
        public CompletionStage<Answers> emitWithAck(String event, @Nullable Object data) {
            return CompletableFuture.completedStage(Answers.NONE);
        }

        @Override
        public CompletionStage<List<SocketInfo>> sockets() {
            return CompletableFuture.completedStage(List.of());
        }

        @Override
        public Optional<SocketInfo> socket(String id) {
            return Optional.empty();
        }

        @Override
        public Map<Room, Integer> rooms() {
            return Map.of();
        }

        @Override
        public int size() {
            return 0;
        }
    }
}
