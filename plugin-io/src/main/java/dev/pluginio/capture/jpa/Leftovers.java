package dev.pluginio.capture.jpa;

import java.lang.reflect.Field;
import java.util.Collection;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes back a callback that a rollback left in a session. Hibernate keeps what waits for a commit that never comes,
 * and warns of it when the session is closed. Where it does not let us, that warning is all there is to see: what is
 * left does nothing when it is called.
 */
final class Leftovers {

    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

    private Leftovers() {}

    static void remove(SharedSessionContractImplementor session, Object callback) {
        try {
            Object callbacks = session.getTransactionCompletionCallbacksImplementor();
            Object queue = get(callbacks, callbacks.getClass(), "beforeTransactionProcesses");
            if (queue != null
                    && get(queue, queue.getClass().getSuperclass(), "processes") instanceof Collection<?> waiting) {
                waiting.remove(callback);
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.debug("A callback is left behind in a session: this Hibernate does not let go of it", e);
        }
    }

    private static @Nullable Object get(Object owner, Class<?> declaring, String name)
            throws ReflectiveOperationException {
        Field field = declaring.getDeclaredField(name);
        field.setAccessible(true);
        return field.get(owner);
    }
}
