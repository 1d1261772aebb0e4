package dev.pluginio.capture.jpa;

import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.Deque;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.jspecify.annotations.Nullable;

/**
 * Marks a thread while Hibernate, or a bulk statement that is announced, writes on it; marks may be nested. A thread keeps
 * an empty deque, which is the JDK's.
 */
final class OwnWrites {

    private final ThreadLocal<@Nullable Deque<WeakReference<SharedSessionContractImplementor>>> writing =
            new ThreadLocal<>();

    /** From now on what is executed on this thread is known. */
    void begin(SharedSessionContractImplementor session) {
        Deque<WeakReference<SharedSessionContractImplementor>> marks = writing.get();
        if (marks == null) {
            marks = new ArrayDeque<>(2);
            writing.set(marks);
        }
        if (!marks.isEmpty()) {
            marks.removeIf(mark -> isOver(mark.get()));
        }
        marks.push(new WeakReference<>(session));
    }

    /** Takes back the latest mark. */
    void end() {
        Deque<WeakReference<SharedSessionContractImplementor>> marks = writing.get();
        if (marks != null) {
            marks.poll();
        }
    }

    /** Tells whether what is executed now is known. A flush that failed leaves its mark until its session is closed. */
    boolean isRunning() {
        Deque<WeakReference<SharedSessionContractImplementor>> marks = writing.get();
        if (marks == null) {
            return false;
        }
        marks.removeIf(mark -> isOver(mark.get()));
        return !marks.isEmpty();
    }

    private static boolean isOver(@Nullable SharedSessionContractImplementor session) {
        return session == null || session.isClosed();
    }
}
