package dev.pluginio.capture.jpa;

import dev.pluginio.api.host.EventRelay;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.event.service.spi.EventListenerGroup;
import org.hibernate.event.spi.EventType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A listener among Hibernate's, which cannot be removed by its interfaces. What is registered reaches us through one
 * {@link EventRelay}, whose class is not this plugin's; when the plugin stops, the relay is turned to nothing, so that
 * Hibernate keeps no class of ours, and the listener is taken out where Hibernate lets us. Or the relay is turned to the
 * plugin's next instance: in one step, so that every event reaches one of both.
 */
final class Registration {

    private static final Logger LOG = LoggerFactory.getLogger(Registration.class);

    private final SessionFactoryImplementor factory;
    private final EventRelay relay;
    private final List<EventType<?>> types;

    private Registration(SessionFactoryImplementor factory, EventRelay relay, List<EventType<?>> types) {
        this.factory = factory;
        this.relay = relay;
        this.types = types;
    }

    /** Registers behind Hibernate's own listeners. */
    static Registration behind(SessionFactoryImplementor factory, List<EventType<?>> types, Consumer<Object> handler) {
        Object listener = listener(types);
        Registration registration = of(factory, types, listener, handler);
        types.forEach(type -> registration.append(type, listener));
        return registration;
    }

    /** Registers before Hibernate's own listeners. */
    static Registration before(SessionFactoryImplementor factory, List<EventType<?>> types, Consumer<Object> handler) {
        Object listener = listener(types);
        Registration registration = of(factory, types, listener, handler);
        types.forEach(type -> registration.prepend(type, listener));
        return registration;
    }

    /** Takes a relay over that is registered for these types. */
    static Registration takeOver(
            SessionFactoryImplementor factory, List<EventType<?>> types, EventRelay relay, Consumer<Object> handler) {
        relay.target().set(handler);
        return new Registration(factory, relay, types);
    }

    /** The relays that are registered for a type. */
    static List<EventRelay> relays(SessionFactoryImplementor factory, EventType<?> type) {
        List<EventRelay> relays = new ArrayList<>(1);
        factory.getEventListenerRegistry()
                .getEventListenerGroup(type)
                .listeners()
                .forEach(listener -> EventRelay.of(listener).ifPresent(relays::add));
        return relays;
    }

    private static Object listener(List<EventType<?>> types) {
        Set<Class<?>> interfaces = new LinkedHashSet<>();
        types.forEach(type -> interfaces.add(type.baseListenerInterface()));
        return EventRelay.listener(EventType.class.getClassLoader(), interfaces);
    }

    private static Registration of(
            SessionFactoryImplementor factory, List<EventType<?>> types, Object listener, Consumer<Object> handler) {
        return takeOver(factory, types, EventRelay.of(listener).orElseThrow(), handler);
    }

    private <T> void append(EventType<T> type, Object listener) {
        factory.getEventListenerRegistry()
                .getEventListenerGroup(type)
                .appendListener(type.baseListenerInterface().cast(listener));
    }

    private <T> void prepend(EventType<T> type, Object listener) {
        factory.getEventListenerRegistry()
                .getEventListenerGroup(type)
                .prependListener(type.baseListenerInterface().cast(listener));
    }

    EventRelay relay() {
        return relay;
    }

    /** Lets go. Idempotent. */
    void close() {
        relay.target().set(null);
        for (EventType<?> type : types) {
            remove(factory.getEventListenerRegistry().getEventListenerGroup(type));
        }
    }

    /** Replaces the group's listeners in one step, so that no event passes the others by. */
    private <T> void remove(EventListenerGroup<T> group) {
        try {
            synchronized (group) {
                List<T> others = new ArrayList<>();
                group.listeners().forEach(others::add);
                if (others.removeIf(this::isOurs)) {
                    T[] left = others.toArray(size -> array(group, size));
                    Method replace = group.getClass().getDeclaredMethod("setListeners", Object[].class);
                    replace.setAccessible(true);
                    replace.invoke(group, (Object) (left.length == 0 ? null : left));
                }
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.debug("A silent listener stays behind: this Hibernate does not let go of listeners", e);
        }
    }

    private boolean isOurs(Object listener) {
        return EventRelay.of(listener).filter(found -> found == relay).isPresent();
    }

    @SuppressWarnings("unchecked")
    private static <T> T[] array(EventListenerGroup<T> group, int size) {
        return (T[]) Array.newInstance(group.getEventType().baseListenerInterface(), size);
    }
}
