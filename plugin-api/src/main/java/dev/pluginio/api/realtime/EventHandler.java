package dev.pluginio.api.realtime;

import java.util.Set;
import org.pf4j.ExtensionPoint;

/**
 * Answers events that clients send. A plugin offers as many extensions of this type as it likes; they are there from its
 * start to its stop:
 *
 * <pre>{@code
 * @Extension
 * public final class Greeter implements EventHandler {
 *     public Set<String> events() {
 *         return Set.of("greet");
 *     }
 *
 *     public Reply handle(ClientEvent event) {
 *         return event.argument(0) instanceof String name ? Reply.bare("Hello " + name) : Reply.failure("name missing");
 *     }
 * }
 * }</pre>
 *
 * <p>One extension is made, and called on threads of plugin-io, never on those that carry the network: it may block.
 * For one client, calls come one after the other in the order in which it sent; for several clients they come
 * concurrently. A call that takes too long is interrupted and the client gets an error; so it does if the handler
 * throws, or if so much is waiting that this event cannot wait too. None of it touches other clients.
 *
 * <p>Each event of a namespace has one handler: a second one for the same event is not called, and the log says so.
 * Events that nobody handles are ignored.
 *
 * @since 0.1
 */
public interface EventHandler extends ExtensionPoint {

    /**
     * The events it answers. Asked once, when the plugin has started.
     *
     * @return their names; not those that are reserved by Socket.IO, and not those that plugin-io answers itself
     */
    Set<String> events();

    /**
     * Where it answers them. Asked once, when the plugin has started.
     *
     * @return the namespaces, such as {@code /} and {@code /custom}; those that are not configured do no harm
     */
    default Set<String> namespaces() {
        return Set.of("/");
    }

    /**
     * Answers one event.
     *
     * @param event what a client sent; its contents are untrusted
     * @return the reply, which goes nowhere if the client does not wait for one
     * @throws Exception if it cannot be answered: the client that waits for a reply gets an error that tells nothing of
     *     the cause, which is logged
     */
    Reply handle(ClientEvent event) throws Exception;
}
