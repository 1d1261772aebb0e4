package dev.pluginio.testkit;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event that a client heard.
 *
 * @param event its name
 * @param arguments JSON values as null, Boolean, Number, String, List and Map, binary as {@code byte[]}
 * @since 0.1
 */
public record Received(String event, List<@Nullable Object> arguments) {

    /**
     * One of the arguments.
     *
     * @param index its place, from 0
     * @return the argument; null if it is null, or there are not so many
     */
    public @Nullable Object argument(int index) {
        return index < arguments.size() ? arguments.get(index) : null;
    }

    /**
     * The first argument, which is an object.
     *
     * @return its fields
     * @throws AssertionError if it is none
     */
    public Map<String, @Nullable Object> object() {
        return fields(argument(0), "the first argument");
    }

    /**
     * What stands under {@code data} in the first argument, and is an object: the entry, for an event of a content type.
     *
     * @return its fields
     * @throws AssertionError if there is none
     */
    public Map<String, @Nullable Object> data() {
        return fields(object().get("data"), "what stands under 'data'");
    }

    @SuppressWarnings("unchecked") // JSON objects have texts for keys
    private Map<String, @Nullable Object> fields(@Nullable Object value, String what) {
        if (value instanceof Map<?, ?> map) {
            return (Map<String, @Nullable Object>) map;
        }
        throw new AssertionError(what + " of '" + event + "' is no object: " + value);
    }
}
