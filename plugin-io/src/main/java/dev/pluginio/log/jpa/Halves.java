package dev.pluginio.log.jpa;

import dev.pluginio.log.Announcement;
import dev.pluginio.log.Outbox;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Transactions that are told when they are found in the table, where not all of them could be written. Thread-safe.
 */
final class Halves {

    private static final int MOST = 1_000;

    private final Map<Outbox.Row, List<Announcement>> all = new HashMap<>();

    /**
     * Keeps one.
     *
     * @param transaction all of it, in order; the first that was written stands for it
     * @return false if there are too many
     */
    synchronized boolean keep(List<Announcement> transaction) {
        return all.size() < MOST && all.putIfAbsent(first(transaction), transaction) == null;
    }

    private static Outbox.Row first(List<Announcement> transaction) {
        return transaction.stream()
                .map(Announcement::row)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
    }

    /**
     * What is to be told where these were found: they, and what could not be written of their transaction; empty if it is
     * none of these transactions. Only once.
     */
    Optional<List<Announcement>> take(List<Rows.Stored> found) {
        Map<Outbox.Row, Announcement> rows = new LinkedHashMap<>();
        found.forEach(stored -> rows.put(stored.row(), stored.announcement()));
        return half(rows.keySet()).map(half -> {
            List<Announcement> told = new ArrayList<>(half.size());
            for (Announcement one : half) {
                if (one.row() == null || rows.remove(one.row()) != null) {
                    told.add(one);
                }
            }
            told.addAll(rows.values());
            return told;
        });
    }

    private synchronized Optional<List<Announcement>> half(Set<Outbox.Row> rows) {
        return rows.stream().map(all::remove).filter(Objects::nonNull).findFirst();
    }

    /** What is in no table of any of them. Only once. */
    synchronized List<Announcement> takeUnwritten() {
        List<Announcement> unwritten = new ArrayList<>();
        for (List<Announcement> transaction : all.values()) {
            transaction.stream().filter(one -> one.row() == null).forEach(unwritten::add);
        }
        all.clear();
        return unwritten;
    }
}
