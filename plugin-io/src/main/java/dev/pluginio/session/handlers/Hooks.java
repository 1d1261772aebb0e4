package dev.pluginio.session.handlers;

import dev.pluginio.api.realtime.IoHook;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The hooks of one plugin, called one after the other. Thread-safe. */
final class Hooks {

    private static final Logger LOG = LoggerFactory.getLogger(Hooks.class);

    private final CompletionStage<@Nullable Void> listening;
    private List<Bound<IoHook>> running = List.of();
    private CompletableFuture<@Nullable Void> initiated = CompletableFuture.completedFuture(null);
    private CompletableFuture<@Nullable Void> last = initiated;
    private boolean isLeaving;

    /**
     * Begins without any.
     *
     * @param listening completes when clients can connect
     */
    Hooks(CompletionStage<@Nullable Void> listening) {
        this.listening = listening;
    }

    /**
     * Begins with those that are new, and ends those that are not there any more.
     *
     * @param latest those that should run; asked when no other call of this can come between
     * @return completes when all that are new have done their {@code init}
     */
    synchronized CompletableFuture<@Nullable Void> follow(Supplier<List<Bound<IoHook>>> latest) {
        if (isLeaving) {
            return initiated;
        }
        List<Bound<IoHook>> wanted = latest.get();
        List<Bound<IoHook>> over = without(running, wanted);
        List<Bound<IoHook>> begun = without(wanted, running);
        running = List.copyOf(wanted);
        end(over);
        if (!begun.isEmpty()) {
            initiated = each(last, begun, "init", (hook, bound) -> hook.init(bound));
            last = each(
                    initiated.thenCombine(listening, (done, ready) -> null),
                    begun,
                    "ready",
                    (hook, bound) -> hook.ready(bound));
        }
        return initiated;
    }

    /** The plugin leaves: what runs does so until {@link #stop}, which waits for its end; {@link #follow} would not. */
    synchronized void leave() {
        isLeaving = true;
    }

    /** Ends all; waits for that, but not long. */
    void stop(long millis) {
        CompletableFuture<@Nullable Void> done;
        synchronized (this) {
            if (running.isEmpty()) {
                return;
            }
            last = initiated; // one that was never ready is not waited for
            end(running);
            running = List.of();
            done = last;
        }
        try {
            done.get(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException e) {
            LOG.warn("Hooks have not come to an end within {} ms", millis);
        }
    }

    private void end(List<Bound<IoHook>> over) {
        List<Bound<IoHook>> backwards = new ArrayList<>(over);
        Collections.reverse(backwards);
        last = each(last, backwards, "stopping", (hook, bound) -> hook.stopping(bound));
    }

    /** What a hook hears. */
    private interface Word {
        void say(IoHook hook, Bound<IoHook> bound) throws Exception;
    }

    private static CompletableFuture<@Nullable Void> each(
            CompletableFuture<@Nullable Void> before, List<Bound<IoHook>> hooks, String name, Word word) {
        CompletableFuture<@Nullable Void> last = before;
        for (Bound<IoHook> bound : hooks) {
            last = last.thenCompose(done -> bound.call(hook -> {
                        word.say(hook, bound);
                        return true;
                    })
                    .<@Nullable Void>handle((done2, failure) -> {
                        if (failure != null) {
                            LOG.warn("'{}' of {} failed", name, bound, failure);
                        }
                        return null;
                    }));
        }
        return last;
    }

    private static List<Bound<IoHook>> without(List<Bound<IoHook>> all, List<Bound<IoHook>> others) {
        return all.stream().filter(hook -> !others.contains(hook)).toList();
    }
}
