package dev.pluginio.session.entities;

import dev.pluginio.access.Exposure;
import dev.pluginio.api.access.Principal;
import dev.pluginio.api.realtime.RealtimeException;
import dev.pluginio.delivery.Standings.Standing;
import dev.pluginio.session.entities.EntrySource.Found;
import dev.pluginio.session.entities.Subscriptions.Parts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads a followed entry anew when something is to be done with it and not all is known any more that decides who may
 * read it: a rule may have come that needs more. What is to be done waits for that, in the order in which it was asked.
 */
final class Relearning {

    /** What may wait for entries that are being read. */
    static final int MOST = 1_000;

    private final Parts parts;
    private final Supplier<SubscriptionSettings> settings;
    private final Function<Standing, List<Principal>> followers;
    private final Map<Standing, List<Waiting<?>>> waiting = new HashMap<>();
    private int size;

    /**
     * Begins with nothing to do.
     *
     * @param settings tells how long something may wait
     * @param followers those who follow an entry, as one of whom it is read where the host must be told who asks
     */
    Relearning(Parts parts, Supplier<SubscriptionSettings> settings, Function<Standing, List<Principal>> followers) {
        this.parts = parts;
        this.settings = settings;
        this.followers = followers;
    }

    /** Something that is to be done. */
    private record Waiting<T>(Supplier<T> task, CompletableFuture<T> result) {
        void run() {
            try {
                result.complete(task.get());
            } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
            }
        }
    }

    /** Does something on the thread that delivers, which calls this: at once if all is known of the entry. */
    <T> CompletionStage<T> whenKnown(Standing standing, Supplier<T> task) {
        Waiting<T> asked = new Waiting<>(task, new CompletableFuture<>());
        if (standing.isKnown() && !isBeingRead(standing)) {
            asked.run();
        } else if (!isToWait(standing, asked)) {
            asked.result()
                    .completeExceptionally(new RealtimeException(
                            "too much waits for entries to be read anew, to know who may read them; try again"));
        }
        return asked.result();
    }

    private synchronized boolean isBeingRead(Standing standing) {
        return waiting.containsKey(standing);
    }

    private boolean isToWait(Standing standing, Waiting<?> asked) {
        boolean isFirst;
        synchronized (this) {
            if (size == MOST) {
                return false;
            }
            size++;
            isFirst = !waiting.containsKey(standing);
            waiting.computeIfAbsent(standing, key -> new ArrayList<>(1)).add(asked);
        }
        if (isFirst) {
            read(standing);
        }
        return true;
    }

    private void read(Standing standing) {
        CompletableFuture<Optional<Found>> read = new CompletableFuture<>();
        Future<?> deadline = deadline(read);
        read.whenComplete((found, failed) -> {
            deadline.cancel(false);
            parts.log()
                    .afterAppended(() -> {
                        learn(standing, found, failed);
                        return standing;
                    })
                    .whenComplete((done, stopped) -> {
                        if (stopped != null) {
                            fail(standing, stopped);
                        }
                    });
        });
        try {
            parts.reading().execute(() -> read(standing, read));
        } catch (RejectedExecutionException e) {
            read.completeExceptionally(e);
        }
    }

    private Future<?> deadline(CompletableFuture<?> read) {
        try {
            return parts.timer()
                    .schedule(
                            () -> read.completeExceptionally(new TimeoutException()),
                            settings.get().patience().toMillis(),
                            TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedFuture(null); // stopping: the log ends it
        }
    }

    private void read(Standing standing, CompletableFuture<Optional<Found>> read) {
        try {
            Optional<Exposure> exposure = parts.rules().get().exposures().configured(standing.uid());
            for (Principal principal : exposure.isEmpty() ? List.<Principal>of() : followers.apply(standing)) {
                EntryName name = new EntryName(null, standing.documentId());
                Optional<Found> found = parts.source().find(principal, exposure.get(), name, true);
                if (found.isPresent()) {
                    readSteadily(principal, exposure.get(), found.get(), read);
                    return;
                }
            }
            read.complete(Optional.empty());
        } catch (RuntimeException | Error e) {
            read.completeExceptionally(e);
        }
    }

    private void readSteadily(
            Principal principal, Exposure exposure, Found found, CompletableFuture<Optional<Found>> read) {
        CompletableFuture<Optional<Found>> steady = new Steady(
                        parts.log(),
                        parts.reading(),
                        parts.source().watch(found),
                        () -> {},
                        () -> parts.source().again(principal, exposure, found))
                .begin();
        read.whenComplete((done, failed) -> steady.cancel(false));
        steady.whenComplete((entry, failed) -> {
            if (failed != null) {
                read.completeExceptionally(failed);
            } else {
                read.complete(entry);
            }
        });
    }

    private void learn(Standing standing, @Nullable Optional<Found> found, @Nullable Throwable failed) {
        if (found != null) {
            standing.read(found.map(Found::state).orElse(null));
        }
        if (standing.isKnown()) {
            end(standing).forEach(Waiting::run);
        } else {
            fail(standing, failed);
        }
    }

    private void fail(Standing standing, @Nullable Throwable cause) {
        RealtimeException failure = new RealtimeException("the entry " + standing.documentId() + " of '"
                + standing.uid() + "' could not be read in time to know who may read it; try again");
        if (cause != null) {
            failure.initCause(cause);
        }
        end(standing).forEach(asked -> asked.result().completeExceptionally(failure));
    }

    private synchronized List<Waiting<?>> end(Standing standing) {
        List<Waiting<?>> done = waiting.remove(standing);
        size -= done == null ? 0 : done.size();
        return done == null ? List.of() : done;
    }
}
