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

    private final SnapshotReader reader;
    // uid, id and entry: a write that fails leaves them on the host's thread, and so nothing of ours may be among them
    private final ThreadLocal<@Nullable Object @Nullable []> taken = new ThreadLocal<>();

    StatelessBefore(SnapshotReader reader) {
        this.reader = reader;
    }

    /** Reads the state before a write. */
    void take(AbstractDatabaseOperationEvent event, Shape shape) {
        taken.remove();
        EntryKey key = new EntryKey(shape.uid(), event.getId());
        Entry entry = reader.read(event.getSession(), shape, List.of(event.getId()), Populate.VALUES)
                .get(key);
        taken.set(new Object[] {key.uid(), key.id(), entry});
    }

    /** Tells whether the row was not there before the write. */
    boolean isNew(Object id, Shape shape) {
        @Nullable Object[] found = found(id, shape);
        return found != null && found[2] == null;
    }

    /** The state before the write; gives null where it is not known. */
    Supplier<@Nullable Entry> taken(Object id, Shape shape) {
        @Nullable Object[] found = found(id, shape);
        Entry entry = found == null ? null : (Entry) found[2];
        return () -> entry;
    }

    private @Nullable Object @Nullable [] found(Object id, Shape shape) {
        @Nullable Object[] found = taken.get();
        return found != null && shape.uid().equals(found[0]) && id.equals(found[1]) ? found : null;
    }

    /** The write is over, or nobody wants to know what was before it. */
    void forget() {
        taken.remove();
    }

    /** The state before a deletion; what the deleted instance itself tells, where nothing better is known. */
    Supplier<@Nullable Entry> deleted(PostDeleteEvent event, Shape shape) {
        Entry known = taken(event.getId(), shape).get();
        if (known != null) {
            return () -> known;
        }
        Object id = event.getId();
        Object instance = event.getEntity();
        return () ->
                instance == null ? null : shape.ofState(id, shape.persister().getValues(instance));
    }
}
