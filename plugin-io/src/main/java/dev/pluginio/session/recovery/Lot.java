package dev.pluginio.session.recovery;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of those that are away. Where it is too much, whoever has the most gives way: nobody loses anything to a
 * flood of others, such as clients that nobody knows, who count as one. For one thread at a time.
 *
 * @param <P> what is kept
 */
final class Lot<P> {

    /** In the order in which they left. */
    private final Map<String, Kept<P>> all = new LinkedHashMap<>();

    /** The same by owner, in that order too. */
    private final Map<Owner, Set<String>> owned = new HashMap<>();

    /** The owners by how much they have. */
    private final TreeMap<Integer, Set<Owner>> sizes = new TreeMap<>();

    /**
     * What is kept of one.
     *
     * @param since when it left
     */
    record Kept<P>(Owner owner, P what, long since) {}

    void put(String pid, Kept<P> kept) {
        remove(pid);
        all.put(pid, kept);
        Set<String> its = owned.computeIfAbsent(kept.owner, key -> new LinkedHashSet<>(2));
        moves(kept.owner, its.size(), its.size() + 1);
        its.add(pid);
    }

    @Nullable
    Kept<P> get(String pid) {
        return all.get(pid);
    }

    @Nullable
    Kept<P> remove(String pid) {
        Kept<P> gone = all.remove(pid);
        if (gone != null) {
            Set<String> its = owned.getOrDefault(gone.owner, Set.of());
            moves(gone.owner, its.size(), its.size() - 1);
            its.remove(pid);
            if (its.isEmpty()) {
                owned.remove(gone.owner);
            }
        }
        return gone;
    }

    private void moves(Owner owner, int before, int after) {
        sizes.computeIfPresent(before, (size, owners) -> {
            owners.remove(owner);
            return owners.isEmpty() ? null : owners;
        });
        if (after > 0) {
            sizes.computeIfAbsent(after, key -> new LinkedHashSet<>(2)).add(owner);
        }
    }

    /** Takes out whoever left before a moment and longest ago; null if nobody did. */
    @Nullable
    Kept<P> takeOldest(long before) {
        Iterator<Map.Entry<String, Kept<P>>> oldest = all.entrySet().iterator();
        if (!oldest.hasNext()) {
            return null;
        }
        Map.Entry<String, Kept<P>> first = oldest.next();
        return first.getValue().since - before > 0 ? null : remove(first.getKey());
    }

    /** Takes out what whoever has the most has had for longest; null if nothing is here. */
    @Nullable
    Kept<P> takeOfMost() {
        Map.Entry<Integer, Set<Owner>> most = sizes.lastEntry();
        if (most == null) {
            return null;
        }
        Owner owner = most.getValue().iterator().next();
        return remove(owned.getOrDefault(owner, Set.of()).iterator().next());
    }

    Optional<P> find(Predicate<P> fitting) {
        return all.values().stream().map(Kept::what).filter(fitting).findFirst();
    }

    int size() {
        return all.size();
    }
}
