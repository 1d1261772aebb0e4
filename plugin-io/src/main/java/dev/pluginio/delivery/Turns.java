package dev.pluginio.delivery;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives those who catch up their turns on the thread that delivers, between the events that are new. Thread-safe. */
final class Turns {

    private static final Logger LOG = LoggerFactory.getLogger(Turns.class);
    private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long AGAIN_MILLIS = 50;

    /** What finds no room will soon; a log that has ended for good has no room any more. */
    private static final long LONGEST_MILLIS = 5_000;

    private final CatchUp.Parts parts;
    private final Consumer<Returning> step;
    private final LongSupplier rest;
    private final Queue<Returning> ready = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean asked = new AtomicBoolean();
    private final AtomicBoolean resting = new AtomicBoolean();
    private volatile long pause = AGAIN_MILLIS;

    /**
     * Begins with nobody.
     *
     * @param step one step of one client; throws nothing
     * @param rest called after each turn; tells after how many milliseconds it wants to be called again, 0 for the next turn
     */
    Turns(CatchUp.Parts parts, Consumer<Returning> step, LongSupplier rest) {
        this.parts = parts;
        this.step = step;
        this.rest = rest;
    }

    /** One can take its next step. */
    void ready(Returning one) {
        ready.add(one);
        ask();
    }

    /** One can take its next step a little later. */
    void readyLater(Returning one) {
        later(() -> ready(one), AGAIN_MILLIS);
    }

    private void ask() {
        if (asked.compareAndSet(false, true) && !parts.log().afterAppendedNow(this::turn)) {
            parts.waiting()
                    .execute(() -> parts.log()
                            .<@Nullable Void>afterAppended(() -> {
                                turn();
                                return null;
                            })
                            .whenComplete((done, failure) -> {
                                if (failure != null) {
                                    askAgain();
                                }
                            }));
        }
    }

    private void askAgain() {
        long now = pause;
        pause = Math.min(2 * now, LONGEST_MILLIS);
        asked.set(false);
        later(this::ask, now);
    }

    /** Does something some time from now, unless it is cancelled or the plugin stops. */
    Future<?> later(Runnable task, long millis) {
        try {
            return parts.timer().schedule(task, millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("Stopping: nobody catches up any more", e);
            return CompletableFuture.completedFuture(null);
        }
    }

    /** As many steps as there is time for: what is new must not wait for long. */
    private void turn() {
        asked.set(false);
        pause = AGAIN_MILLIS;
        long begun = parts.nanoTime().getAsLong();
        Returning one = ready.poll();
        while (one != null) {
            step.accept(one);
            one = parts.nanoTime().getAsLong() - begun < TURN_NANOS ? ready.poll() : null;
        }
        if (!ready.isEmpty()) {
            ask();
        }
        rest();
    }

    private void rest() {
        long millis = rest.getAsLong();
        if (millis > 0 && resting.compareAndSet(false, true)) {
            later(
                    () -> {
                        resting.set(false);
                        ask();
                    },
                    millis);
        }
    }
}
