package dev.pluginio.session.handlers;

import dev.pluginio.api.realtime.AuthStrategy;
import dev.pluginio.api.realtime.ConnectionHandler;
import dev.pluginio.api.realtime.EventHandler;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who is called for what, at one moment.
 *
 * @param own by name, in every namespace
 * @param events by namespace and name
 * @param connections by namespace
 * @param strategies by name
 * @param all those that are used, by what they extend, in the order of their precedence
 */
record Routes(
        Map<String, Bound<EventHandler>> own,
        Map<String, Map<String, Bound<EventHandler>>> events,
        Map<String, List<Bound<ConnectionHandler>>> connections,
        Map<String, Bound<AuthStrategy>> strategies,
        Map<Class<?>, List<Bound<?>>> all) {

    static final Routes NONE = new Routes(Map.of(), Map.of(), Map.of(), Map.of(), Map.of());

    @SuppressWarnings("unchecked") // kept by what they extend
    <T> List<Bound<T>> all(Class<T> point) {
        return (List<Bound<T>>) (List<?>) all.getOrDefault(point, List.of());
    }

    @Nullable
    Bound<EventHandler> handler(String namespace, String event) {
        Bound<EventHandler> ours = own.get(event);
        return ours != null ? ours : events.getOrDefault(namespace, Map.of()).get(event);
    }

    List<Bound<ConnectionHandler>> listeners(String namespace) {
        return connections.getOrDefault(namespace, List.of());
    }
}
