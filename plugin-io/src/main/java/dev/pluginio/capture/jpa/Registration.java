package dev.pluginio.capture.jpa;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.event.service.spi.EventListenerGroup;
import org.hibernate.event.spi.EventType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A listener among Hibernate's, which cannot be removed by its interfaces. What is registered reaches us through one
 * {@link Relay}, whose class is not this plugin's; when the plugin stops, the relay is turned to nothing, so that
 * Hibernate keeps no class of ours, and the listener is taken out where Hibernate lets us.
 */
final class Registration {

    private static final Logger LOG = LoggerFactory.getLogger(Registration.class);

    private final SessionFactoryImplementor factory;
    private final AtomicReference<@Nullable Consumer<Object>> target;
    private final Object listener;
    private final List<EventType<?>> types;

    private Registration(
            SessionFactoryImplementor factory,
            AtomicReference<@Nullable Consumer<Object>> target,
            Object listener,
            List<EventType<?>> types) {
        this.factory = factory;
        this.target = target;
        this.listener = listener;
        this.types = types;
    }

    /** Registers behind Hibernate's own listeners. */
    static Registration behind(SessionFactoryImplementor factory, List<EventType<?>> types, Consumer<Object> handler) {
        Registration registration = of(factory, types, handler);
        types.forEach(registration::append);
        return registration;
    }

    /** Registers before Hibernate's own listeners. */
    static Registration before(SessionFactoryImplementor factory, List<EventType<?>> types, Consumer<Object> handler) {
        Registration registration = of(factory, types, handler);
        types.forEach(registration::prepend);
        return registration;
    }

    private static Registration of(
            SessionFactoryImplementor factory, List<EventType<?>> types, Consumer<Object> handler) {
        Set<Class<?>> interfaces = new LinkedHashSet<>();
        types.forEach(type -> interfaces.add(type.baseListenerInterface()));
        // a loader of its own: Hibernate keeps nothing of ours, and would drop a second listener of one class
        try (URLClassLoader loader = new URLClassLoader(new URL[] {plugin()}, EventType.class.getClassLoader())) {
            InvocationHandler relay = relay(loader);
            Object listener = Proxy.newProxyInstance(loader, interfaces.toArray(Class<?>[]::new), relay);
            @SuppressWarnings("unchecked")
            AtomicReference<@Nullable Consumer<Object>> target = (AtomicReference<@Nullable Consumer<Object>>) relay;
            target.set(handler);
            return new Registration(factory, target, listener, types);
        } catch (IOException e) {
            throw new UncheckedIOException("the plugin's jar cannot be read", e);
        }
    }

    private static URL plugin() {
        CodeSource source = Registration.class.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            throw new IllegalStateException(
                    "Hibernate's events cannot be heard: the plugin's class loader does not tell which jar its classes are"
                            + " from. It must define them with a code source, as PF4J's own loaders do.");
        }
        return source.getLocation();
    }

    private static InvocationHandler relay(ClassLoader loader) {
        try {
            Constructor<?> constructor = loader.loadClass(Relay.class.getName()).getDeclaredConstructor();
            constructor.setAccessible(true);
            return (InvocationHandler) constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("a listener for Hibernate cannot be made", e);
        }
    }

    private <T> void append(EventType<T> type) {
        factory.getEventListenerRegistry()
                .getEventListenerGroup(type)
                .appendListener(type.baseListenerInterface().cast(listener));
    }

    private <T> void prepend(EventType<T> type) {
        factory.getEventListenerRegistry()
                .getEventListenerGroup(type)
                .prependListener(type.baseListenerInterface().cast(listener));
    }

    /** Lets go. Idempotent. */
    void close() {
        target.set(null);
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
                if (others.removeIf(other -> other == listener)) {
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

    @SuppressWarnings("unchecked")
    private static <T> T[] array(EventListenerGroup<T> group, int size) {
        return (T[]) java.lang.reflect.Array.newInstance(group.getEventType().baseListenerInterface(), size);
    }
}
