package dev.pluginio.api.realtime;

import dev.pluginio.api.content.ContentType;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.pf4j.ExtensionPoint;

/**
 * Sends events to clients. The plugin has one extension of this type while it runs:
 *
 * <pre>{@code
 * IoService io = pluginManager.getExtensions(IoService.class).get(0);
 * io.emit("publish", "api::article.article", article);
 * io.raw("maintenance", Map.of("minutes", 10));
 * }</pre>
 *
 * <p>May be called on any thread, concurrently. No call waits for a client. A wrong argument is told by an exception at
 * once; what goes wrong later completes the returned stage with a {@link RealtimeException}.
 *
 * @since 0.1
 */
public interface IoService extends ExtensionPoint {

    /**
     * Sends an event of a content type, named {@code singularName:action}, to all whose role or token may do
     * {@code uid.action} (or read, where so configured), each in its own view: private attributes, sensitive names,
     * unreadable relations and whatever the catalogue does not name are left out, and the type's configured relations
     * apply.
     *
     * <p>Inside a transaction of the host it goes out after the commit, or not at all; if the action is a built-in one
     * and the same transaction makes the same change to the entry, there is one event. A type with drafts is heard only
     * by those who may find drafts, unless the data has a {@code publishedAt}.
     *
     * @param request what to send
     * @return completes with how many audiences and clients it was handed to; with {@link Reach#NOBODY} if a rollback
     *     took it back
     * @throws IllegalArgumentException if the content type is unknown or the data is of none of the permitted kinds
     */
    CompletionStage<Reach> emit(EmitRequest request);

    /**
     * Sends an event of a content type.
     *
     * @param action a built-in action or a custom word
     * @param uid the content type's uid
     * @param data an entry, a map, an entity, or a collection of such
     * @return completes with how far it was sent
     * @throws IllegalArgumentException if the content type is unknown or the data is of none of the permitted kinds
     * @see #emit(EmitRequest)
     */
    default CompletionStage<Reach> emit(String action, String uid, Object data) {
        return emit(EmitRequest.of(action, uid, data));
    }

    /**
     * Sends an event of a content type.
     *
     * @param action a built-in action or a custom word
     * @param type the content type
     * @param data an entry, a map, an entity, or a collection of such
     * @return completes with how far it was sent
     * @throws IllegalArgumentException if the content type is unknown or the data is of none of the permitted kinds
     * @see #emit(EmitRequest)
     */
    default CompletionStage<Reach> emit(String action, ContentType type, Object data) {
        return emit(EmitRequest.of(action, type.uid(), data));
    }

    /**
     * Sends an event of any name, without asking for permissions: to every admitted client of the namespace {@code /},
     * or to custom rooms.
     *
     * @param request what to send
     * @return completes with how far it was sent
     * @throws IllegalArgumentException if the data cannot be written as JSON
     */
    CompletionStage<Reach> raw(RawRequest request);

    /**
     * Sends an event of any name to every admitted client.
     *
     * @param event the name
     * @param data what to send; a copy without sensitive names is sent
     * @return completes with how far it was sent
     * @throws IllegalArgumentException if the name is blank or reserved, or the data cannot be written as JSON
     * @see #raw(RawRequest)
     */
    default CompletionStage<Reach> raw(String event, @Nullable Object data) {
        return raw(RawRequest.of(event, data));
    }
}
