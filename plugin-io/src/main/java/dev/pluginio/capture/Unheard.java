package dev.pluginio.capture;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transactions that are about to commit and of whose changes nobody wanted to know when they were asked for. Whoever
 * begins to want to know waits until those have ended that did not see it yet; all others tell. Thread-safe; costs a
 * transaction two steps of a counter.
 */
public final class Unheard {

    private static final Logger LOG = LoggerFactory.getLogger(Unheard.class);

    private final Duration limit;
    private final Sequencer.Alarm alarm;
    private final Object turning = new Object();
    private CompletableFuture<@Nullable Void> earlier = CompletableFuture.completedFuture(null);
    private volatile Phase current = new Phase();

    /**
     * Begins with none.
     *
     * @param limit how long a transaction is waited for, which may have been left behind
     * @param alarm wakes this when that time is over
     */
    Unheard(Duration limit, Sequencer.Alarm alarm) {
        this.limit = limit;
        this.alarm = alarm;
    }

    /** A transaction is about to ask whether anybody wants to know. It must leave once, at the latest when it ends. */
    public Phase enter() {
        Phase phase = current;
        while (!phase.enter()) {
            phase = current;
        }
        return phase;
    }

    /**
     * Waits for all who entered before this was called.
     *
     * @return completes when they have left, on a thread of the host, perhaps, so that what follows must be done on
     *     another one
     */
    public CompletableFuture<@Nullable Void> ended() {
        synchronized (turning) {
            Phase last = current;
            current = new Phase();
            last.close();
            earlier = CompletableFuture.allOf(earlier, last.over);
            if (!last.over.isDone()) {
                giveUpLater(last);
            }
            return earlier.thenApply(done -> null);
        }
    }

    private void giveUpLater(Phase phase) {
        try {
            alarm.in(limit, () -> {
                if (phase.over.complete(null)) {
                    LOG.debug("A transaction has not ended for {} and is waited for no longer", limit);
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("Stopping: nobody waits any more", e);
        }
    }

    /** Those that entered between two moments. */
    public static final class Phase {

        private static final int CLOSED = Integer.MIN_VALUE;

        private final AtomicInteger inside = new AtomicInteger();
        private final CompletableFuture<@Nullable Void> over = new CompletableFuture<>();

        private boolean enter() {
            int count = inside.get();
            while (count >= 0) {
                if (inside.compareAndSet(count, count + 1)) {
                    return true;
                }
                count = inside.get();
            }
            return false;
        }

        private void close() {
            if (inside.getAndAdd(CLOSED) == 0) {
                over.complete(null);
            }
        }

        /** One of them has ended, or tells what it changed. */
        public void leave() {
            if (inside.decrementAndGet() == CLOSED) {
                over.complete(null);
            }
        }
    }
}
