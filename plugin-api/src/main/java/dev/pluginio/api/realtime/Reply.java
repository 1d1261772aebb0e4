package dev.pluginio.api.realtime;

import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link EventHandler} answers: what the client's callback gets. The values may be whatever
 * {@link IoSocket#emit} takes, {@code byte[]} included.
 *
 * @since 0.1
 */
public final class Reply {

    private static final String SUCCESS = "success";
    private static final String ERROR = "error";
    private static final Reply NONE = new Reply(null, null, false);

    private final @Nullable List<@Nullable Object> values;
    private final @Nullable CompletionStage<Reply> later;
    private final boolean unfiltered;

    private Reply(@Nullable List<@Nullable Object> values, @Nullable CompletionStage<Reply> later, boolean unfiltered) {
        this.values = values;
        this.later = later;
        this.unfiltered = unfiltered;
    }

    /**
     * Answers nothing, whether or not the client waits. For events that clients send without a callback.
     *
     * @return no reply
     */
    public static Reply none() {
        return NONE;
    }

    /**
     * Answers {@code { "success": true }}.
     *
     * @return the reply
     */
    public static Reply success() {
        return success(Map.of());
    }

    /**
     * Answers {@code { "success": true, … }}.
     *
     * @param more what stands beside {@code success}, which it cannot change
     * @return the reply
     */
    public static Reply success(Map<String, ? extends @Nullable Object> more) {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put(SUCCESS, true);
        answer.putAll(more);
        answer.put(SUCCESS, true); // where it stood, whatever was given
        return bare(answer);
    }

    /**
     * Answers {@code { "success": true, … }} with the components of a record.
     *
     * @param more what stands beside {@code success}, which it cannot change
     * @return the reply
     * @throws IllegalArgumentException if the record cannot be read
     */
    public static Reply success(Record more) {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        try {
            for (RecordComponent component : more.getClass().getRecordComponents()) {
                component.getAccessor().setAccessible(true); // a record may stand in a class that is not public
                answer.put(component.getName(), component.getAccessor().invoke(more));
            }
        } catch (ReflectiveOperationException | InaccessibleObjectException e) {
            throw new IllegalArgumentException(
                    "a record of class " + more.getClass().getName() + " cannot be read", e);
        }
        return success(answer);
    }

    /**
     * Answers {@code { "success": false, "error": … }}.
     *
     * @param error what went wrong, shown to the client
     * @return the reply
     */
    public static Reply failure(String error) {
        return failure(error, Map.of());
    }

    /**
     * Answers {@code { "success": false, "error": …, … }}.
     *
     * @param error what went wrong, shown to the client
     * @param more what stands beside {@code success} and {@code error}, which it cannot change
     * @return the reply
     */
    public static Reply failure(String error, Map<String, ? extends @Nullable Object> more) {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put(SUCCESS, false);
        answer.put(ERROR, error);
        answer.putAll(more);
        answer.put(SUCCESS, false); // where they stood, whatever was given
        answer.put(ERROR, error);
        return bare(answer);
    }

    /**
     * Answers with the values themselves.
     *
     * @param values what the client's callback gets, one by one; to hand on a list as several, give its array;
     *     a null array is one null
     * @return the reply
     */
    public static Reply bare(@Nullable Object @Nullable ... values) {
        List<@Nullable Object> all =
                values == null ? Collections.singletonList(null) : new ArrayList<>(Arrays.asList(values));
        return new Reply(Collections.unmodifiableList(all), null, false);
    }

    /**
     * Answers later. Further events of the client are handled meanwhile. What takes too long is answered by an error.
     *
     * @param reply completes with the reply; if it fails, the client gets an error that tells nothing of the cause,
     *     which is logged
     * @return the reply
     * @throws NullPointerException if the stage is null
     */
    public static Reply later(CompletionStage<Reply> reply) {
        return new Reply(
                null, Objects.requireNonNull(reply, "the stage of a later reply is null; give Reply.none()"), false);
    }

    /**
     * Keeps sensitive names in the values. For data that is known to be meant for this client.
     *
     * @return a reply that sends its values as given
     */
    public Reply unfiltered() {
        return new Reply(values, later, true);
    }

    /**
     * What the client's callback gets.
     *
     * @return the values; empty if there is no reply, or not yet
     */
    public Optional<List<@Nullable Object>> values() {
        return Optional.ofNullable(values);
    }

    /**
     * The reply that is still to come.
     *
     * @return the stage given to {@link #later}; otherwise empty
     */
    public Optional<CompletionStage<Reply>> pending() {
        return Optional.ofNullable(later);
    }

    /**
     * Tells whether sensitive names stay in the values.
     *
     * @return true after {@link #unfiltered()}
     */
    public boolean isUnfiltered() {
        return unfiltered;
    }
}
