package dev.pluginio.session;

import dev.pluginio.log.Position;
import dev.pluginio.session.rooms.Placement;
import dev.pluginio.transport.Room;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * What is kept of a client that has left.
 *
 * @param name under which it outlives this process, where it does
 * @param id its public socket id
 * @param since the place after which everything has to be told when it comes back, if it tells no later one
 * @param isUntold whether it has to reload, which it may not have been told before it left, unless it got something later
 * @param owed up to which place its offset does not tell what it has had, as events were kept back from it
 * @param rooms the custom rooms it was in
 * @param belongings what else it had
 * @param known what it knew of its rights
 * @param farewell completes when everybody has heard that it left
 */
record Stay(
        String name,
        String id,
        Position since,
        boolean isUntold,
        Position owed,
        Placement.Kept rooms,
        Belongings belongings,
        Known known,
        CompletionStage<?> farewell) {

    /** The same, but not in these rooms. */
    Stay without(Set<Room> some) {
        return some.isEmpty()
                ? this
                : new Stay(name, id, since, isUntold, owed, rooms.without(some), belongings, known, farewell);
    }
}
