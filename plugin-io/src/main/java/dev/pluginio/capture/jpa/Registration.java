package dev.pluginio.capture.jpa;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VolatileCallSite;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
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
 * A listener among Hibernate's, which cannot be removed by its interfaces. What is registered consists of JDK classes
 * only and reaches us through one call site; when the plugin stops, the call site is turned to nothing, so that Hibernate
 * keeps no class of ours, and the listener is taken out where Hibernate lets us.
 */
final class Registration {

    private static final Logger LOG = LoggerFactory.getLogger(Registration.class);
    private static final MethodType HANDLE =
            MethodType.methodType(Object.class, Object.class, Method.class, Object[].class);

    private final SessionFactoryImplementor factory;
    private final VolatileCallSite target;
    private final Object listener;
    private final List<EventType<?>> types;

    private Registration(
            SessionFactoryImplementor factory, VolatileCallSite target, Object listener, List<EventType<?>> types) {
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
        VolatileCallSite target = new VolatileCallSite(calling(handler));
        ClassLoader hibernate = EventType.class.getClassLoader();
        // a loader of its own: Hibernate drops a listener if one of the same class is there already
        ClassLoader loader = new URLClassLoader(new URL[0], hibernate);
        Object listener =
                Proxy.newProxyInstance(loader, interfaces.toArray(Class<?>[]::new), handler(target, hibernate));
        return new Registration(factory, target, listener, types);
    }

    private static InvocationHandler handler(VolatileCallSite target, ClassLoader hibernate) {
        Thread thread = Thread.currentThread();
        ClassLoader context = thread.getContextClassLoader();
        thread.setContextClassLoader(hibernate);
        try {
            return MethodHandleProxies.asInterfaceInstance(InvocationHandler.class, target.dynamicInvoker());
        } finally {
            thread.setContextClassLoader(context);
        }
    }

    private static MethodHandle calling(Consumer<Object> handler) {
        try {
            return MethodHandles.insertArguments(
                    MethodHandles.lookup()
                            .findStatic(Registration.class, "call", HANDLE.insertParameterTypes(0, Consumer.class)),
                    0,
                    handler);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("call", e);
        }
    }

    /** Every listener method that gives something gives "no": no veto, no handling after the commit. */
    @SuppressWarnings("unused") // by method handle
    private static Object call(Consumer<Object> handler, Object proxy, Method method, Object[] arguments) {
        if (method.getDeclaringClass() == Object.class) {
            return switch (method.getName()) {
                case "hashCode" -> System.identityHashCode(proxy);
                case "equals" -> proxy == arguments[0];
                default -> "listener";
            };
        }
        if (arguments != null && arguments.length > 0 && HibernateEvents.isEvent(arguments[0])) {
            handler.accept(arguments[0]);
        }
        return Boolean.FALSE;
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
        target.setTarget(MethodHandles.dropArguments(
                MethodHandles.constant(Object.class, Boolean.FALSE), 0, HANDLE.parameterList()));
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
