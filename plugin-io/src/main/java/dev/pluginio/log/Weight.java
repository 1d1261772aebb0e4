package dev.pluginio.log;

import dev.pluginio.api.content.Entry;
import dev.pluginio.api.event.ContentChange;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How many bytes something roughly takes in memory. */
final class Weight {

    private static final int OVERHEAD = 48;
    private static final int EVENT = 400;

    private Weight() {}

    static long of(ContentChange change) {
        return EVENT + of(change.before()) + of(change.after());
    }

    private static long of(Optional<Entry> state) {
        return state.isPresent() ? of(state.get()) : 0;
    }

    private static long of(@Nullable Object value) {
        if (value instanceof String text) {
            return OVERHEAD + 2L * text.length();
        }
        if (value instanceof byte[] bytes) {
            return OVERHEAD + bytes.length;
        }
        long weight = OVERHEAD;
        if (value instanceof Entry entry) {
            return weight + of(entry.id()) + of(entry.documentId()) + of(entry.values());
        } else if (value instanceof Collection<?> elements) {
            for (Object element : elements) {
                weight += of(element);
            }
        } else if (value instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> member : map.entrySet()) {
                weight += of(member.getKey()) + of(member.getValue());
            }
        }
        return weight;
    }
}
