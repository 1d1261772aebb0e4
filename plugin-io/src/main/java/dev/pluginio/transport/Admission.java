package dev.pluginio.transport;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether a client may enter a namespace. */
public sealed interface Admission {

    /**
     * It may.
     *
     * @param rooms the rooms it is in from the first moment
     * @param attachment kept for {@link Client#attachment()}
     * @param pass by which it may come back; null for a client that is forgotten as soon as it leaves
     */
    record Admitted(
            Set<Room> rooms, Object attachment, @Nullable Pass pass) implements Admission {

        /** One that is forgotten as soon as it leaves. */
        public Admitted(Set<Room> rooms, Object attachment) {
            this(rooms, attachment, null);
        }
    }

    /**
     * It may not: it gets {@code connect_error}, and the connection is closed if no other namespace uses it. A client
     * does not try again by itself then; if it is to, it hears nothing and the whole connection is closed.
     *
     * @param message the error's message
     * @param data the error's {@code data}
     * @param passing whether it may well be let in a little later
     */
    record Refused(String message, Map<String, String> data, boolean passing) implements Admission {

        /** One that is final. */
        public Refused(String message, Map<String, String> data) {
            this(message, data, false);
        }
    }
}
