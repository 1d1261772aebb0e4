package dev.pluginio.transport.socketio;

import dev.pluginio.transport.Arguments;
import dev.pluginio.transport.Audience;
import dev.pluginio.transport.Client;
import dev.pluginio.transport.Emission;
import dev.pluginio.transport.Room;
import dev.pluginio.transport.TransportObserver;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Knows the namespaces and hands emissions to the event loops. */
final class Hub {

    private volatile Map<String, Space> spaces;
    private final Map<EventLoop, Loop> loops;
    private final TransportObserver observer;
    private volatile boolean guarding;

    Hub(Set<String> namespaces, List<EventLoop> executors, TransportObserver observer, LongSupplier nanoTime) {
        this.spaces = namespaces.stream().collect(Collectors.toUnmodifiableMap(Function.identity(), Space::new));
        this.loops = executors.stream()
                .collect(Collectors.toUnmodifiableMap(
                        Function.identity(), executor -> new Loop(executor, this::isLoopThread, nanoTime)));
        this.observer = observer;
    }

    /** Opens the namespaces that are new; the clients of those that are gone leave. */
    synchronized void reconfigure(Set<String> namespaces) {
        Map<String, Space> before = spaces;
        spaces = namespaces.stream()
                .collect(Collectors.toUnmodifiableMap(
                        Function.identity(), name -> before.getOrDefault(name, new Space(name))));
        before.forEach((name, space) -> {
            if (!namespaces.contains(name)) {
                space.members(new Audience(name, Set.of())).forEach(Client::disconnect);
            }
        });
    }

    /** Whether clients can still enter a namespace that was found before. */
    boolean isOpen(Space space) {
        return spaces.get(space.name()) == space;
    }

    @Nullable
    Space space(String namespace) {
        return spaces.get(namespace);
    }

    Set<String> namespaces() {
        return spaces.keySet();
    }

    Optional<Client> find(String id) {
        RandomId key = RandomId.of(id);
        if (key == null) {
            return Optional.empty();
        }
        for (Space space : spaces.values()) {
            Member member = space.find(key);
            if (member != null) {
                return Optional.of(member);
            }
        }
        return Optional.empty();
    }

    List<Client> members(Audience audience) {
        Space space = spaces.get(audience.namespace());
        return space == null ? List.of() : space.members(audience);
    }

    Map<Room, Integer> rooms(String namespace) {
        Space space = spaces.get(namespace);
        return space == null ? Map.of() : space.sizes();
    }

    Loop loop(EventLoop executor) {
        Loop loop = loops.get(executor);
        if (loop == null) {
            throw new IllegalArgumentException("not one of the transport's event loops");
        }
        return loop;
    }

    /** Whether the caller is on one of the event loops. */
    boolean isLoopThread() {
        for (Loop loop : loops.values()) {
            if (loop.inLoop()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Completes, on an event loop, when everything submitted before to any of them is done and flushed, and no connection
     * holds what its client must not get any more. That is looked at last: an answer may be written by another loop than
     * the one that gives it.
     */
    CompletableFuture<Void> settled() {
        return all(Loop::settled)
                .thenCompose(done -> all(Loop::settled))
                .thenCompose(done -> all(Loop::reconsidered))
                .thenCompose(done -> all(Loop::settled));
    }

    private CompletableFuture<Void> all(Function<Loop, CompletableFuture<?>> step) {
        return CompletableFuture.allOf(loops.values().stream().map(step).toArray(CompletableFuture<?>[]::new));
    }

    /** As {@link dev.pluginio.transport.Transport#guardOffsets}. */
    void guardOffsets(boolean guarded) {
        guarding = guarded;
    }

    /**
     * An event that asks for no answer: clients keep no offset of one that does. What {@linkplain Arguments#lasting lasts} is
     * written once for all who are sent it one after the other.
     */
    Encoded encoded(String namespace, String event, Arguments arguments) {
        boolean guarded = guarding;
        if (arguments.kept() instanceof Written before && before.is(namespace, event, guarded)) {
            return before.packet();
        }
        Encoded packet = PacketEncoder.event(namespace, event, guarded ? arguments.guarded() : arguments);
        if (arguments.isLasting()) {
            arguments.keep(new Written(namespace, event, guarded, packet));
        }
        return packet;
    }

    /** A packet, and what it depends on beside the arguments. */
    private record Written(String namespace, String event, boolean guarded, Encoded packet) {
        boolean is(String ofNamespace, String ofEvent, boolean isGuarded) {
            return namespace.equals(ofNamespace) && event.equals(ofEvent) && guarded == isGuarded;
        }
    }

    /** On the caller's thread this counts, joins bytes and fills mailboxes; all else happens on the event loops. */
    int send(Emission emission) {
        Space space = spaces.get(emission.audience().namespace());
        int clients = space == null ? 0 : space.count(emission.audience());
        if (space != null && clients > 0) {
            Encoded packet = encoded(space.name(), emission.event(), emission.arguments());
            for (Loop loop : loops.values()) {
                loop.submitEmission(() -> loop.emit(space, emission, packet));
            }
        }
        observer.sent(clients);
        return clients;
    }

    /** As {@link dev.pluginio.transport.Transport#end}. */
    void end(Emission last) {
        Space space = spaces.get(last.audience().namespace());
        if (space != null) {
            Encoded packet = encoded(space.name(), last.event(), last.arguments());
            for (Loop loop : loops.values()) {
                loop.submitEmission(() -> loop.end(space, last, packet));
            }
        }
    }
}
