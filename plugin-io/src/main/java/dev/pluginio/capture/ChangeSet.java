package dev.pluginio.capture;

import dev.pluginio.api.content.Entry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one transaction did, collapsed to one change an entry: only whether the entry was there before the transaction
 * and whether it is there now matters, and how it looked before the first change. Not for several threads at once.
 */
public final class ChangeSet {

    /** What all that was done to an entry amounts to. */
    public enum Kind {
        /** It came and went within the transaction. */
        NOTHING,
        /** It was not there before. */
        CREATE,
        /** It was there before and is there now. */
        UPDATE,
        /** It is there no more. */
        DELETE
    }

    /**
     * A collapsed change.
     *
     * @param key the entry
     * @param kind what it amounts to
     * @param before gives the state before the transaction, null where it is not known
     */
    public record Change(EntryKey key, Kind kind, Supplier<@Nullable Entry> before) {}

    private final Map<EntryKey, Net> changes = new LinkedHashMap<>();

    /** Records that an entry came into being. */
    public void created(EntryKey key) {
        changes.computeIfAbsent(key, k -> new Net(false, () -> null)).exists = true;
    }

    /**
     * Records that an entry changed.
     *
     * @param before gives the state before this change; asked later, once at the most, and only if this is the first
     */
    public void updated(EntryKey key, Supplier<@Nullable Entry> before) {
        changes.computeIfAbsent(key, k -> new Net(true, before)).exists = true;
    }

    /**
     * Records that an entry is gone.
     *
     * @param before gives the state before this change; asked later, once at the most, and only if this is the first
     */
    public void deleted(EntryKey key, Supplier<@Nullable Entry> before) {
        changes.computeIfAbsent(key, k -> new Net(true, before)).exists = false;
    }

    /** Tells whether the entry was changed. */
    public boolean contains(EntryKey key) {
        return changes.containsKey(key);
    }

    /** How many entries were touched. */
    public int size() {
        return changes.size();
    }

    /** What it all amounts to, in the order in which the entries were first touched. */
    public List<Change> net() {
        List<Change> net = new ArrayList<>(changes.size());
        changes.forEach((key, change) -> net.add(new Change(key, change.kind(), change.before)));
        return net;
    }

    private static final class Net {
        private final boolean existed;
        private final Supplier<@Nullable Entry> before;
        private boolean exists;

        Net(boolean existed, Supplier<@Nullable Entry> before) {
            this.existed = existed;
            this.before = before;
        }

        Kind kind() {
            if (existed) {
                return exists ? Kind.UPDATE : Kind.DELETE;
            }
            return exists ? Kind.CREATE : Kind.NOTHING;
        }
    }
}
