package dev.pluginio.api.realtime;

import dev.pluginio.api.content.Entry;
import java.util.Set;
import org.pf4j.ExtensionPoint;

/**
 * Decides, entry by entry, who may hear of it: beside the host's permissions, which know content types only. A plugin
 * offers as many extensions of this type as it likes; they hold from its start to its stop:
 *
 * <pre>{@code
 * @Extension
 * public final class OwnDepartment implements AudienceRule {
 *     public Set<String> contentTypes() {
 *         return Set.of("api::article.article");
 *     }
 *
 *     public Set<String> needs() {
 *         return Set.of("department"); // may be a private attribute
 *     }
 *
 *     public Hearers hearers(String contentType, Entry entry) {
 *         Object department = entry.values().get("department");
 *         return department == null ? Hearers.everyone() : Hearers.of().rooms("department " + department);
 *     }
 * }
 * }</pre>
 *
 * <p>It is asked about the state before a change and about the one after it, once each for all clients. Who may hear of
 * the entry only as it is now gets it as {@code enter}; who could hear of it only as it was gets {@code leave} with
 * identifiers. Of several rules for a type, all must let somebody hear. The same holds for what is emitted, for
 * subscriptions and for what they begin with.
 *
 * <p>Rules fail closed: where one throws or returns null, or where an attribute it needs is not known, nobody hears of
 * that change; so it is with a rule that the configuration asks for ({@code audienceRule}) and that is not there.
 * A type for which no rule is asked for is heard by everybody permitted while the plugin that brings a rule does not run.
 *
 * <p>Called concurrently, on threads that carry events for everybody: it must be quick and must not block. One that takes
 * longer than a few milliseconds is warned of.
 *
 * @since 0.1
 */
public interface AudienceRule extends ExtensionPoint {

    /**
     * What the configuration and the log call it. Asked when the plugin has started.
     *
     * @return the name; the class's simple name unless overridden
     */
    default String name() {
        return getClass().getSimpleName();
    }

    /**
     * The content types it decides about. Asked once, when the plugin has started.
     *
     * @return their uids
     */
    Set<String> contentTypes();

    /**
     * What it needs to know of an entry: attributes that each of its content types has. Private ones are read for it
     * though no client ever sees them. Of a relation to one entry only that entry's id is known; relations to many cannot
     * be had. Asked once, when the plugin has started.
     *
     * @return the names of attributes
     */
    default Set<String> needs() {
        return Set.of();
    }

    /**
     * Decides who may hear of an entry that is in this state. One of the two {@code hearers} is overridden.
     *
     * @param contentType the entry's content type
     * @param state the entry before a change, or after it, with the attributes that {@link #needs()} names and no others
     * @return who may hear of it; never null
     */
    default Hearers hearers(String contentType, Entry state) {
        throw new UnsupportedOperationException(getClass().getName() + " must override hearers");
    }

    /**
     * Decides who may hear of an entry that is in this state. For rules that need what is around them; the others leave
     * it at {@link #hearers(String, Entry)}, which this calls.
     *
     * @param contentType the entry's content type
     * @param state the entry before a change, or after it, with the attributes that {@link #needs()} names and no others
     * @param context the realtime service, the host, and the rule's settings
     * @return who may hear of it; never null
     */
    default Hearers hearers(String contentType, Entry state, IoContext context) {
        return hearers(contentType, state);
    }
}
