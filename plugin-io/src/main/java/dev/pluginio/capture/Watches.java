package dev.pluginio.capture;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The entries whose tickets somebody watches. Guarded by the sequencer's lock, but for {@link #wake}. */
final class Watches {

    private final Map<EntryKey, Tally> watched = new HashMap<>();
    private final Queue<Woken> woken = new ConcurrentLinkedQueue<>();

    private record Woken(CompletableFuture<Long> waiting, long drawn) {}

    Tally begin(EntryKey key) {
        Tally tally = watched.computeIfAbsent(key, k -> new Tally());
        tally.watchers++;
        return tally;
    }

    void end(EntryKey key) {
        Tally tally = watched.get(key);
        if (tally != null && --tally.watchers == 0) {
            watched.remove(key);
        }
    }

    void drawn(EntryKey key) {
        Tally tally = watched.isEmpty() ? null : watched.get(key);
        if (tally != null) {
            tally.drawn++;
        }
    }

    void quiet(EntryKey key) {
        Tally tally = watched.isEmpty() ? null : watched.get(key);
        if (tally != null) {
            tally.waiting.forEach(waiting -> woken.add(new Woken(waiting, tally.drawn)));
            tally.waiting.clear();
        }
    }

    /** Tells those who waited; without the lock. */
    void wake() {
        Woken next = woken.poll();
        while (next != null) {
            next.waiting().complete(next.drawn());
            next = woken.poll();
        }
    }

    /** How often tickets of one entry were drawn. */
    static final class Tally {
        private final List<CompletableFuture<Long>> waiting = new ArrayList<>(1);
        private int watchers;
        private long drawn;

        CompletableFuture<Long> await() {
            CompletableFuture<Long> quiet = new CompletableFuture<>();
            waiting.add(quiet);
            return quiet;
        }

        long drawn() {
            return drawn;
        }
    }
}
