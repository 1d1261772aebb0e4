package dev.pluginio.e2e.probe;

import dev.pluginio.api.realtime.BroadcastOperator;
import dev.pluginio.api.realtime.Envelope;
import dev.pluginio.api.realtime.IoService;
import dev.pluginio.api.realtime.RawRequest;
import dev.pluginio.api.realtime.Room;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Every method of the realtime service, by its name. Keys are those of the parameters. */
final class ServiceCalls {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final IoService io;
    private final Map<?, ?> asked;

    ServiceCalls(IoService io, Map<?, ?> asked) {
        this.io = io;
        this.asked = asked;
    }

    /** Calls what {@code method} names, and gives what came of it. */
    CompletionStage<?> call() {
        String method = text("method");
        return switch (method) {
            case "emit" -> io.emit(text("event"), text("uid"), Objects.requireNonNull(asked.get("data")));
            case "raw" -> io.raw(message());
            case "joinRoom" -> done(io.joinRoom(text("socketId"), text("room")));
            case "leaveRoom" -> done(io.leaveRoom(text("socketId"), text("room")));
            case "getSocketsInRoom" -> io.getSocketsInRoom(text("room"));
            case "sendPrivateMessage" -> io.sendPrivateMessage(text("socketId"), message());
            case "broadcast" -> io.broadcast(text("socketId"), message());
            case "emitToNamespace" -> io.emitToNamespace(text("namespace"), message());
            case "disconnectSocket" -> done(io.disconnectSocket(text("socketId"), text("reason")));
            case "reload" -> io.reload();
            default -> method.contains("Entit") ? entities(method) : views(method);
        };
    }

    private CompletionStage<?> entities(String method) {
        return switch (method) {
            case "subscribeToEntity" -> io.subscribeToEntity(text("socketId"), text("uid"), text("id"));
            case "subscribeToEntityTrusted" -> io.subscribeToEntityTrusted(text("socketId"), text("uid"), text("id"));
            case "unsubscribeFromEntity" -> io.unsubscribeFromEntity(text("socketId"), text("uid"), text("id"));
            case "getEntitySubscriptions" -> done(io.getEntitySubscriptions(text("socketId")));
            case "emitToEntity" -> io.emitToEntity(text("uid"), text("id"), message());
            case "getEntityRoomSockets" -> io.getEntityRoomSockets(text("uid"), text("id"));
            default -> throw new IllegalArgumentException(method);
        };
    }

    private CompletionStage<?> views(String method) {
        return switch (method) {
            case "server.emit" -> io.server().emit(text("event"), asked.get("data"));
            case "server.size" -> done(io.server().size());
            case "server.sockets" -> io.server().sockets();
            case "server.socket" -> done(io.server().socket(text("socketId")));
            case "server.rooms" -> done(io.server().rooms());
            case "namespaces.names" -> done(io.namespaces().names());
            case "namespaces.emit" -> io.namespaces().get(text("namespace")).emit(text("event"), asked.get("data"));
            case "to" -> chosen().emit(text("event"), asked.get("data"));
            case "to.retained" -> chosen().retained().emit(text("event"), asked.get("data"));
            case "to.emitWithAck" -> chosen().timeout(TIMEOUT).emitWithAck(text("event"), asked.get("data"));
            case "to.sockets" -> chosen().sockets();
            case "toUser" -> io.to(Room.user(text("user"))).emit(text("event"), asked.get("data"));
            case "toUser.sockets" -> io.getSocketsInRoom(Room.user(text("user")));
            case "except" -> io.except(text("except")).droppable().emit(text("event"), asked.get("data"));
            case "exceptUser" -> io.except(Room.user(text("user"))).unfiltered().emit(text("event"), asked.get("data"));
            case "exceptSockets" ->
                io.namespaces()
                        .get("/")
                        .exceptSockets(text("socketId"))
                        .envelope(Envelope.BARE)
                        .emit(text("event"), asked.get("data"));
            case "namespaces.name" ->
                done(io.namespaces().get(text("namespace")).name());
            default -> throw new IllegalArgumentException(method);
        };
    }

    private BroadcastOperator chosen() {
        BroadcastOperator chosen = io.to(text("room"));
        return asked.get("except") == null ? chosen : chosen.except(text("except"));
    }

    private RawRequest message() {
        RawRequest message = RawRequest.of(text("event"), asked.get("data"));
        if (asked.get("room") != null) {
            message = message.rooms(text("room"));
        }
        return asked.get("envelope") == null ? message : message.envelope(Envelope.valueOf(text("envelope")));
    }

    private static CompletionStage<Object> done(Object result) {
        return CompletableFuture.completedStage(result);
    }

    private String text(String key) {
        @Nullable Object value = asked.get(key);
        return Optional.ofNullable(value)
                .orElseThrow(() -> new IllegalArgumentException("the test gives no '" + key + "'"))
                .toString();
    }
}
