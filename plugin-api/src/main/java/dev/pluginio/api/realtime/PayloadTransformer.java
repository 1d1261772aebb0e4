package dev.pluginio.api.realtime;

import dev.pluginio.api.content.Entry;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pf4j.ExtensionPoint;

/**
 * Changes what clients get of an entry, such as to add a value that is worked out. A plugin offers as many extensions of
 * this type as it likes; they hold from its start to its stop:
 *
 * <pre>{@code
 * @Extension
 * public final class Address implements PayloadTransformer {
 *     public Set<String> contentTypes() {
 *         return Set.of("api::article.article");
 *     }
 *
 *     public Map<String, Object> transform(String contentType, Entry visible) {
 *         Map<String, Object> values = new LinkedHashMap<>(visible.values());
 *         values.put("url", "/articles/" + visible.documentId());
 *         return values;
 *     }
 * }
 * }</pre>
 *
 * <p>It is asked once for all clients that see the same, and sees what they see: no private attribute, nothing they may
 * not read. Sensitive names and private attributes are left out of what it returns. Several for a type are asked one
 * after the other, each with what the one before made. Events with identifiers only do not pass here.
 *
 * <p>Where one throws or returns null, or returns what cannot be written, those who see just this hear nothing of the
 * change; the log tells.
 *
 * <p>Called concurrently, on threads that carry events for everybody: it must be quick and must not block. One that takes
 * longer than a few milliseconds is warned of.
 *
 * @since 0.1
 */
public interface PayloadTransformer extends ExtensionPoint {

    /**
     * What the configuration and the log call it. Asked when the plugin has started.
     *
     * @return the name; the class's simple name unless overridden
     */
    default String name() {
        return getClass().getSimpleName();
    }

    /**
     * The content types whose entries it changes. Asked once, when the plugin has started.
     *
     * @return their uids
     */
    Set<String> contentTypes();

    /**
     * Gives the attributes to send in place of those that would be sent. The identifiers stay as they are. One of the two
     * {@code transform} is overridden.
     *
     * @param contentType the entry's content type
     * @param visible the entry as those clients see it; not to be changed (nor can it be)
     * @return attributes by name: what an {@link Entry} may hold
     */
    default Map<String, @Nullable Object> transform(String contentType, Entry visible) {
        throw new UnsupportedOperationException(getClass().getName() + " must override transform");
    }

    /**
     * Gives the attributes to send. For transformers that need what is around them; the others leave it at
     * {@link #transform(String, Entry)}, which this calls.
     *
     * @param contentType the entry's content type
     * @param visible the entry as those clients see it
     * @param context the realtime service, the host, and the transformer's settings
     * @return attributes by name: what an {@link Entry} may hold
     */
    default Map<String, @Nullable Object> transform(String contentType, Entry visible, IoContext context) {
        return transform(contentType, visible);
    }
}
