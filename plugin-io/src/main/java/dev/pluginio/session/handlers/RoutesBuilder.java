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
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Asks extensions what they are for. One that cannot tell, or wants what is not to be had, is passed over and logged. */
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

    private final Map<String, Map<String, Bound<EventHandler>>> events = new HashMap<>();
    private final Map<String, List<Bound<ConnectionHandler>>> connections = new HashMap<>();
    private final Map<String, Bound<AuthStrategy>> strategies = new HashMap<>();

    private boolean aloud;

    /**
     * Adds the extensions of a plugin, where others are not there before.
     *
     * @param isNew whether what is passed over has not been logged yet
     */
    void add(Guest guest, boolean isNew) {
        aloud = isNew;
        guest.strategies().forEach(bound -> guarded(bound, this::strategy));
        guest.connections().forEach(bound -> guarded(bound, this::connection));
        guest.events().forEach(bound -> guarded(bound, this::event));
    }

    private <T> void guarded(Bound<T> bound, BiConsumer<Bound<T>, T> step) {
        T extension = bound.extension();
        if (extension == null) {
            return;
        }
        try {
            step.accept(bound, extension);
        } catch (RuntimeException | LinkageError e) {
            passOver("{} is not used, because it does not tell what it is for", bound, e);
        }
    }

    private void strategy(Bound<AuthStrategy> bound, AuthStrategy strategy) {
        String name = strategy.name();
        if (HOST_STRATEGIES.contains(name)) {
            passOver("{} is not used, because the strategy '{}' is the host's own", bound, name);
            return;
        }
        Bound<AuthStrategy> first = strategies.putIfAbsent(name, bound);
        if (first != null) {
            passOver("{} is not used, because {} is the strategy '{}' already", bound, first, name);
        }
    }

    private void connection(Bound<ConnectionHandler> bound, ConnectionHandler handler) {
        Set.copyOf(handler.namespaces())
                .forEach(namespace -> connections
                        .computeIfAbsent(namespace, key -> new ArrayList<>())
                        .add(bound));
    }

    private void event(Bound<EventHandler> bound, EventHandler handler) {
        Set<String> names = Set.copyOf(handler.events());
        Set<String> namespaces = Set.copyOf(handler.namespaces());
        for (String name : names) {
            if (BUILT_IN.contains(name) || Emission.RESERVED.contains(name)) {
                passOver("{} does not get the event '{}', which is not for plugins", bound, name);
                continue;
            }
            for (String namespace : namespaces) {
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
        return new Routes(Map.copyOf(events), Map.copyOf(connections), Map.copyOf(strategies));
    }
}
