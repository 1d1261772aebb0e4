package dev.pluginio.log;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Notes that outlive the process, beside the events: what clients were, for when they come back to the next one.
 * Thread-safe; nothing here waits.
 */
public interface Keepsakes {

    /** Keeps nothing. */
    Keepsakes NONE = new Keepsakes() {};

    /** Whether anything is kept. */
    default boolean areKept() {
        return false;
    }

    /**
     * Keeps other numbers of them from now on.
     *
     * @param age how long those are kept that were left
     * @param most how many of them; of the latest, whoever kept them
     */
    default void reconfigure(Duration age, int most) {}

    /**
     * Begins one, which nobody else keeps under its key.
     *
     * @param key tells it from all others; 64 characters at the most
     * @param note gives what is to be written, as it is then; null if there is nothing new. Called on a thread of its own;
     *     must not block
     */
    default Keepsake begin(String key, Supplier<@Nullable String> note) {
        return Keepsake.NONE;
    }

    /** Keeps nothing any more under a key. */
    default void drop(String key) {}

    /**
     * Takes over for this process what an earlier one kept: once, whoever else tries.
     *
     * @param isMine tells by the note whether it is to be had; called on a thread of its own; must not block
     * @return completes in bounded time, never with an error, with the note; empty if there is none, if it was left for too
     *     long, or if nobody can tell now
     */
    default CompletionStage<Optional<String>> take(String key, Predicate<String> isMine) {
        return CompletableFuture.completedStage(Optional.empty());
    }

    /** A note that is kept as long as it changes. */
    interface Keepsake {

        /** One that is not kept. */
        Keepsake NONE = new Keepsake() {};

        /**
         * The note has changed, or is new.
         *
         * @return completes in bounded time, never with an error, on any thread, with whether what it was when this was
         *     called is kept, or something newer; if not, it may be a little later
         */
        default CompletionStage<Boolean> keep() {
            return CompletableFuture.completedStage(false);
        }

        /** Its time runs from now on, and it changes no more. */
        default void leave(String last) {}

        /** Nobody will ask for it. */
        default void drop() {}
    }
}
