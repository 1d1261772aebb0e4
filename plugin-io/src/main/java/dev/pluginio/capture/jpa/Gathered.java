package dev.pluginio.capture.jpa;

import dev.pluginio.api.content.Entry;
import dev.pluginio.capture.ChangeSet;
import dev.pluginio.capture.EntryKey;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What was written in a transaction, one change an entry, and which of it nobody has looked at yet. */
final class Gathered {

    /**
     * One write, as it was seen.
     *
     * @param kind whether the row came, stayed or went
     * @param before gives the state before it
     * @param now gives the state after it; null if the row has gone, or only a collection was written
     */
    record Write(
            ChangeSet.Kind kind,
            Shape shape,
            Object id,
            Supplier<@Nullable Entry> before,
            @Nullable Supplier<Entry> now) {

        boolean isOf(Shape other, Object otherId) {
            return shape == other && id.equals(otherId);
        }
    }

    private final ChangeSet changes = new ChangeSet();
    private final Map<EntryKey, Shape> shapes = new HashMap<>();
    private final Map<EntryKey, Supplier<Entry>> latest = new HashMap<>();
    private final Set<EntryKey> fresh = new LinkedHashSet<>();

    /**
     * Takes in a write.
     *
     * @param isLast whether there may be no chance to read the entry any more, so that its state must be kept
     */
    EntryKey add(Write write, boolean isLast) {
        EntryKey key = new EntryKey(write.shape().uid(), write.id());
        shapes.put(key, write.shape());
        fresh.add(key);
        if (isLast && write.now() != null) {
            latest.put(key, write.now());
        }
        switch (write.kind()) {
            case CREATE -> changes.created(key);
            case DELETE -> changes.deleted(key, write.before());
            default -> changes.updated(key, write.before());
        }
        return key;
    }

    boolean contains(EntryKey key) {
        return changes.contains(key);
    }

    int size() {
        return changes.size();
    }

    List<ChangeSet.Change> net() {
        return changes.net();
    }

    /** How the entry's table looks; null if nothing was written of it. */
    @Nullable
    Shape shape(EntryKey key) {
        return shapes.get(key);
    }

    /** How the session saw the entry when it wrote the row last, if that was kept. */
    @Nullable
    Entry latest(EntryKey key) {
        Supplier<Entry> now = latest.get(key);
        return now == null ? null : now.get();
    }

    /** What was written since this was last cleared. */
    Set<EntryKey> fresh() {
        return fresh;
    }
}
