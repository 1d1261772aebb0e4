package dev.pluginio.api.access;

import java.util.concurrent.CompletionStage;

/**
 * Hears from the host that somebody's rights changed.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface AccessListener {

    /**
     * Tells of a change. Returns at once and throws nothing; may be called on any thread, concurrently.
     *
     * @param change what changed
     * @return completes when those whose rights ended have been sent away, those with other rights have been told so, and
     *     nothing leaves any more that only the old rights allow, whether or not it was queued before
     */
    CompletionStage<Void> changed(AccessChange change);
}
