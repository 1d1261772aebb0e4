package dev.pluginio.service;

import dev.pluginio.api.realtime.Answers;
import dev.pluginio.transport.Client;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Gathers the answers of clients that were asked the same. Thread-safe. */
final class Polled {

    private final Map<String, List<@Nullable Object>> given = new ConcurrentHashMap<>();
    private final Set<String> missing = ConcurrentHashMap.newKeySet();
    private final AtomicInteger open = new AtomicInteger(1);
    private final CompletableFuture<Answers> answers = new CompletableFuture<>();

    /** Completes when each has answered or will not any more, in bounded time, since each question has its own. */
    CompletableFuture<Answers> ask(
            List<Client> clients, Function<Client, CompletionStage<List<@Nullable Object>>> question) {
        for (Client client : clients) {
            open.incrementAndGet();
            question.apply(client).whenComplete((values, failure) -> {
                if (values == null || failure != null) {
                    missing.add(client.id());
                } else {
                    given.put(client.id(), values);
                }
                settle();
            });
        }
        settle();
        return answers;
    }

    private void settle() {
        if (open.decrementAndGet() == 0) {
            answers.complete(new Answers(given, missing));
        }
    }
}
