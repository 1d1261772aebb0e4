package dev.pluginio.api.realtime;

import java.util.Map;
import java.util.Optional;

/**
 * A namespace: sends to all who are in it, and tells who that is.
 *
 * @since 0.1
 */
public interface IoNamespace extends BroadcastOperator {

    /**
     * The name.
     *
     * @return such as {@code /} and {@code /admin}
     */
    String name();

    /**
     * One client of the namespace.
     *
     * @param id the socket id
     * @return who it is and which custom rooms it is in, or empty if it is not there
     */
    Optional<SocketInfo> socket(String id);

    /**
     * The rooms that somebody is in now, of every kind that {@link Room} names.
     *
     * @return how many clients are in each; a snapshot
     */
    Map<Room, Integer> rooms();

    /**
     * How many clients are in the namespace now.
     *
     * @return their number
     */
    int size();
}
