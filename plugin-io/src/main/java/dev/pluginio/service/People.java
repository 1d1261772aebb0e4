package dev.pluginio.service;

import dev.pluginio.api.access.Principal;
import dev.pluginio.api.realtime.SocketInfo;
import dev.pluginio.transport.Audience;
import dev.pluginio.transport.Client;
import dev.pluginio.transport.Room;
import dev.pluginio.transport.Transport;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Who is there. Thread-safe. */
final class People {

    private final Transport transport;
    private final Function<String, Optional<Principal>> principals;

    People(Transport transport, Function<String, Optional<Principal>> principals) {
        this.transport = transport;
        this.principals = principals;
    }

    Optional<Client> find(String socketId) {
        return transport.find(socketId);
    }

    List<SocketInfo> of(Audience audience) {
        return transport.members(audience).stream()
                .flatMap(client -> describe(client).stream())
                .toList();
    }

    /** What is told of a client; empty if it is about to come or to go. */
    Optional<SocketInfo> describe(Client client) {
        return principals
                .apply(client.id())
                .map(principal -> new SocketInfo(
                        client.id(),
                        client.namespace(),
                        principal,
                        client.rooms().stream()
                                .filter(room -> room.kind() == Room.Kind.CUSTOM)
                                .map(Room::name)
                                .collect(Collectors.toUnmodifiableSet())));
    }
}
