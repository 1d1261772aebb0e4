package dev.pluginio.e2e.probe;

import com.sun.net.httpserver.HttpExchange;
import dev.pluginio.api.realtime.EmitRequest;
import dev.pluginio.api.realtime.Envelope;
import dev.pluginio.api.realtime.IoService;
import dev.pluginio.api.realtime.RawRequest;
import dev.pluginio.api.realtime.Reach;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Turns requests of the tests into calls of the realtime service. A request is a serialized map of JDK values. */
final class ProbeHandler {

    private static final ObjectInputFilter JDK_ONLY = ObjectInputFilter.Config.createFilter("java.base/*;!*");

    private final Supplier<IoService> service;

    ProbeHandler(Supplier<IoService> service) {
        this.service = service;
    }

    /** Keys {@code event}, {@code data}, {@code envelope}, {@code unfiltered}, {@code room}. */
    void raw(HttpExchange exchange) throws IOException {
        answer(exchange, () -> {
            Map<?, ?> asked = read(exchange);
            RawRequest request = RawRequest.of(text(asked, "event"), asked.get("data"));
            if (asked.get("envelope") != null) {
                request = request.envelope(Envelope.valueOf(text(asked, "envelope")));
            }
            if (asked.get("room") != null) {
                request = request.rooms(text(asked, "room"));
            }
            if (Boolean.TRUE.equals(asked.get("unfiltered"))) {
                request = request.unfiltered();
            }
            return service.get().raw(request);
        });
    }

    /** Keys {@code action}, {@code uid}, {@code data}, {@code envelope}. */
    void emit(HttpExchange exchange) throws IOException {
        answer(exchange, () -> {
            Map<?, ?> asked = read(exchange);
            Object data = Objects.requireNonNull(asked.get("data"), "data");
            EmitRequest request = EmitRequest.of(text(asked, "action"), text(asked, "uid"), data);
            if (asked.get("envelope") != null) {
                request = request.envelope(Envelope.valueOf(text(asked, "envelope")));
            }
            return service.get().emit(request);
        });
    }

    /** Key {@code method}, and what {@link ServiceCalls} wants for it. */
    void call(HttpExchange exchange) throws IOException {
        answer(exchange, () -> new ServiceCalls(service.get(), read(exchange)).call());
    }

    private static void answer(HttpExchange exchange, Call call) throws IOException {
        int status = 200;
        String body;
        try {
            @Nullable Object result = call.run().toCompletableFuture().get(20, TimeUnit.SECONDS);
            body = result instanceof Reach reach && !isText(exchange)
                    ? reach.audiences() + " " + reach.sockets()
                    : String.valueOf(result);
        } catch (Exception e) { // the test is to see whatever it was
            status = 500;
            body = e.toString();
        }
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private static boolean isText(HttpExchange exchange) {
        return exchange.getRequestURI().getPath().equals("/call");
    }

    private static Map<?, ?> read(HttpExchange exchange) throws IOException, ClassNotFoundException {
        try (ObjectInputStream in = new ObjectInputStream(exchange.getRequestBody())) {
            in.setObjectInputFilter(JDK_ONLY);
            return (Map<?, ?>) in.readObject();
        }
    }

    private static String text(Map<?, ?> asked, String key) {
        @Nullable Object value = asked.get(key);
        return Objects.requireNonNull(value, key).toString();
    }

    /** What the service is asked. */
    private interface Call {
        CompletionStage<?> run() throws Exception;
    }
}
