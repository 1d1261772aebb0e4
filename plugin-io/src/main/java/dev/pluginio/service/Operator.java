package dev.pluginio.service;

import dev.pluginio.api.realtime.Answers;
import dev.pluginio.api.realtime.BroadcastOperator;
import dev.pluginio.api.realtime.Envelope;
import dev.pluginio.api.realtime.IoNamespace;
import dev.pluginio.api.realtime.RawRequest;
import dev.pluginio.api.realtime.Reach;
import dev.pluginio.api.realtime.Room;
import dev.pluginio.api.realtime.SocketInfo;
import dev.pluginio.transport.Audience;
import dev.pluginio.transport.Transport;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A namespace, or a part of it that was chosen step by step. Immutable. */
final class Operator implements IoNamespace {

    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofDays(365);

    private final Parts parts;
    private final Audience audience;
    private final UnaryOperator<RawRequest> form;
    private final Duration timeout;

    /** What it works with. */
    record Parts(Transport transport, People people, Sending sending) {}

    Operator(Parts parts, String namespace) {
        this(parts, Audience.everyone(namespace), request -> request, DEFAULT_TIMEOUT);
    }

    private Operator(Parts parts, Audience audience, UnaryOperator<RawRequest> form, Duration timeout) {
        this.parts = parts;
        this.audience = audience;
        this.form = form;
        this.timeout = timeout;
    }

    private Operator with(Audience other) {
        return new Operator(parts, other, form, timeout);
    }

    private Operator with(UnaryOperator<RawRequest> step) {
        return new Operator(parts, audience, request -> step.apply(form.apply(request)), timeout);
    }

    @Override
    public BroadcastOperator to(String... rooms) {
        return to(custom(rooms));
    }

    @Override
    public BroadcastOperator to(Room... rooms) {
        if (rooms.length == 0) {
            throw new IllegalArgumentException("to(…) needs a room; to reach everybody, leave it out");
        }
        Set<dev.pluginio.transport.Room> all = new HashSet<>(audience.rooms());
        all.addAll(Rooms.of(Arrays.asList(rooms)));
        return with(new Audience(
                audience.namespace(), all, audience.within(), audience.except(), audience.exceptClients()));
    }

    @Override
    public BroadcastOperator except(String... rooms) {
        return except(custom(rooms));
    }

    @Override
    public BroadcastOperator except(Room... rooms) {
        return with(audience.except(Rooms.of(Arrays.asList(rooms))));
    }

    private static Room[] custom(String... names) {
        return Arrays.stream(names).map(Room::custom).toArray(Room[]::new);
    }

    @Override
    public BroadcastOperator exceptSockets(String... socketIds) {
        return with(audience.exceptClients(new HashSet<>(Arrays.asList(socketIds))));
    }

    @Override
    public BroadcastOperator envelope(Envelope envelope) {
        return with(request -> request.envelope(envelope));
    }

    @Override
    public BroadcastOperator unfiltered() {
        return with(RawRequest::unfiltered);
    }

    @Override
    public BroadcastOperator droppable() {
        return with(RawRequest::droppable);
    }

    @Override
    public BroadcastOperator retained() {
        return with(RawRequest::retained);
    }

    @Override
    public BroadcastOperator timeout(Duration chosen) {
        if (chosen.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException("the timeout is " + chosen + "; it must be at least a millisecond");
        }
        return new Operator(parts, audience, form, chosen.compareTo(LONGEST) > 0 ? LONGEST : chosen);
    }

    @Override
    public CompletionStage<Reach> emit(String event, @Nullable Object data) {
        return parts.sending().send(form.apply(RawRequest.of(event, data)), audience);
    }

    @Override
    public CompletionStage<Answers> emitWithAck(String event, @Nullable Object data) {
        return parts.sending().ask(form.apply(RawRequest.of(event, data)), audience, timeout);
    }

    @Override
    public CompletionStage<List<SocketInfo>> sockets() {
        return CompletableFuture.completedStage(parts.people().of(audience));
    }

    @Override
    public String name() {
        return audience.namespace();
    }

    @Override
    public Optional<SocketInfo> socket(String id) {
        return parts.people()
                .find(id)
                .filter(client -> client.namespace().equals(audience.namespace()))
                .flatMap(parts.people()::describe);
    }

    @Override
    public Map<Room, Integer> rooms() {
        Map<Room, Integer> sizes = new LinkedHashMap<>();
        parts.transport()
                .rooms(audience.namespace())
                .forEach((room, size) -> Rooms.named(room).ifPresent(named -> sizes.put(named, size)));
        return sizes;
    }

    @Override
    public int size() {
        return parts.transport().members(audience).size();
    }

    @Override
    public String toString() {
        return audience.toString();
    }
}
