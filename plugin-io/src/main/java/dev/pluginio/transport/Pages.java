package dev.pluginio.transport;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the port answers to {@code GET} besides the protocol. May be called concurrently, and must not block. */
@FunctionalInterface
public interface Pages {

    /** There is nothing else. */
    Pages NONE = (path, untrusted, authorization) -> Optional.empty();

    /**
     * An answer.
     *
     * @param status the status of HTTP
     * @param contentType what the body is
     * @param body the body; not changed any more
     */
    record Answer(int status, String contentType, byte[] body) {}

    /**
     * Answers a request.
     *
     * @param path the path that was asked for
     * @param untrusted the parameters
     * @param authorization the header of that name; null if there is none
     * @return empty if there is nothing at this path; else what begins to look for the answer, if whoever asks may have
     *     that done. It completes on any thread, in bounded time, with the answer
     */
    Optional<Supplier<CompletionStage<Answer>>> get(
            String path, Map<String, List<String>> untrusted, @Nullable String authorization);
}
