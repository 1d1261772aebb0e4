package dev.pluginio.log;

import dev.pluginio.api.event.ContentEvent;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Puts committed changes into one order. All methods may be called concurrently. */
public interface EventLog extends AutoCloseable {

    /**
     * Begins handing on.
     *
     * @param reader gets every event, in order, on one thread of the log
     */
    void start(Reader reader);

    /**
     * Takes a change that was committed. Calls that happen one after the other keep that order. Throws nothing; a
     * change that cannot be kept is counted, logged, and told to the reader as a gap.
     */
    void append(Announcement announcement);

    /**
     * Runs a task on the reader's thread after all that was appended before has been read.
     *
     * @return the task's result; fails if the log is closed or has no room
     */
    <T> CompletableFuture<T> afterAppended(Supplier<T> task);

    /** What was handed on and is still kept. */
    default Journal journal() {
        return Journal.NONE;
    }

    /** Hands on what was appended, for a bounded time, and ends the thread. Idempotent. */
    @Override
    void close();

    /** Gets the events. */
    interface Reader {
        /** Gets the next event; must not throw. */
        void next(Announcement announcement, ContentEvent event);

        /** Events were lost before the next one. */
        void gap();
    }
}
