package dev.pluginio.delivery;

import dev.pluginio.access.View;
import dev.pluginio.api.content.Action;
import dev.pluginio.api.content.Entry;
import dev.pluginio.api.event.ContentEvent;
import dev.pluginio.api.realtime.Envelope;
import dev.pluginio.transport.Arguments;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What was written of events for those who catch up, so that what one of them gets is there for all others with the same
 * view. Holds as long as the rules and transformers do. Confined to the thread that delivers.
 */
final class Shelf {

    private static final long MOST_BYTES = 16 << 20;

    private final Map<Place, Arguments> written = new HashMap<>();
    private @Nullable Rules rules;
    private @Nullable Object transformers;
    private long bytes;

    /** What tells one frame from others; identifiers are written for no view. */
    private record Place(
            String offset,
            Action word,
            Envelope envelope,
            @Nullable View view) {}

    /** Writes what is not there yet. */
    Frames frames(Rules now, Object transforming) {
        if (now != rules || transforming != transformers) {
            clear();
            rules = now;
            transformers = transforming;
        }
        return new Frames(now) {
            @Override
            Arguments full(ContentEvent event, Action word, Envelope envelope, View view, Supplier<Entry> visible) {
                return found(
                        new Place(event.offset(), word, envelope, view),
                        () -> super.full(event, word, envelope, view, visible));
            }

            @Override
            Arguments identifiers(ContentEvent event, Action word, Envelope envelope) {
                return found(
                        new Place(event.offset(), word, envelope, null),
                        () -> super.identifiers(event, word, envelope));
            }
        };
    }

    private Arguments found(Place place, Supplier<Arguments> writing) {
        Arguments known = written.get(place);
        if (known == null) {
            known = writing.get().lasting();
            long weight = 2 * sizeOf(known); // with what the transport makes of it
            bytes += weight;
            if (bytes > MOST_BYTES) {
                clear();
                bytes = weight;
            }
            written.put(place, known);
        }
        return known;
    }

    static long sizeOf(Arguments arguments) {
        long size = 0;
        for (byte[] value : arguments.values()) {
            size += value.length;
        }
        return size;
    }

    boolean isEmpty() {
        return written.isEmpty();
    }

    /** Nobody needs it now. */
    void clear() {
        written.clear();
        bytes = 0;
    }
}
