package dev.pluginio.testing;

import dev.pluginio.log.Announcement;
import dev.pluginio.log.EventLog;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** A log that keeps nothing: whatever is to follow what was appended is done at once. */
public final class ImmediateLog implements EventLog {

    private volatile boolean full;

    private volatile Runnable before = () -> {};

    /** Something that happens before the next step. */
    public void meanwhile(Runnable task) {
        before = task;
    }

    /** From now on there is room for nothing. */
    public void fill() {
        full = true;
    }

    @Override
    public void start(Reader reader) {}

    @Override
    public void append(Announcement announcement) {}

    @Override
    public <T> CompletableFuture<T> afterAppended(Supplier<T> task) {
        before.run();
        return full
                ? CompletableFuture.failedFuture(new IllegalStateException("no room"))
                : CompletableFuture.completedFuture(task.get());
    }

    @Override
    public void close() {}
}
