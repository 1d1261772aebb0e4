package dev.pluginio.service;

import dev.pluginio.transport.Client;
import dev.pluginio.transport.Room;
import java.util.function.Consumer;

/** Clients that are not there, and may come back. Thread-safe. */
public interface Absent {

    /** Nobody comes back. */
    Absent NOBODY = new Absent() {
        @Override
        public boolean leave(String socketId, Room room) {
            return false;
        }

        @Override
        public boolean end(String socketId, Consumer<Client> goodbye) {
            return false;
        }
    };

    /**
     * Takes one out of a custom room: if it comes back, it is without.
     *
     * @return whether it is known to be away
     */
    boolean leave(String socketId, Room room);

    /**
     * Ends the stay of one, if it comes back.
     *
     * @param goodbye ends it, when it can be told why
     * @return whether it is known to be away
     */
    boolean end(String socketId, Consumer<Client> goodbye);
}
