package dev.pluginio.service;

import dev.pluginio.api.realtime.Answers;
import dev.pluginio.api.realtime.Envelope;
import dev.pluginio.api.realtime.RawRequest;
import dev.pluginio.api.realtime.Reach;
import dev.pluginio.delivery.JsonWriter;
import dev.pluginio.delivery.Rules;
import dev.pluginio.log.EventLog;
import dev.pluginio.transport.Arguments;
import dev.pluginio.transport.Audience;
import dev.pluginio.transport.Client;
import dev.pluginio.transport.Emission;
import dev.pluginio.transport.Transport;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Sends what is no event of a content type: one envelope, one filter of sensitive names and one order for all ways to ask
 * for it. Thread-safe.
 */
final class Sending {

    private final ContentNames contentNames = new ContentNames();
    private final Supplier<Rules> rules;
    private final EventLog log;
    private final Transport transport;
    private final UnaryOperator<Emission> retained;
    private final Executor callbacks;

    Sending(
            Supplier<Rules> rules,
            EventLog log,
            Transport transport,
            UnaryOperator<Emission> retained,
            Executor callbacks) {
        this.rules = rules;
        this.retained = retained;
        this.log = log;
        this.transport = transport;
        this.callbacks = callbacks;
    }

    CompletionStage<Reach> send(RawRequest request, Audience audience) {
        Emission emission = made(request, audience);
        return inOrder(() -> new Reach(1, transport.send(request.isRetained() ? retained.apply(emission) : emission)));
    }

    /** For whoever is there only. */
    Emission emission(RawRequest request, Audience audience) {
        requireFleeting(request);
        return made(request, audience);
    }

    private static void requireFleeting(RawRequest request) {
        if (request.isRetained()) {
            throw new IllegalArgumentException("'" + request.event()
                    + "' cannot be retained, because it is for clients that are there now; leave out retained()");
        }
    }

    private Emission made(RawRequest request, Audience audience) {
        Emission whole = new Emission(request.event(), written(request), audience);
        return request.isDroppable() ? whole.droppable() : whole;
    }

    /** The same, completed where what callers do then holds up nobody. */
    <T> CompletionStage<T> calledBack(CompletionStage<T> stage) {
        return stage.thenApplyAsync(Function.identity(), callbacks);
    }

    CompletionStage<Reach> send(RawRequest request, Client client) {
        requireFleeting(request);
        Arguments arguments = written(request);
        return inOrder(() -> {
            if (!client.isPresent()) {
                return Reach.NOBODY;
            }
            client.send(request.event(), arguments);
            return new Reach(1, 1);
        });
    }

    CompletionStage<Answers> ask(RawRequest request, Audience audience, Duration timeout) {
        requireFleeting(request);
        Arguments arguments = written(request);
        Polled polled = new Polled();
        return begunInOrder(() ->
                polled.ask(transport.members(audience), client -> client.request(request.event(), arguments, timeout)));
    }

    /** Begins something behind what was committed and sent before. */
    <T> CompletionStage<T> begunInOrder(Supplier<? extends CompletionStage<T>> task) {
        return calledBack(log.afterAppended(task).thenCompose(Function.identity()));
    }

    /** Does something behind what was committed and sent before, so that clients hear all in the order of events. */
    <T> CompletableFuture<T> inOrder(Supplier<T> task) {
        return log.afterAppended(task).thenApplyAsync(Function.identity(), callbacks);
    }

    private Arguments written(RawRequest request) {
        Rules now = rules.get();
        contentNames.warnOf(request.event(), now.exposures());
        @Nullable Object data = request.data();
        return now.writer(request.isUnfiltered())
                .arguments(Collections.singletonList(
                        request.envelope().orElse(now.envelope()) == Envelope.DATA
                                ? Collections.singletonMap("data", data)
                                : data));
    }

    JsonWriter writer() {
        return rules.get().json();
    }
}
