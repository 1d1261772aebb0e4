package dev.pluginio.session;

import dev.pluginio.log.Position;
import dev.pluginio.session.recovery.Owner;
import dev.pluginio.transport.Pass;
import dev.pluginio.transport.Room;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a client has come, and by what it may come back.
 *
 * @param arrival how it has come
 * @param pass what the transport gives it
 * @param owner who may come back by it
 * @param since the place after which everything has to be told when it comes back, if it tells no later one
 * @param rooms the rooms it is to be in beside those of its role
 * @param before what was kept of it; null if nothing was
 */
record Ticket(
        Arrival arrival,
        Pass pass,
        Owner owner,
        Position since,
        Set<Room> rooms,
        @Nullable Stay before) {

    /** How clients come. */
    enum Arrival {
        /** For the first time. */
        NEW,
        /** As who they were, to hear what they missed. */
        BACK,
        /** As who they were, but nobody knows whether they were told what cannot be told them again. */
        UNTOLD,
        /** Again, but what they missed cannot be told. */
        LOST
    }
}
