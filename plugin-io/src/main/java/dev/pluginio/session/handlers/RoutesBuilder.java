package dev.pluginio.session.handlers;

import dev.pluginio.api.access.Credentials;
import dev.pluginio.api.realtime.AuthStrategy;
import dev.pluginio.api.realtime.ConnectionHandler;
import dev.pluginio.api.realtime.EventHandler;
import dev.pluginio.transport.Emission;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
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
            "sync",
            "private-message");

    private final Arrangement arrangement;
    private final Arrangement.Reserved reserved;
    private final Map<Point<?>, List<Bound<?>>> there = new HashMap<>();
    private final Set<Guest> loud = new HashSet<>();

    private final Map<String, Bound<EventHandler>> own = new HashMap<>();
    private final Map<String, Map<String, Bound<EventHandler>>> events = new HashMap<>();
    private final Map<String, List<Bound<ConnectionHandler>>> connections = new HashMap<>();
    private final Map<String, Bound<AuthStrategy>> strategies = new HashMap<>();
    private final Map<Class<?>, List<Bound<?>>> all = new HashMap<>();

    /**
     * Begins with nobody.
     *
     * @param arrangement who is used, and comes first
     * @param prefixes what the names of content events begin with
     */
    RoutesBuilder(Arrangement arrangement, List<String> prefixes) {
        Set<String> names = new HashSet<>(BUILT_IN);
        names.addAll(Emission.RESERVED);
        this.arrangement = arrangement;
        this.reserved = new Arrangement.Reserved(names, prefixes);
    }

    /** Adds the extensions of a plugin. What is passed over is logged when its handlers are called for the first time. */
    void add(Guest guest) {
        if (guest.isOpen() && guest.isToBeToldOf()) {
            loud.add(guest);
        }
        for (Point<?> point : Point.ALL) {
            there.computeIfAbsent(point, key -> new ArrayList<>()).addAll(guest.all(point));
        }
    }

    Routes routes() {
        for (Point<?> point : Point.ALL) {
            all.put(point.type(), List.copyOf(used(point)));
        }
        used(Point.STRATEGIES).forEach(this::strategy);
        used(Point.CONNECTIONS).forEach(this::connection);
        of(Point.EVENTS).stream().filter(bound -> bound.guest().isOpen()).forEach(this::event);
        return new Routes(
                Map.copyOf(own), Map.copyOf(events), Map.copyOf(connections), Map.copyOf(strategies), Map.copyOf(all));
    }

    /** What the arrangement names, and is not there. */
    List<Arrangement.Named> missing() {
        return arrangement.missing(there);
    }

    @SuppressWarnings("unchecked") // those of a point are bound for that point
    private <T> List<Bound<T>> of(Point<T> point) {
        return (List<Bound<T>>) (List<?>) there.getOrDefault(point, List.of());
    }

    /** Those that are not switched off, in their order. */
    private <T> List<Bound<T>> used(Point<T> point) {
        return of(point).stream()
                .filter(bound -> Point.AT_ONCE.contains(point) || bound.guest().isOpen())
                .filter(bound -> isUsed(point, bound, null))
                .sorted(Comparator.comparingInt(bound -> isOurs(bound) ? -1 : arrangement.rank(point, bound, null)))
                .toList();
    }

    private boolean isUsed(Point<?> point, Bound<?> bound, @Nullable String name) {
        Arrangement.Named named = isOurs(bound) ? null : arrangement.find(point, bound, name);
        if (named != null && !named.enabled()) {
            return false; // it keeps the settings that it had: it may still have to end something
        }
        bound.configure(name, named == null ? Map.of() : named.settings());
        return true;
    }

    private static boolean isOurs(Bound<?> bound) {
        return bound.guest().plugin().equals(Handlers.OWN);
    }

    private void strategy(Bound<AuthStrategy> bound) {
        for (String name : bound.names()) {
            if (HOST_STRATEGIES.contains(name)) {
                passOver(bound, "{} is not used, because the strategy '{}' is the host's own", bound, name);
                continue;
            }
            Bound<AuthStrategy> first = strategies.putIfAbsent(name, bound);
            if (first != null) {
                passOver(bound, "{} is not used, because {} is the strategy '{}' already", bound, first, name);
            }
        }
    }

    private void connection(Bound<ConnectionHandler> bound) {
        for (String namespace : served(bound)) {
            connections.computeIfAbsent(namespace, key -> new ArrayList<>()).add(bound);
        }
    }

    private void event(Bound<EventHandler> bound) {
        if (isOurs(bound)) {
            bound.names().forEach(name -> own.put(name, bound));
            return;
        }
        for (String name : bound.names()) {
            String refused = reserved.why(name);
            if (refused != null) {
                passOver(bound, "{} does not get the event '{}', {}", bound, name, refused);
            } else if (isUsed(Point.EVENTS, bound, name)) {
                served(bound).forEach(namespace -> event(bound, name, namespace));
            }
        }
    }

    /** The namespaces that it asks for and may serve. */
    private List<String> served(Bound<?> bound) {
        List<String> served = new ArrayList<>();
        for (String namespace : bound.namespaces()) {
            if (arrangement.serves(bound, namespace)) {
                served.add(namespace);
            } else {
                LOG.debug("{} does not serve {}, by configuration", bound, namespace);
            }
        }
        return served;
    }

    private void event(Bound<EventHandler> bound, String name, String namespace) {
        Map<String, Bound<EventHandler>> handlers = events.computeIfAbsent(namespace, key -> new HashMap<>());
        Bound<EventHandler> other = handlers.putIfAbsent(name, bound);
        if (other == null) {
            return;
        }
        if (arrangement.rank(Point.EVENTS, bound, name) < arrangement.rank(Point.EVENTS, other, name)) {
            handlers.put(name, bound);
            passOver(other, "{} does not get the event '{}' of {}, which {} handles", other, name, namespace, bound);
        } else {
            passOver(bound, "{} does not get the event '{}' of {}, which {} handles", bound, name, namespace, other);
        }
    }

    private void passOver(Bound<?> bound, String message, @Nullable Object... details) {
        LOG.atLevel(loud.contains(bound.guest()) ? Level.WARN : Level.DEBUG).log(message, details);
    }
}
