package dev.pluginio.api.realtime;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event that a client sent. All that the client chose is untrusted: any name may come with any arguments, in any
 * number and of any kind.
 *
 * @since 0.1
 */
public interface ClientEvent {

    /**
     * Who sent it.
     *
     * @return the client
     */
    IoSocket socket();

    /**
     * The name.
     *
     * @return one of {@link EventHandler#events()}
     */
    String name();

    /**
     * What came with it.
     *
     * @return JSON values as null, Boolean, Number, String, List and Map, binary as {@code byte[]}; untrusted, and not
     *     to be changed
     */
    List<@Nullable Object> arguments();

    /**
     * One of the arguments.
     *
     * @param index its place, from 0
     * @return the argument; null if it is null, or there are not so many
     */
    default @Nullable Object argument(int index) {
        return index < arguments().size() ? arguments().get(index) : null;
    }

    /**
     * One of the arguments, as the handler declared it.
     *
     * @param index its place, from 0
     * @param type its type in {@link EventHandler#argumentTypes()}
     * @param <T> its type
     * @return the argument, which keeps to the constraints of its type
     * @throws IllegalArgumentException if the handler did not declare an argument of this type at this place
     */
    <T> T argument(int index, Class<T> type);

    /**
     * Whether the client waits for a reply.
     *
     * @return false if a {@link Reply} goes nowhere
     */
    boolean isReplyExpected();

    /**
     * What the handler finds around it.
     *
     * @return the realtime service, the host, and the handler's settings
     */
    IoContext context();
}
