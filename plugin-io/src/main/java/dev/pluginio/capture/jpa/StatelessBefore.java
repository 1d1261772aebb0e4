package dev.pluginio.capture.jpa;

import dev.pluginio.access.Populate;
import dev.pluginio.api.content.Entry;
import dev.pluginio.capture.EntryKey;
import java.util.List;
import java.util.function.Supplier;
import org.hibernate.event.spi.AbstractDatabaseOperationEvent;
import org.hibernate.event.spi.PostDeleteEvent;
import org.jspecify.annotations.Nullable;

/**
 * The former state of what a stateless session writes, which it does not know: read just before the write if somebody
 * wants to hear of the type then. Where that was not so, the state that the host handed in stands for it.
 */
final class StatelessBefore {

    private record Taken(EntryKey key, @Nullable Entry entry) {}

    private final SnapshotReader reader;
    private final ThreadLocal<@Nullable Object> taken = new ThreadLocal<>();

    StatelessBefore(SnapshotReader reader) {
        this.reader = reader;
    }

    /** Reads the state before a write. */
    void take(AbstractDatabaseOperationEvent event, Shape shape) {
        taken.remove();
        EntryKey key = new EntryKey(shape.uid(), event.getId());
        Entry entry = reader.read(event.getSession(), shape, List.of(event.getId()), Populate.VALUES)
                .get(key);
        taken.set(new Taken(key, entry));
    }

    /** Tells whether the row was not there before the write. */
    boolean isNew(AbstractDatabaseOperationEvent event) {
        return taken.get() instanceof Taken found && found.key().id().equals(event.getId()) && found.entry() == null;
    }

    /** The state before the write; gives null where it is not known. */
    Supplier<@Nullable Entry> taken(AbstractDatabaseOperationEvent event) {
        if (taken.get() instanceof Taken found && found.key().id().equals(event.getId())) {
            Entry entry = found.entry();
            return () -> entry;
        }
        return () -> null;
    }

    /** The write is over, or nobody wants to know what was before it. */
    void forget() {
        taken.remove();
    }

    /** The state before a deletion; what the deleted instance itself tells, where nothing better is known. */
    Supplier<@Nullable Entry> deleted(PostDeleteEvent event, Shape shape) {
        Entry known = taken(event).get();
        if (known != null) {
            return () -> known;
        }
        Object id = event.getId();
        Object instance = event.getEntity();
        return () ->
                instance == null ? null : shape.ofState(id, shape.persister().getValues(instance));
    }
}
