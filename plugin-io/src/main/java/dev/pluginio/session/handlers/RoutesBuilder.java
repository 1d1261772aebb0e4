package dev.pluginio.session.handlers;

import dev.pluginio.api.access.AuthStrategy;
import dev.pluginio.api.access.Credentials;
import dev.pluginio.api.realtime.ConnectionHandler;
import dev.pluginio.api.realtime.EventHandler;
import dev.pluginio.transport.Emission;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Gives extensions what they are for. One that wants what is not to be had is passed over and logged. */
final class RoutesBuilder {

    private static final Logger LOG = LoggerFactory.getLogger(RoutesBuilder.class);
    private static final Set<String> HOST_STRATEGIES = Set.of(Credentials.JWT, Credentials.API_TOKEN);
    private static final Set<String> BUILT_IN = Set.of(
            "join-room",
            "leave-room",
            "get-rooms",
            "subscribe-entity",
            "unsubscribe-entity",
            "get-entity-subscriptions",
            "subscribe-type",
            "unsubscribe-type",
            "private-message");

    private final Map<String, Bound<EventHandler>> own = new HashMap<>();
    private final Map<String, Map<String, Bound<EventHandler>>> events = new HashMap<>();
    private final Map<String, List<Bound<ConnectionHandler>>> connections = new HashMap<>();
    private final Map<String, Bound<AuthStrategy>> strategies = new HashMap<>();
    private final Map<Class<?>, List<Bound<?>>> all = new HashMap<>();

    private boolean aloud;

    /**
     * Adds the extensions of a plugin, where others are not there before.
     *
     * @param isNew whether what is passed over has not been logged yet
     */
    void add(Guest guest, boolean isNew) {
        aloud = isNew;
        guest.all(Point.STRATEGIES).forEach(this::strategy);
        guest.all(Point.CONNECTIONS).forEach(this::connection);
        guest.all(Point.EVENTS).forEach(this::event);
        for (Point<?> point : Point.ALL) {
            all.computeIfAbsent(point.type(), type -> new ArrayList<>()).addAll(guest.all(point));
        }
    }

    private void strategy(Bound<AuthStrategy> bound) {
        for (String name : bound.names()) {
            if (HOST_STRATEGIES.contains(name)) {
                passOver("{} is not used, because the strategy '{}' is the host's own", bound, name);
                continue;
            }
            Bound<AuthStrategy> first = strategies.putIfAbsent(name, bound);
            if (first != null) {
                passOver("{} is not used, because {} is the strategy '{}' already", bound, first, name);
            }
        }
    }

    private void connection(Bound<ConnectionHandler> bound) {
        for (String namespace : bound.namespaces()) {
            connections.computeIfAbsent(namespace, key -> new ArrayList<>()).add(bound);
        }
    }

    private void event(Bound<EventHandler> bound) {
        if (bound.guest().plugin().equals(Handlers.OWN)) {
            bound.names().forEach(name -> own.put(name, bound));
            return;
        }
        for (String name : bound.names()) {
            if (BUILT_IN.contains(name) || Emission.RESERVED.contains(name)) {
                passOver("{} does not get the event '{}', which is not for plugins", bound, name);
                continue;
            }
            for (String namespace : bound.namespaces()) {
                Bound<EventHandler> first = events.computeIfAbsent(namespace, key -> new HashMap<>())
                        .putIfAbsent(name, bound);
                if (first != null) {
                    passOver("{} does not get the event '{}' of {}, which {} handles", bound, name, namespace, first);
                }
            }
        }
    }

    private void passOver(String message, @Nullable Object... details) {
        LOG.atLevel(aloud ? Level.WARN : Level.DEBUG).log(message, details);
    }

    Routes routes() {
        return new Routes(
                Map.copyOf(own), Map.copyOf(events), Map.copyOf(connections), Map.copyOf(strategies), Map.copyOf(all));
    }
}
