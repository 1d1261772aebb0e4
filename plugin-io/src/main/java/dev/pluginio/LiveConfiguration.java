package dev.pluginio;

import dev.pluginio.ConfigurationSource.Configured;
import dev.pluginio.api.realtime.RealtimeException;
import dev.pluginio.api.realtime.Reloaded;
import dev.pluginio.config.ConfigurationException;
import dev.pluginio.config.IoConfiguration;
import dev.pluginio.config.IoConfiguration.Changes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the plugin by its file: reads it again when it was changed, or when somebody asks, and has what is right applied.
 * Whatever is wrong leaves everything as it was. Reads one at a time, on a thread of its own.
 */
final class LiveConfiguration implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(IoPlugin.class);

    private final Path file;
    private final ConfigurationSource source;
    private final Function<Configured, CompletionStage<?>> apply;
    private final ScheduledExecutorService thread;
    private final Executor callbacks;
    private final IoConfiguration started;
    private final FileWatch watch;
    private Configured current;
    private @Nullable Future<?> watching;

    /**
     * Begins with what the plugin was started with; the file is watched from {@link #watch} on.
     *
     * @param file the plugins file
     * @param source reads it
     * @param started what holds now
     * @param apply has the stages work by something else; completes when nothing is sent by the old values any more
     * @param thread reads, and looks after the file
     * @param callbacks completes what callers wait for
     */
    LiveConfiguration(
            Path file,
            ConfigurationSource source,
            Configured started,
            Function<Configured, CompletionStage<?>> apply,
            ScheduledExecutorService thread,
            Executor callbacks) {
        this.file = file;
        this.source = source;
        this.started = started.configuration();
        this.current = started;
        this.apply = apply;
        this.thread = thread;
        this.callbacks = callbacks;
        this.watch = new FileWatch(file, this::fileChanged);
    }

    /** Looks after the file from now on, if the configuration says so, in such an interval. */
    void watch(Duration interval) {
        thread.execute(() -> watchIfSaid(interval));
    }

    private void watchIfSaid(Duration interval) {
        if (current.configuration().isWatched()) {
            watching = thread.scheduleWithFixedDelay(
                    () -> {
                        if (current.configuration().isWatched()) {
                            watch.look();
                        }
                    },
                    0,
                    interval.toMillis(),
                    TimeUnit.MILLISECONDS);
        }
    }

    /** Reads the file again. */
    CompletionStage<Reloaded> reload() {
        CompletableFuture<Reloaded> result = new CompletableFuture<>();
        try {
            thread.execute(() -> {
                watch.know();
                read().whenCompleteAsync(
                                (reloaded, failure) -> {
                                    if (failure == null) {
                                        result.complete(reloaded);
                                    } else {
                                        result.completeExceptionally(
                                                new RealtimeException(String.valueOf(failure.getMessage())));
                                    }
                                },
                                callbacks);
            });
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(new RealtimeException("plugin-io is stopping: nothing is read any more"));
        }
        return result;
    }

    private void fileChanged() {
        read();
    }

    /** Fails with the exception itself, whose message tells what is wrong. */
    private CompletableFuture<Reloaded> read() {
        try {
            return apply(source.load());
        } catch (ConfigurationException e) {
            LOG.warn("The changed configuration is not applied, and everything stays as it was: {}", e.getMessage());
            return CompletableFuture.failedFuture(e);
        } catch (RuntimeException | Error e) {
            LOG.error("The changed configuration could not be applied", e);
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletableFuture<Reloaded> apply(IoConfiguration read) {
        if (!read.isEnabled()) {
            return told(new Reloaded(List.of(), List.of("io.enabled")));
        }
        Configured next = source.check(read, current);
        Changes changes = read.changesSince(current.configuration());
        Reloaded reloaded =
                new Reloaded(changes.live(), read.changesSince(started).needRestart());
        CompletionStage<?> applied = apply.apply(next);
        current = next;
        told(reloaded);
        return applied.thenApply(done -> reloaded).toCompletableFuture();
    }

    private CompletableFuture<Reloaded> told(Reloaded reloaded) {
        if (reloaded.isUnchanged()) {
            LOG.debug("{} was read again and says the same", file);
        } else {
            LOG.info(
                    "{} was read again; applied: {}; needs a restart of the plugin: {}",
                    file,
                    reloaded.applied(),
                    reloaded.needsRestart());
        }
        return CompletableFuture.completedFuture(reloaded);
    }

    @Override
    public void close() {
        thread.shutdownNow();
        if (watching != null) {
            watching.cancel(false);
        }
    }
}
