package dev.pluginio.service;

import dev.pluginio.api.realtime.RawRequest;
import dev.pluginio.api.realtime.Reach;
import dev.pluginio.api.realtime.Room;
import dev.pluginio.session.Goodbye;
import dev.pluginio.transport.Audience;
import dev.pluginio.transport.Client;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** What is asked for single clients, by trusted code. Thread-safe. */
final class SocketCalls {

    private static final CompletionStage<Reach> NOBODY = CompletableFuture.completedStage(Reach.NOBODY);
    private static final String KICKED = "disconnected";

    private final People people;
    private final Sending sending;
    private final Absent absent;

    SocketCalls(People people, Sending sending, Absent absent) {
        this.people = people;
        this.sending = sending;
        this.absent = absent;
    }

    boolean join(String socketId, String room) {
        dev.pluginio.transport.Room joined = Rooms.of(Room.custom(room));
        return people.find(socketId).map(client -> client.join(joined)).orElse(false);
    }

    boolean leave(String socketId, String room) {
        dev.pluginio.transport.Room left = Rooms.of(Room.custom(room));
        return done(socketId, client -> client.leave(left), () -> absent.leave(socketId, left));
    }

    /** One that comes back meanwhile is there by then, or finds what is to be done with it. */
    private boolean done(String socketId, Consumer<Client> task, BooleanSupplier later) {
        Optional<Client> client = people.find(socketId);
        boolean isAway = client.isEmpty() && later.getAsBoolean();
        if (client.isEmpty()) {
            client = people.find(socketId);
        }
        client.ifPresent(task);
        return isAway || client.isPresent();
    }

    CompletionStage<Reach> send(String socketId, RawRequest message) {
        if (!message.rooms().isEmpty() || message.isDroppable()) {
            throw new IllegalArgumentException("a private message goes to one client, and is always kept for it: leave"
                    + " rooms(…) and droppable() out, or send with to(…)");
        }
        return people.find(socketId)
                .map(client -> sending.send(message, client))
                .orElse(NOBODY);
    }

    CompletionStage<Reach> broadcast(String socketId, RawRequest message) {
        return people.find(socketId)
                .map(sender -> sending.send(
                        message,
                        new Audience(sender.namespace(), Rooms.of(message.rooms())).exceptClients(Set.of(socketId))))
                .orElse(NOBODY);
    }

    /** What was sent to it before goes first. */
    boolean disconnect(String socketId, String reason) {
        Consumer<Client> goodbye =
                client -> sending.inOrder(() -> end(client, reason)).exceptionally(failure -> end(client, reason));
        return done(socketId, goodbye, () -> absent.end(socketId, goodbye));
    }

    private boolean end(Client client, String reason) {
        Goodbye.say(client, sending.writer(), KICKED, reason);
        return true;
    }
}
