package dev.pluginio.session.handlers;

import dev.pluginio.api.access.Principal;
import dev.pluginio.api.realtime.IoSocket;
import dev.pluginio.api.realtime.RealtimeException;
import dev.pluginio.transport.Arguments;
import dev.pluginio.transport.Client;
import dev.pluginio.transport.Emission;
import dev.pluginio.transport.Room;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A client as one plugin sees it. */
final class HandlerSocket implements IoSocket {

    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofDays(365);

    private final Lane lane;
    private final Client client;
    private final Guest guest;
    private final boolean unfiltered;

    HandlerSocket(Lane lane, Guest guest, boolean unfiltered) {
        this.lane = lane;
        this.client = lane.client();
        this.guest = guest;
        this.unfiltered = unfiltered;
    }

    @Override
    public String id() {
        return client.id();
    }

    @Override
    public String namespace() {
        return client.namespace();
    }

    @Override
    public Principal principal() {
        return lane.principal();
    }

    @Override
    public Map<String, @Nullable Object> auth() {
        return lane.authFor(guest.plugin());
    }

    @Override
    public Set<String> rooms() {
        return client.rooms().stream()
                .filter(room -> room.kind() == Room.Kind.CUSTOM)
                .map(Room::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public boolean join(String room) {
        if (room.isBlank()) {
            throw new IllegalArgumentException("the name of a room is blank; give one, such as 'premium'");
        }
        return client.join(new Room(Room.Kind.CUSTOM, room));
    }

    @Override
    public void leave(String room) {
        client.leave(new Room(Room.Kind.CUSTOM, room));
    }

    @Override
    public void emit(String event, @Nullable Object @Nullable ... arguments) {
        client.send(checked(event), written(arguments));
    }

    @Override
    public CompletionStage<List<@Nullable Object>> emitWithAck(
            Duration timeout, String event, @Nullable Object @Nullable ... arguments) {
        if (timeout.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException("the timeout is " + timeout + "; it must be at least a millisecond");
        }
        CompletableFuture<List<@Nullable Object>> answer = new CompletableFuture<>();
        Duration bounded = timeout.compareTo(LONGEST) > 0 ? LONGEST : timeout;
        client.request(checked(event), written(arguments), bounded)
                .whenCompleteAsync((values, failure) -> complete(answer, values, failure), guest.callbacks());
        return answer;
    }

    private static void complete(
            CompletableFuture<List<@Nullable Object>> answer,
            @Nullable List<@Nullable Object> values,
            @Nullable Throwable failure) {
        if (values != null) {
            answer.complete(values);
        } else {
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            String reason = cause == null ? "no answer" : String.valueOf(cause.getMessage());
            answer.completeExceptionally(new RealtimeException(reason));
        }
    }

    private static String checked(String event) {
        if (event.isBlank() || Emission.RESERVED.contains(event)) {
            throw new IllegalArgumentException(
                    "'" + event + "' cannot name an event: it is blank or reserved by Socket.IO " + Emission.RESERVED);
        }
        return event;
    }

    private Arguments written(@Nullable Object @Nullable [] arguments) {
        List<@Nullable Object> all = arguments == null ? Collections.singletonList(null) : Arrays.asList(arguments);
        return lane.handlers().writer(unfiltered).arguments(all);
    }

    @Override
    public IoSocket unfiltered() {
        return new HandlerSocket(lane, guest, true);
    }

    @Override
    public boolean isConnected() {
        return client.isPresent();
    }

    @Override
    public void disconnect() {
        client.disconnect();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof HandlerSocket socket && client.equals(socket.client);
    }

    @Override
    public int hashCode() {
        return client.hashCode();
    }

    @Override
    public String toString() {
        return "socket " + client.id() + " in " + client.namespace();
    }
}
