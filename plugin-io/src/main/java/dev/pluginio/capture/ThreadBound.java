package dev.pluginio.capture;

import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is being worked with on each thread, the latest first. Threads keep weak references in classes of the JDK only,
 * so that a thread which outlives the plugin keeps nothing of it.
 *
 * @param <T> what is bound
 */
public final class ThreadBound<T> {

    private static final int DEPTH = 8;

    private final ThreadLocal<@Nullable Deque<WeakReference<T>>> bound = new ThreadLocal<>();
    private final Predicate<T> alive;

    /** Binds as long as the test holds; it is asked on the thread itself. */
    public ThreadBound(Predicate<T> alive) {
        this.alive = alive;
    }

    /** Makes this the calling thread's latest. */
    public void touch(T value) {
        Deque<WeakReference<T>> stack = bound.get();
        if (stack == null) {
            stack = new ArrayDeque<>(2);
            bound.set(stack);
        }
        WeakReference<T> top = stack.peek();
        if (top != null && top.get() == value) {
            return;
        }
        clean(stack, value);
        while (stack.size() >= DEPTH) {
            stack.removeLast();
        }
        stack.push(new WeakReference<>(value));
    }

    /** The calling thread's latest that is still alive. */
    public @Nullable T current() {
        Deque<WeakReference<T>> stack = bound.get();
        if (stack == null) {
            return null;
        }
        clean(stack, null);
        WeakReference<T> top = stack.peek();
        return top == null ? null : top.get();
    }

    /** Unbinds from the calling thread. */
    public void release(T value) {
        Deque<WeakReference<T>> stack = bound.get();
        if (stack != null) {
            clean(stack, value);
            if (stack.isEmpty()) {
                bound.remove();
            }
        }
    }

    private void clean(Deque<WeakReference<T>> stack, @Nullable T leaving) {
        for (Iterator<WeakReference<T>> all = stack.iterator(); all.hasNext(); ) {
            T value = all.next().get();
            if (value == null || value == leaving || !alive.test(value)) {
                all.remove();
            }
        }
    }
}
