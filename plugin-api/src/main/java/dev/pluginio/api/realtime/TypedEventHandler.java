package dev.pluginio.api.realtime;

import java.util.List;

/**
 * Answers events whose first argument is of one type, most often a record:
 *
 * <pre>{@code
 * @Extension
 * public final class Comments implements TypedEventHandler<NewComment> {
 *
 *     record NewComment(@NotBlank String article, @NotBlank @Size(max = 500) String text) {}
 *
 *     public Set<String> events() {
 *         return Set.of("comment:add");
 *     }
 *
 *     public Class<NewComment> argumentType() {
 *         return NewComment.class;
 *     }
 *
 *     public Reply handle(ClientEvent event, NewComment comment) {
 *         return Reply.success(Map.of("length", comment.text().length()));
 *     }
 * }
 * }</pre>
 *
 * <p>It is not called with what does not fit: see {@link EventHandler#argumentTypes()}.
 *
 * @param <T> the type of the first argument
 * @since 0.1
 */
public interface TypedEventHandler<T> extends EventHandler {

    /**
     * The type of the first argument. Asked once, when the plugin has started, and at each call.
     *
     * @return the type
     */
    Class<T> argumentType();

    /**
     * Answers one event.
     *
     * @param event what a client sent
     * @param argument its first argument, which fits the type and its constraints
     * @return the reply, which goes nowhere if the client does not wait for one
     * @throws Exception as {@link EventHandler#handle(ClientEvent)}
     */
    Reply handle(ClientEvent event, T argument) throws Exception;

    @Override
    default List<Class<?>> argumentTypes() {
        return List.of(argumentType());
    }

    @Override
    default Reply handle(ClientEvent event) throws Exception {
        return handle(event, event.argument(0, argumentType()));
    }
}
