package dev.pluginio.capture.jpa;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Passes Hibernate's events on, as long as there is somebody to pass them to. Hibernate may keep it for ever, so it is
 * loaded by a loader of its own, and knows no class but the JDK's; those who pass it a consumer know it as an
 * {@link AtomicReference}.
 */
final class Relay extends AtomicReference<@Nullable Consumer<Object>> implements InvocationHandler {

    private static final long serialVersionUID = 1L;

    /** Every listener method that gives something gives "no": no veto, no handling after the commit. */
    @Override
    public Object invoke(Object proxy, Method method, Object @Nullable [] arguments) {
        if (method.getDeclaringClass() == Object.class) {
            return switch (method.getName()) {
                case "hashCode" -> System.identityHashCode(proxy);
                case "equals" -> arguments != null && proxy == arguments[0];
                default -> "listener";
            };
        }
        Consumer<Object> target = get();
        if (target != null && arguments != null) {
            target.accept(arguments[0]);
        }
        return Boolean.FALSE;
    }
}
