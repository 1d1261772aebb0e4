package dev.pluginio.api.realtime;

import java.util.List;
import java.util.Optional;
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
     * What the arguments must be. Asked once, when the plugin has started.
     *
     * <p>Each of the first arguments of an event is made into an object of its type here, by Jackson, and checked against
     * the constraints of {@code jakarta.validation} that stand in it, before the handler is called. If one is missing,
     * null, of another form, or breaks a constraint, the handler is not called, and the client gets {@code { success:
     * false, error: 'invalid argument', violations: [ { argument, field, rule, message } ] }}, in which nothing
     * stands of what it sent. Keys that the type does not have are passed over. {@link ClientEvent#argument(int, Class)}
     * gives the objects.
     *
     * <p>A plugin whose types have annotations of {@code jakarta.validation} or {@code com.fasterxml.jackson.annotation}
     * declares {@code Plugin-Dependencies: plugin-io} in its manifest and does not bundle these two: they are
     * plugin-io's. A handler with others, which would have no effect, is not used, and the log says so.
     *
     * @return the types, most often records; empty to take whatever comes
     */
    default List<Class<?>> argumentTypes() {
        return List.of();
    }

    /**
     * What stands beside {@code success} in the acknowledgement of success, for the generated documents: a record, of which
     * an object is given to {@link Reply#success(Record)}, or a map with the same keys to {@link Reply#success(java.util.Map)}.
     * In the documents its components are never null but for those that are annotated {@code @Nullable}. Asked once, when
     * the plugin has started.
     *
     * @return the record's type; empty if nothing is known of the acknowledgement
     */
    default Optional<Class<? extends Record>> answerType() {
        return Optional.empty();
    }

    /**
     * What a client must be permitted to do, before it may send these events. Asked once, when the plugin has started;
     * the permission is looked at before each call. A client that does not have it gets {@code { success: false, error:
     * 'forbidden' }}.
     *
     * @return a content type's uid and an action, such as {@code api::comment.comment.create}; empty if everybody may
     */
    default Optional<String> permission() {
        return Optional.empty();
    }

    /**
     * Answers one event.
     *
     * @param event what a client sent; its contents are untrusted
     * @return the reply, which goes nowhere if the client does not wait for one
     * @throws RefusalException if the client is to get an error that says why
     * @throws Exception if it cannot be answered: the client that waits for a reply gets an error that tells nothing of
     *     the cause, which is logged
     */
    Reply handle(ClientEvent event) throws Exception;
}
