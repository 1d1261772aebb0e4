package dev.pluginio.session.rooms;

import dev.pluginio.api.realtime.ClientEvent;
import dev.pluginio.api.realtime.EventHandler;
import dev.pluginio.api.realtime.IoSocket;
import dev.pluginio.api.realtime.Reply;
import dev.pluginio.api.realtime.SocketInfo;
import dev.pluginio.delivery.JsonWriter;
import dev.pluginio.transport.Arguments;
import dev.pluginio.transport.Client;
import dev.pluginio.transport.Room;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Hands a client's message to another client of its namespace, where it may send to it, under one name and with the
 * sender's socket id, which the sender cannot choose.
 */
public final class PrivateMessages implements EventHandler {

    static final String NAME = "private-message";

    /** One answer, so that nobody can find out who is there. */
    private static final Reply NOBODY = Reply.failure("There is no such client, or you may not send to it");

    private static final Reply MALFORMED =
            Reply.failure("A private message must look like { to: '<socket id>', data }");
    private static final Reply UNSENDABLE = Reply.failure("The data cannot be sent");

    private final Rulings rulings;
    private final Function<String, Optional<? extends Occupant>> clients;
    private final Supplier<JsonWriter> json;

    /**
     * Prepares the handler.
     *
     * @param rulings who may send to whom
     * @param clients a client by its socket id
     * @param json writes what is sent, without sensitive names
     */
    public PrivateMessages(
            Rulings rulings, Function<String, Optional<? extends Occupant>> clients, Supplier<JsonWriter> json) {
        this.rulings = rulings;
        this.clients = clients;
        this.json = json;
    }

    @Override
    public Set<String> events() {
        return Set.of(NAME);
    }

    @Override
    public Reply handle(ClientEvent event) {
        if (!(event.argument(0) instanceof Map<?, ?> message)
                || !(message.get("to") instanceof String to)
                || !message.containsKey("data")) {
            return MALFORMED;
        }
        IoSocket sender = event.socket();
        Arguments written;
        try {
            written = written(sender, message.get("data"));
        } catch (IllegalArgumentException e) {
            return UNSENDABLE;
        }
        Optional<? extends Occupant> found = clients.apply(to);
        if (found.isEmpty() || !found.get().client().namespace().equals(sender.namespace())) {
            return NOBODY;
        }
        Client target = found.get().client();
        return Reply.later(
                rulings.maySend(Rulings.infoOf(sender), infoOf(found.get())).thenApply(may -> {
                    if (!may || !target.isPresent()) {
                        return NOBODY;
                    }
                    target.send(NAME, written);
                    return Reply.success();
                }));
    }

    private Arguments written(IoSocket sender, @Nullable Object untrusted) {
        Map<String, @Nullable Object> message = new LinkedHashMap<>();
        message.put("data", untrusted);
        message.put("from", Map.of("id", sender.id()));
        return json.get().arguments(List.of(message));
    }

    private static SocketInfo infoOf(Occupant occupant) {
        Client client = occupant.client();
        return new SocketInfo(
                client.id(),
                client.namespace(),
                occupant.principal(),
                client.rooms().stream()
                        .filter(room -> room.kind() == Room.Kind.CUSTOM)
                        .map(Room::name)
                        .collect(Collectors.toUnmodifiableSet()));
    }
}
