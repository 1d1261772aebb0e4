package dev.pluginio.transport;

import java.util.Map;
import java.util.Set;

/** Whether a client may enter a namespace. */
public sealed interface Admission {

    /**
     * It may.
     *
     * @param rooms the rooms it is in from the first moment
     * @param attachment kept for {@link Client#attachment()}
     */
    record Admitted(Set<Room> rooms, Object attachment) implements Admission {}

    /**
     * It may not: it gets {@code connect_error}, and the connection is closed if no other namespace uses it.
     *
     * @param message the error's message
     * @param data the error's {@code data}
     */
    record Refused(String message, Map<String, String> data) implements Admission {}
}
