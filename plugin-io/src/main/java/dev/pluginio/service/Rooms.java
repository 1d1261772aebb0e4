package dev.pluginio.service;

import dev.pluginio.transport.Room;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Rooms as callers name them, and as the transport knows them. */
final class Rooms {

    private Rooms() {}

    static Set<Room> of(Collection<dev.pluginio.api.realtime.Room> named) {
        return named.stream().map(Rooms::of).collect(Collectors.toUnmodifiableSet());
    }

    static Room of(dev.pluginio.api.realtime.Room named) {
        if (named instanceof dev.pluginio.api.realtime.Room.OfRole role) {
            return new Room(Room.Kind.ROLE, role.id());
        }
        if (named instanceof dev.pluginio.api.realtime.Room.OfToken token) {
            return new Room(Room.Kind.TOKEN, token.id());
        }
        if (named instanceof dev.pluginio.api.realtime.Room.OfUser user) {
            return new Room(Room.Kind.USER, user.id());
        }
        return new Room(Room.Kind.CUSTOM, ((dev.pluginio.api.realtime.Room.Custom) named).name());
    }

    /** The name of a room that callers can name; empty for the others. */
    static Optional<dev.pluginio.api.realtime.Room> named(Room room) {
        return switch (room.kind()) {
            case ROLE -> Optional.of(dev.pluginio.api.realtime.Room.role(room.name()));
            case TOKEN -> Optional.of(dev.pluginio.api.realtime.Room.token(room.name()));
            case USER -> Optional.of(dev.pluginio.api.realtime.Room.user(room.name()));
            case CUSTOM -> Optional.of(dev.pluginio.api.realtime.Room.custom(room.name()));
            default -> Optional.empty();
        };
    }
}
