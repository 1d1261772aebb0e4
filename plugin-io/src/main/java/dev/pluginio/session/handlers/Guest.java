package dev.pluginio.session.handlers;

import dev.pluginio.api.realtime.EventHandler;
import dev.pluginio.api.realtime.IoHook;
import dev.pluginio.session.arguments.Binding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A started plugin with its extensions, and the threads on which they are called: no plugin waits for another one's.
 * Threads that have nothing to do end by themselves.
 */
final class Guest {

    private static final Logger LOG = LoggerFactory.getLogger(Guest.class);
    private static final long IDLE_SECONDS = 10;
    private static final int CALLBACK_THREADS = 2;
    private static final long BETWEEN_WARNINGS = TimeUnit.SECONDS.toNanos(1);

    /** How many clients may have as much waiting for it as one may. */
    private static final int SHARES = 16;

    private volatile Offer offer;
    private final String plugin;
    private final Handlers handlers;
    private final Map<Point<?>, List<Bound<?>>> bound = new HashMap<>();
    private final ThreadPoolExecutor calls;
    private final ThreadPoolExecutor asking;
    private final ThreadPoolExecutor callbacks;
    private final int mostWaiting;
    private final long mostHeld;
    private final AtomicLong held = new AtomicLong();
    private final ThreadFactory threads;
    private final Hooks hooks;
    private final AtomicBoolean isToBeToldOf = new AtomicBoolean(true);
    private final AtomicInteger stuck = new AtomicInteger();
    private @Nullable Binding binding;
    private volatile boolean open;
    private final AtomicLong quietUntil;

    Guest(Offer offer, Handlers handlers, ThreadFactory threads, long now) {
        this.offer = offer;
        this.plugin = offer.plugin();
        this.handlers = handlers;
        Point.ALL.forEach(point -> bound.put(point, List.copyOf(bound(point))));
        Handlers.Settings settings = handlers.settings();
        this.calls = pool(settings.threads(), new LinkedBlockingQueue<>(), threads);
        this.asking = pool(settings.threads(), new LinkedBlockingQueue<>(Math.max(1, settings.mostWaiting())), threads);
        this.callbacks = pool(CALLBACK_THREADS, new LinkedBlockingQueue<>(), threads);
        this.mostWaiting = settings.mostWaiting();
        this.mostHeld = SHARES * settings.mostBytesOfOne();
        this.quietUntil = new AtomicLong(now);
        this.threads = threads;
        this.hooks = new Hooks(handlers.listening());
        this.open = offer.all(IoHook.class).isEmpty();
    }

    Hooks hooks() {
        return hooks;
    }

    /** Whether its handlers are called: its hooks have done their {@code init}, if it has any. */
    boolean isOpen() {
        return open;
    }

    void open() {
        open = true;
    }

    /** Whether what is wrong with its extensions has not been logged yet; true once. */
    boolean isToBeToldOf() {
        return isToBeToldOf.getAndSet(false);
    }

    /** Asks extensions, this once, what they are for. One that cannot tell is passed over and logged. */
    private <T> List<Bound<T>> bound(Point<T> point) {
        List<Bound<T>> all = new ArrayList<>();
        for (T extension : offer.all(point.type())) {
            try {
                Set<String> names = Set.copyOf(point.names().apply(extension));
                Set<String> namespaces = Set.copyOf(point.namespaces().apply(extension));
                Terms terms = point == Point.EVENTS ? Terms.of((EventHandler) extension, this::binding) : Terms.NONE;
                all.add(new Bound<>(this, extension, names, namespaces, terms));
            } catch (IllegalArgumentException e) {
                LOG.warn("{} of plugin {} is not used: {}", extension.getClass().getName(), plugin, e.getMessage());
            } catch (RuntimeException | Error e) {
                LOG.warn(
                        "{} of plugin {} is not used, because it does not tell what it is for",
                        extension.getClass().getName(),
                        plugin,
                        e);
            }
        }
        return all;
    }

    /** What makes objects of its classes; made when it is first needed. */
    synchronized Binding binding() {
        Binding known = binding;
        if (known == null) {
            known = new Binding();
            binding = known;
        }
        return known;
    }

    private synchronized void closeBinding() {
        if (binding != null) {
            binding.close();
            binding = null;
        }
    }

    private static ThreadPoolExecutor pool(int size, BlockingQueue<Runnable> queue, ThreadFactory threads) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(size, size, IDLE_SECONDS, TimeUnit.SECONDS, queue, threads);
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    String plugin() {
        return plugin;
    }

    /** Whether it offers the very same extensions. */
    boolean offers(Offer other) {
        return offer.equals(other);
    }

    Handlers handlers() {
        return handlers;
    }

    /** Its extensions of a point. */
    @SuppressWarnings("unchecked") // those of a point are bound for that point
    <T> List<Bound<T>> all(Point<T> point) {
        return (List<Bound<T>>) (List<?>) bound.getOrDefault(point, List.of());
    }

    /** Whether so much waits for its threads and replies that no more should. */
    boolean isBusy() {
        return calls.getQueue().size() >= mostWaiting || held.get() >= mostHeld;
    }

    /** What waits for it, or for replies of it, holds so many bytes more; less, if negative. */
    void holds(long more) {
        held.addAndGet(more);
    }

    /**
     * Has a call made on its threads.
     *
     * @throws RejectedExecutionException if it has stopped, or none of its threads comes back and too much waits
     */
    void execute(Runnable call) {
        if (stuck.get() >= calls.getMaximumPoolSize() && isBusy()) {
            throw new RejectedExecutionException("all threads of plugin " + plugin + " are stuck");
        }
        calls.execute(call);
    }

    /** Whether it has stopped. */
    boolean isOver() {
        return calls.isShutdown();
    }

    /** A call takes longer than it may, or has come back after all. */
    void stuck(boolean isStuck) {
        stuck.addAndGet(isStuck ? 1 : -1);
    }

    /** Takes back a call that was not begun. */
    void forget(Call call) {
        calls.remove(call);
    }

    /**
     * Has one of its extensions asked, on threads that no handler can keep busy.
     *
     * @throws RejectedExecutionException if too many wait, or it has stopped
     */
    void ask(Asking<?, ?> asked) {
        asking.execute(asked);
    }

    /** Takes back a question that was not asked yet. */
    void forget(Asking<?, ?> asked) {
        asking.remove(asked);
    }

    /** Runs what follows an answer of a client; never waits for a call that waits for just that. */
    Executor callbacks() {
        return task -> {
            try {
                callbacks.execute(task);
            } catch (RejectedExecutionException e) {
                apart(task); // whoever waits for the answer waits no longer, although the plugin has stopped
            }
        };
    }

    private void apart(Runnable task) {
        threads.newThread(task).start();
    }

    /** Whether a warning about it may be logged now; at most one a second. */
    boolean mayBeWarnedOf(long now) {
        long until = quietUntil.get();
        return now - until >= 0 && quietUntil.compareAndSet(until, now + BETWEEN_WARNINGS);
    }

    /** The plugin has stopped: nothing of it is called any more. What waits is turned away, what runs is interrupted. */
    void end() {
        hooks.stop(TimeUnit.SECONDS.toMillis(2));
        letGo();
    }

    private void letGo() {
        offer = Offer.of(plugin);
        bound.values().forEach(all -> all.forEach(Bound::letGo));
        callbacks.shutdownNow().forEach(this::apart);
        for (Runnable waiting : asking.shutdownNow()) {
            if (waiting instanceof Asking<?, ?> asked) {
                asked.turnAway();
            }
        }
        for (Runnable waiting : calls.shutdownNow()) {
            if (waiting instanceof Call call) {
                call.turnAway();
            }
        }
        closeBinding();
    }

    /** Lets what waits be done, for a bounded time, and ends. */
    void finish(long millis) {
        hooks.stop(millis);
        calls.shutdown();
        asking.shutdown();
        try {
            calls.awaitTermination(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        letGo();
    }
}
