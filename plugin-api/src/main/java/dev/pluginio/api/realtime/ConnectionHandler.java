package dev.pluginio.api.realtime;

import java.util.Set;
import org.pf4j.ExtensionPoint;

/**
 * Hears of clients that come and go. Called like an {@link EventHandler}: on threads that may block, for one client in
 * order, with {@link #connected} before any event of that client is handled and {@link #disconnected} after the last.
 *
 * <p>A client that is there already when the plugin starts is told of then. When the plugin stops nothing is told any
 * more.
 *
 * @since 0.1
 */
public interface ConnectionHandler extends ExtensionPoint {

    /**
     * Of which clients it hears. Asked once, when the plugin has started.
     *
     * @return the namespaces, such as {@code /} and {@code /custom}
     */
    default Set<String> namespaces() {
        return Set.of("/");
    }

    /**
     * A client was admitted. What is sent to it here arrives after the answer to its request.
     *
     * @param socket the client
     * @throws Exception if something went wrong, which is logged; the client stays
     */
    default void connected(IoSocket socket) throws Exception {}

    /**
     * A client was admitted. For those that need what is around them; the others leave it at
     * {@link #connected(IoSocket)}, which this calls.
     *
     * @param socket the client
     * @param context the realtime service, the host, and the handler's settings
     * @throws Exception if something went wrong, which is logged; the client stays
     */
    default void connected(IoSocket socket, IoContext context) throws Exception {
        connected(socket);
    }

    /**
     * A client has left. It is in no room any more and nothing reaches it.
     *
     * @param socket the client
     * @param reason why, such as {@code client namespace disconnect}, {@code server namespace disconnect},
     *     {@code transport close} or {@code ping timeout}
     * @throws Exception if something went wrong, which is logged
     */
    default void disconnected(IoSocket socket, String reason) throws Exception {}

    /**
     * A client has left. For those that need what is around them; the others leave it at
     * {@link #disconnected(IoSocket, String)}, which this calls.
     *
     * @param socket the client
     * @param reason why
     * @param context the realtime service, the host, and the handler's settings
     * @throws Exception if something went wrong, which is logged
     */
    default void disconnected(IoSocket socket, String reason, IoContext context) throws Exception {
        disconnected(socket, reason);
    }
}
