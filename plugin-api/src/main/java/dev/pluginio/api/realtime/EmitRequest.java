package dev.pluginio.api.realtime;

import dev.pluginio.api.content.Action;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@link IoService#emit(EmitRequest)} is asked to send.
 *
 * <pre>{@code
 * io.emit(EmitRequest.of("publish", "api::article.article", article).envelope(Envelope.BARE));
 * }</pre>
 *
 * @since 0.1
 */
public final class EmitRequest {

    private final Action action;
    private final String uid;
    private final Object data;
    private final @Nullable Envelope envelope;
    private final @Nullable Object transaction;

    private EmitRequest(
            Action action, String uid, Object data, @Nullable Envelope envelope, @Nullable Object transaction) {
        this.action = action;
        this.uid = uid;
        this.data = data;
        this.envelope = envelope;
        this.transaction = transaction;
    }

    /**
     * Asks for an event.
     *
     * @param action what happened: a built-in action or a custom word
     * @param uid the content type's uid
     * @param data an {@link dev.pluginio.api.content.Entry}, a map with {@code id} or {@code documentId}, an entity of
     *     the host, or a collection of such
     * @return the request
     * @throws IllegalArgumentException if the action is malformed, or {@code enter} or {@code leave}, which nobody
     *     announces
     */
    public static EmitRequest of(String action, String uid, Object data) {
        if (action.equals(Action.ENTER.name()) || action.equals(Action.LEAVE.name())) {
            throw new IllegalArgumentException(
                    "'" + action + "' cannot be emitted: it is told to those whom a change brings"
                            + " an entry into sight, or takes it away from; give the action another name");
        }
        return new EmitRequest(new Action(action), uid, data, null, null);
    }

    /**
     * Chooses the form for this event alone.
     *
     * @param envelope the form
     * @return a request with that form
     */
    public EmitRequest envelope(Envelope envelope) {
        return new EmitRequest(action, uid, data, envelope, transaction);
    }

    /**
     * Names the transaction that this event belongs to: it goes out after that commits, or not at all. Needed only
     * where the plugin cannot know by itself: before the transaction has touched any entity, or on another thread.
     *
     * @param transaction an {@code EntityManager} with an active transaction, or a
     *     {@link dev.pluginio.api.host.ContentLifecycle.Transaction}
     * @return a request that belongs to that transaction
     */
    public EmitRequest within(Object transaction) {
        return new EmitRequest(action, uid, data, envelope, transaction);
    }

    /**
     * What happened.
     *
     * @return the action
     */
    public Action action() {
        return action;
    }

    /**
     * The content type's uid.
     *
     * @return the uid
     */
    public String uid() {
        return uid;
    }

    /**
     * What to send.
     *
     * @return an entry, map, entity, or a collection of such
     */
    public Object data() {
        return data;
    }

    /**
     * The form, if this event has one of its own.
     *
     * @return the form, or empty for the configured one
     */
    public Optional<Envelope> envelope() {
        return Optional.ofNullable(envelope);
    }

    /**
     * The transaction that was named.
     *
     * @return the transaction, or empty for the one that is active on the calling thread, if any
     */
    public Optional<Object> transaction() {
        return Optional.ofNullable(transaction);
    }
}
