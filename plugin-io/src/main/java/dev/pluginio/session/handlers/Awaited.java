package dev.pluginio.session.handlers;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Those who wait, for a bounded time, for an authentication strategy that is not there: because plugins that need this
 * one start after it, or because a plugin is just being replaced by a newer one. Thread-safe.
 */
final class Awaited {

    private static final Logger LOG = LoggerFactory.getLogger(Awaited.class);

    private final Duration grace;
    private final ScheduledExecutorService timer;
    private final Map<String, Object> lost = new HashMap<>();
    private boolean starting;
    private boolean over;
    private Runnable whenAllHadTime = () -> {};
    private CompletableFuture<@Nullable Void> change = new CompletableFuture<>();

    /**
     * Begins.
     *
     * @param grace how long a strategy is waited for
     * @param timer ends the waiting
     */
    Awaited(Duration grace, ScheduledExecutorService timer) {
        this.grace = grace;
        this.timer = timer;
        this.starting = !grace.isZero();
        if (starting) {
            later(this::started);
        }
    }

    /** Is called once the plugins that start together with this one have had their time. */
    synchronized void whenAllHadTime(Runnable action) {
        whenAllHadTime = action;
    }

    synchronized boolean haveAllHadTime() {
        return !starting;
    }

    private void started() {
        Runnable action;
        synchronized (this) {
            starting = false;
            action = whenAllHadTime;
        }
        lookAgain();
        action.run();
    }

    /** These strategies were there until now. */
    void missed(Set<String> strategies) {
        if (strategies.isEmpty() || grace.isZero()) {
            return;
        }
        Object moment = new Object();
        synchronized (this) {
            strategies.forEach(strategy -> lost.put(strategy, moment));
        }
        later(() -> {
            synchronized (this) {
                lost.values().removeIf(since -> since == moment);
            }
            lookAgain();
        });
    }

    /** Completes when it is worth looking for a strategy again; null if that is not to be waited for. */
    synchronized @Nullable CompletionStage<@Nullable Void> of(String strategy) {
        return !over && (starting || lost.containsKey(strategy)) ? change : null;
    }

    /** Plugins have come or gone. */
    void lookAgain() {
        CompletableFuture<@Nullable Void> last;
        synchronized (this) {
            last = change;
            change = new CompletableFuture<>();
        }
        last.complete(null);
    }

    /** Nobody is to wait any more. */
    void end() {
        synchronized (this) {
            over = true;
        }
        lookAgain();
    }

    private void later(Runnable task) {
        try {
            timer.schedule(task, grace.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("the timer has stopped");
        }
    }
}
