package dev.pluginio.delivery;

import dev.pluginio.access.Exposure;
import dev.pluginio.access.View;
import dev.pluginio.transport.Arguments;
import dev.pluginio.transport.Clearance;
import dev.pluginio.transport.Room;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where the frames of a round go. */
@FunctionalInterface
interface Outlet {

    /** Whether anybody may be reached by it, so that the frame must be made. */
    default boolean reaches(Set<Room> rooms, Scope.Part part) {
        return true;
    }

    /** Whether those who have this view are told more than that an entry is gone for them. */
    default boolean showsStates(Exposure exposure, View view) {
        return true;
    }

    /** Writes the frames. */
    default Frames frames(Rules now) {
        return new Frames(now);
    }

    /**
     * Takes a frame.
     *
     * @param name the event's name
     * @param arguments what it carries
     * @param rooms whose members are meant; not empty
     * @param part how far it may be heard
     * @param newest of those with this key, only the newest counts for a client that does not read fast enough; null if
     *     each counts
     * @param needed what a client needs when it is written
     * @return to how many clients it was handed
     */
    int send(
            String name,
            Arguments arguments,
            Set<Room> rooms,
            Scope.Part part,
            @Nullable String newest,
            Clearance needed);
}
