package dev.pluginio.session.entities;

import dev.pluginio.log.EventLog;
import dev.pluginio.session.entities.EntrySource.Found;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads an entry at a place in the order of its changes: waits until no transaction on it is under way, marks the place
 * in the event log, and reads. If a transaction came since, it begins again; so what is read is what the changes before
 * the mark made of the entry, and no change behind the mark is in it.
 */
final class Steady {

    private final EventLog log;
    private final Executor reading;
    private final EntrySource.Watch watch;
    private final Runnable mark;
    private final Supplier<Optional<Found>> read;
    private final CompletableFuture<Optional<Found>> result = new CompletableFuture<>();

    /**
     * Prepares it.
     *
     * @param mark run on the thread that delivers, behind all changes that are in what is read and before all others;
     *     the last time counts
     * @param read reads the entry; may block
     */
    Steady(EventLog log, Executor reading, EntrySource.Watch watch, Runnable mark, Supplier<Optional<Found>> read) {
        this.log = log;
        this.reading = reading;
        this.watch = watch;
        this.mark = mark;
        this.read = read;
    }

    /** Begins; whoever waits no longer completes what this gives, and it ends. */
    CompletableFuture<Optional<Found>> begin() {
        result.whenComplete((done, failed) -> watch.close());
        attempt();
        return result;
    }

    private void attempt() {
        if (!result.isDone()) {
            follow(watch.quiet(), this::marked);
        }
    }

    private void marked(long drawn) {
        follow(
                log.afterAppended(() -> {
                    mark.run();
                    return drawn;
                }),
                this::readAt);
    }

    private void readAt(long drawn) {
        if (result.isDone()) {
            return;
        }
        Optional<Found> found = read.get();
        if (watch.drawn() == drawn) {
            result.complete(found);
        } else {
            attempt();
        }
    }

    private void follow(CompletionStage<Long> stage, Step next) {
        stage.whenCompleteAsync(
                        (drawn, failed) -> {
                            if (failed != null) {
                                fail(failed);
                            } else {
                                next.from(drawn);
                            }
                        },
                        reading)
                .exceptionally(failed -> {
                    fail(failed);
                    return null;
                });
    }

    private void fail(@Nullable Throwable failed) {
        Throwable cause =
                failed instanceof CompletionException && failed.getCause() != null ? failed.getCause() : failed;
        result.completeExceptionally(cause == null ? new IllegalStateException("failed without a cause") : cause);
    }

    /** What follows, on a thread that may block. */
    @FunctionalInterface
    private interface Step {
        void from(long drawn);
    }
}
