package dev.pluginio.session.rooms;

import dev.pluginio.api.access.Principal;
import dev.pluginio.api.realtime.ClientEvent;
import dev.pluginio.api.realtime.EventHandler;
import dev.pluginio.api.realtime.IoSocket;
import dev.pluginio.api.realtime.Reply;
import dev.pluginio.api.realtime.Room;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Lets clients join custom rooms where they may, leave them, and ask which they are in. */
public final class RoomRequests implements EventHandler {

    static final String JOIN = "join-room";
    static final String LEAVE = "leave-room";
    static final String LIST = "get-rooms";

    private static final Reply REFUSED = Reply.failure("You may not join this room");
    private static final Reply FULL = Reply.failure("You are in too many rooms");
    private static final Reply MALFORMED =
            Reply.failure("The name of a room must be a text of 1 to " + Room.LONGEST_NAME + " characters");

    private final Rulings rulings;
    private final Function<String, Optional<? extends Occupant>> clients;

    /**
     * Prepares the handler.
     *
     * @param rulings who may join what
     * @param clients a client by its socket id
     */
    public RoomRequests(Rulings rulings, Function<String, Optional<? extends Occupant>> clients) {
        this.rulings = rulings;
        this.clients = clients;
    }

    @Override
    public Set<String> events() {
        return Set.of(JOIN, LEAVE, LIST);
    }

    @Override
    public Reply handle(ClientEvent event) {
        IoSocket socket = event.socket();
        if (event.name().equals(LIST)) {
            List<String> rooms = socket.rooms().stream().sorted().toList();
            return Reply.success(Map.of("rooms", rooms));
        }
        Optional<String> room = nameIn(event);
        if (room.isEmpty()) {
            return MALFORMED;
        }
        if (event.name().equals(JOIN)) {
            return join(socket, room.get());
        }
        socket.leave(room.get());
        clients.apply(socket.id()).ifPresent(client -> client.placement().left(roomOf(room.get())));
        return whenKept(clients.apply(socket.id()), Reply.success(Map.of("room", room.get())));
    }

    private static Reply whenKept(Optional<? extends Occupant> client, Reply reply) {
        return client.<Reply>map(here -> Reply.later(here.kept().thenApply(kept -> reply)))
                .orElse(reply);
    }

    private Reply join(IoSocket socket, String room) {
        if (socket.rooms().contains(room)) {
            return Reply.success(Map.of("room", room)); // whoever put it there
        }
        Principal asking = socket.principal();
        boolean byRule = rulings.hasRuleFor(asking, room);
        return Reply.later(rulings.mayJoin(Rulings.infoOf(socket), room).thenApply(may -> {
            if (!may) {
                return REFUSED;
            }
            return enter(socket, asking, room, byRule)
                    ? whenKept(clients.apply(socket.id()), Reply.success(Map.of("room", room)))
                    : FULL;
        }));
    }

    private boolean enter(IoSocket socket, Principal asking, String room, boolean byRule) {
        Optional<? extends Occupant> occupant = clients.apply(socket.id());
        // before it is in the room: otherwise it could leave, and be taken for one that was put there
        occupant.ifPresent(client -> client.placement().joined(roomOf(room), byRule));
        if (!socket.join(room)) {
            occupant.ifPresent(client -> client.placement().left(roomOf(room)));
            return false;
        }
        occupant.ifPresent(client -> {
            // it may have been moved, or the rules changed, while a plugin was being asked
            boolean isMoved = !client.principal().grantee().equals(asking.grantee());
            if (isMoved || byRule) {
                client.placement().review(client.client(), client.principal(), isMoved);
            }
        });
        return true;
    }

    private static dev.pluginio.transport.Room roomOf(String name) {
        return dev.pluginio.transport.Room.custom(name);
    }

    private static Optional<String> nameIn(ClientEvent untrusted) {
        if (!(untrusted.argument(0) instanceof String name)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Room.Custom(name).name());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
