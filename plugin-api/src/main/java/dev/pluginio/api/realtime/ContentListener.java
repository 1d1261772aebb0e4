package dev.pluginio.api.realtime;

import dev.pluginio.api.event.ContentEvent;
import java.util.Set;
import org.pf4j.ExtensionPoint;

/**
 * Hears of content that was changed, on the server, whoever changed it and whether or not a client hears of it:
 *
 * <pre>{@code
 * @Extension
 * public final class Search implements ContentListener {
 *     public Set<String> contentTypes() {
 *         return Set.of("api::article.article");
 *     }
 *
 *     public void changed(ContentEvent event, IoContext context) {
 *         event.change().after().ifPresent(index::add);
 *     }
 * }
 * }</pre>
 *
 * <p>It is trusted: nobody's permissions are asked, and it hears of drafts. Once for each entry a transaction changed,
 * after the commit, in commit order of the entry; never after a rollback. What {@code IoService.emit} announces is no
 * change of content.
 *
 * <p>Called on threads of plugin-io that may be held up, one call after the other. A call that throws is logged; one
 * that takes longer than ten seconds is interrupted and logged; the next follows. If so many changes wait that some are
 * left out, or plugin-io itself had to leave some out, {@link #missed} is called in their place.
 *
 * @since 0.1
 */
public interface ContentListener extends ExtensionPoint {

    /**
     * Of what it hears. Asked once, when the plugin has started.
     *
     * @return the uids of content types that stand under {@code contentTypes} in {@code plugins.yml}; of others nothing
     *     is known
     */
    Set<String> contentTypes();

    /**
     * What it needs to know of an entry beside its values, before a change and after it: private attributes, and
     * relations to one entry, of which it gets that entry's id. Relations to many cannot be had. Private attributes are
     * not written to a log in the database, save those that an audience rule needs: of a change that is told from
     * there, because the host was killed before it was told or too many waited in memory, they are missing. Asked once,
     * when the plugin has started.
     *
     * @return the names of attributes
     */
    default Set<String> needs() {
        return Set.of();
    }

    /**
     * An entry was created, changed or deleted.
     *
     * @param event the change, with the entry before and after it. Of either: the values that are not private, and what
     *     {@link #needs()} names; after it, also the relations that are sent
     * @param context the realtime service, the host, and the listener's settings
     * @throws Exception if something went wrong, which is logged
     */
    void changed(ContentEvent event, IoContext context) throws Exception;

    /**
     * Changes were left out. What was worked out from changes does not hold any more.
     *
     * @param context the realtime service, the host, and the listener's settings
     * @throws Exception if something went wrong, which is logged
     */
    default void missed(IoContext context) throws Exception {}
}
