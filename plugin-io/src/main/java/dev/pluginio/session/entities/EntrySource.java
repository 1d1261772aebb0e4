package dev.pluginio.session.entities;

import dev.pluginio.access.Exposure;
import dev.pluginio.api.access.Principal;
import dev.pluginio.api.content.Entry;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Where the entries of the host are. May be called concurrently. */
public interface EntrySource {

    /**
     * An entry as it was committed last.
     *
     * @param key what {@link #watch} and {@link #again} know it by
     * @param state its values and configured relations, whoever may see them
     */
    record Found(Object key, Entry state) {}

    /**
     * Finds an entry; may block.
     *
     * @param principal who asks: the host may refuse it this entry
     * @param exposure what is wanted of its content type
     * @param name untrusted
     * @param trusted whether the host is not asked if the principal may read it
     * @return the entry; empty if there is none, or the host refuses it
     * @throws RuntimeException if the host cannot tell
     */
    Optional<Found> find(Principal principal, Exposure exposure, EntryName name, boolean trusted);

    /** Reads an entry again; may block. */
    Optional<Found> again(Principal principal, Exposure exposure, Found found);

    /** Watches the transactions that change an entry. */
    Watch watch(Found found);

    /**
     * Waits for the transactions that began to commit when nobody wanted to know of their changes.
     *
     * @return completes, in bounded time, on any thread
     */
    CompletableFuture<@Nullable Void> unheardEnded();

    /** The transactions that change one entry, from now on until it is closed. */
    interface Watch extends AutoCloseable {
        /** Completes when none is under way that was not handed on, with how many there were; on any thread. */
        CompletableFuture<Long> quiet();

        /** How many there were. */
        long drawn();

        @Override
        void close();
    }
}
