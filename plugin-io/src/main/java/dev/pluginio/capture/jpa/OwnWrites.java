package dev.pluginio.capture.jpa;

import java.lang.ref.WeakReference;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.jspecify.annotations.Nullable;

/** Marks a thread while Hibernate, or a bulk statement that is announced, writes on it. */
final class OwnWrites {

    private final ThreadLocal<@Nullable WeakReference<SharedSessionContractImplementor>> writing = new ThreadLocal<>();

    /** From now on what is executed on this thread is known. */
    void begin(SharedSessionContractImplementor session) {
        writing.set(new WeakReference<>(session));
    }

    /** What is executed from now on is not. */
    void end() {
        writing.remove();
    }

    /** Tells whether what is executed now is known. A flush that failed leaves its mark until its session is closed. */
    boolean isRunning() {
        WeakReference<SharedSessionContractImplementor> mark = writing.get();
        SharedSessionContractImplementor session = mark == null ? null : mark.get();
        return session != null && !session.isClosed();
    }
}
