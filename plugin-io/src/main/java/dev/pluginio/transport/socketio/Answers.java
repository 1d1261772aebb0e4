package dev.pluginio.transport.socketio;

import dev.pluginio.transport.NoAnswerException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The answers that one client owes. Confined to its event loop. */
final class Answers {

    private final Map<Long, Awaited> awaited = new HashMap<>();
    private long asked;

    private record Awaited(CompletableFuture<List<@Nullable Object>> answer, Loop.Timer deadline) {}

    /**
     * Awaits one more.
     *
     * @param most how many may be awaited; 0 for any number
     * @return the number that the answer will have; -1 if too many are awaited, which the answer has been told
     */
    long await(CompletableFuture<List<@Nullable Object>> answer, long millis, int most, Loop loop) {
        if (most > 0 && awaited.size() >= most) {
            answer.completeExceptionally(new NoAnswerException(
                    "the client owes " + most + " answers already; it was not asked for another"));
            return -1;
        }
        long number = asked++;
        Loop.Timer deadline = loop.after(millis, () -> {
            awaited.remove(number);
            answer.completeExceptionally(new NoAnswerException("the client did not answer within " + millis + " ms"));
        });
        awaited.put(number, new Awaited(answer, deadline));
        return number;
    }

    /** Takes an answer; false if nobody waits for it. */
    boolean arrived(long number, List<@Nullable Object> values) {
        Awaited one = awaited.remove(number);
        if (one == null) {
            return false;
        }
        one.deadline().stop();
        one.answer().complete(values);
        return true;
    }

    /** None will come any more. */
    void end() {
        List<Awaited> left = new ArrayList<>(awaited.values());
        awaited.clear();
        for (Awaited one : left) {
            one.deadline().stop();
            one.answer().completeExceptionally(gone());
        }
    }

    static NoAnswerException gone() {
        return new NoAnswerException("the client has gone");
    }
}
