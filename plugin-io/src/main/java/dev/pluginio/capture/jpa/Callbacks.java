package dev.pluginio.capture.jpa;

import java.lang.reflect.Field;
import java.util.Collection;
import java.util.List;
import org.hibernate.engine.internal.TransactionCompletionCallbacksImpl;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The callbacks that a session keeps for the end of its transaction: Hibernate lets add some, but not look. */
final class Callbacks {

    private static final Logger LOG = LoggerFactory.getLogger(Callbacks.class);
    private static final @Nullable Field BEFORE =
            accessible(TransactionCompletionCallbacksImpl.class, "beforeTransactionProcesses");
    private static final @Nullable Field AFTER =
            accessible(TransactionCompletionCallbacksImpl.class, "afterTransactionProcesses");
    private static final @Nullable Field WAITING =
            BEFORE == null ? null : accessible(BEFORE.getType().getSuperclass(), "processes");

    private Callbacks() {}

    /** Tells whether this Hibernate lets us look nevertheless. */
    static boolean canBeSeen() {
        return WAITING != null && AFTER != null;
    }

    /** What is still to be called after the session's transaction; nothing where it cannot be seen. */
    static Collection<?> after(SharedSessionContractImplementor session) {
        return waiting(session, AFTER);
    }

    /**
     * Takes back a callback that a rollback left behind: Hibernate keeps what waits for a commit that never comes, and
     * warns of it when the session is closed. Where it cannot be seen, that warning is all there is: what is left does
     * nothing when it is called.
     */
    static void removeBefore(SharedSessionContractImplementor session, Object callback) {
        waiting(session, BEFORE).remove(callback);
    }

    private static Collection<?> waiting(SharedSessionContractImplementor session, @Nullable Field queue) {
        Object callbacks = session.getTransactionCompletionCallbacksImplementor();
        if (queue != null && WAITING != null && callbacks instanceof TransactionCompletionCallbacksImpl) {
            try {
                Object found = queue.get(callbacks);
                if (found != null && WAITING.get(found) instanceof Collection<?> waiting) {
                    return waiting;
                }
            } catch (IllegalAccessException e) {
                throw new IllegalStateException("a field that was made accessible is not", e);
            }
        }
        return List.of();
    }

    private static @Nullable Field accessible(Class<?> declaring, String name) {
        try {
            Field field = declaring.getDeclaredField(name);
            field.setAccessible(true);
            return field;
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.debug("This Hibernate does not show its callbacks", e);
            return null;
        }
    }
}
