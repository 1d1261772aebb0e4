package dev.pluginio.log;

import dev.pluginio.api.event.ContentEvent;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

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
     * Takes what one transaction changed, once it was committed, as {@link #append(Announcement)} takes one change.
     *
     * @param transaction in order
     */
    default void append(List<Announcement> transaction) {
        Throwable refused = null;
        for (Announcement announcement : transaction) {
            try {
                append(announcement);
            } catch (RuntimeException | Error e) { // one that is refused is no reason to lose the others
                refused = e;
            }
        }
        if (refused instanceof Error error) {
            throw error;
        } else if (refused instanceof RuntimeException exception) {
            throw exception;
        }
    }

    /**
     * Keeps transactions together from now on, or no longer: their events stand beside one another in the order, each says
     * to which it belongs, and the reader is told of the end. A change that is appended alone is a transaction, too.
     */
    default void keepTogether(boolean isTogether) {}

    /**
     * Runs a task on the reader's thread after all that was appended before has been read.
     *
     * @return the task's result; fails if the log is closed or has no room
     */
    <T> CompletableFuture<T> afterAppended(Supplier<T> task);

    /**
     * Runs a task as {@link #afterAppended} does, if there is room at once. Never waits.
     *
     * @param task must not throw; is not run if the log is closed first
     * @return whether it will run
     */
    default boolean afterAppendedNow(Runnable task) {
        return false;
    }

    /**
     * Leaves out of what is kept what must not be kept. To be called before the log is started.
     *
     * @param trimmed makes of an announcement the one that is kept; must not block. If it throws, nobody is led past the
     *     event
     */
    default void trim(UnaryOperator<Announcement> trimmed) {}

    /** Keeps more or less from now on. */
    default void reconfigure(Retention changed) {}

    /**
     * From now on leads nobody past an event that lacks what is needed of it. What is in memory is looked at now, what is
     * not when it is read.
     *
     * @param enough whether an event has what is needed; may be called on any thread, and must not block
     */
    default void require(Predicate<Announcement> enough) {}

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

        /**
         * Got all events of a transaction, one after the other, and nothing between them; must not throw.
         *
         * @param transaction that of the events
         * @param offset of whoever knows that, too
         */
        default void end(String transaction, String offset) {}

        /** Events were lost before the next one. */
        void gap();
    }
}
