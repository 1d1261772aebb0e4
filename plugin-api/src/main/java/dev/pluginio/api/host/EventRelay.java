package dev.pluginio.api.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Passes the events of a persistence provider on to whoever hears them now. The plugin's to use; a host has nothing to do
 * with it. It is here because a provider may keep a listener for ever: this class is the host's, and keeps no class of a
 * plugin that has gone. What one instance of the plugin leaves for the next is found here too. Thread-safe.
 *
 * @since 0.1
 */
public final class EventRelay implements InvocationHandler {

    private final AtomicReference<@Nullable Consumer<Object>> target = new AtomicReference<>();
    private final AtomicReference<@Nullable Map<String, Object>> left = new AtomicReference<>();

    private EventRelay() {}

    /**
     * Makes a listener, and the relay behind it.
     *
     * @param provider the loader of the provider's classes
     * @param interfaces the provider's listener interfaces; a method of theirs that gives something gives "no"
     * @return the listener; a class of its own, for a provider may take only one listener of a class
     */
    @SuppressWarnings(
            "removal") // a loader keeps the access control context of its maker, and so would keep the plugin's
    public static Object listener(ClassLoader provider, Set<Class<?>> interfaces) {
        EventRelay relay = new EventRelay();
        Class<?>[] implemented = interfaces.toArray(Class<?>[]::new);
        return AccessController.doPrivileged((PrivilegedAction<Object>) () -> {
            try (URLClassLoader loader = new URLClassLoader(new URL[0], provider)) {
                return Proxy.newProxyInstance(loader, implemented, relay);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /**
     * Finds the relay behind a listener.
     *
     * @param listener a listener that the provider has
     * @return empty if it is a listener of somebody else's
     */
    public static Optional<EventRelay> of(Object listener) {
        return Proxy.isProxyClass(listener.getClass())
                        && Proxy.getInvocationHandler(listener) instanceof EventRelay relay
                ? Optional.of(relay)
                : Optional.empty();
    }

    /**
     * Who gets the events.
     *
     * @return is called on the threads on which they happen, and must throw nothing of its own; null in it for nobody
     */
    public AtomicReference<@Nullable Consumer<Object>> target() {
        return target;
    }

    /**
     * What the one who got the events so far leaves for the next.
     *
     * @return classes of the JDK only; null in it for nothing
     */
    public AtomicReference<@Nullable Map<String, Object>> left() {
        return left;
    }

    @Override
    public Object invoke(Object proxy, Method method, Object @Nullable [] arguments) {
        if (method.getDeclaringClass() == Object.class) {
            return switch (method.getName()) {
                case "hashCode" -> System.identityHashCode(proxy);
                case "equals" -> arguments != null && proxy == arguments[0];
                default -> "listener";
            };
        }
        Consumer<Object> current = target.get();
        if (current != null && arguments != null) {
            current.accept(arguments[0]);
        }
        return false;
    }
}
