package dev.pluginio.api.realtime;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Refuses an event: the client gets {@code { success: false, error, … }} with what stands here. Thrown by an
 * {@link EventHandler}, or what the stage of a later reply fails with, where the client itself is the reason; nothing is
 * logged for it. Any other exception is taken for a mistake of the handler, and the client is told nothing of it.
 *
 * @since 0.1
 */
public class RefusalException extends RealtimeException {

    private static final long serialVersionUID = 1L;

    private final transient Map<String, @Nullable Object> details;

    /**
     * Refuses an event.
     *
     * @param error why, shown to the client
     */
    public RefusalException(String error) {
        this(error, Map.of());
    }

    /**
     * Refuses an event.
     *
     * @param error why, shown to the client
     * @param details what stands beside {@code success} and {@code error} in the answer, of the kinds that
     *     {@link IoSocket#emit} takes
     */
    public RefusalException(String error, Map<String, ? extends @Nullable Object> details) {
        super(error);
        this.details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    }

    /**
     * What stands beside the error.
     *
     * @return the details, shown to the client
     */
    public Map<String, @Nullable Object> details() {
        return details;
    }
}
