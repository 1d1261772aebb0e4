package dev.pluginio.api.realtime;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What clients answered to an event that asked each of them for an answer.
 *
 * @param given by socket id, what that client gave its callback: JSON values as null, Boolean, Number, String, List and
 *     Map, binary as {@code byte[]}; untrusted
 * @param missing the socket ids of those who were asked and did not answer in time, or left
 * @since 0.1
 */
public record Answers(Map<String, List<@Nullable Object>> given, Set<String> missing) {

    /** Nobody was asked. */
    public static final Answers NONE = new Answers(Map.of(), Set.of());

    /**
     * Takes the answers.
     *
     * @param given by socket id, what that client gave its callback
     * @param missing the socket ids of those who did not answer
     */
    public Answers {
        given = Map.copyOf(given);
        missing = Set.copyOf(missing);
    }

    /**
     * Whether everybody who was asked has answered.
     *
     * @return true if nobody is missing
     */
    public boolean isComplete() {
        return missing.isEmpty();
    }
}
