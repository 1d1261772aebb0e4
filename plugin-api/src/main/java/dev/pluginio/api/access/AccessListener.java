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
     * @return completes when those whose rights ended have been sent away, with all that was still queued for them, and
     *     nothing more is queued for anybody that only the old rights allow
     */
    CompletionStage<Void> changed(AccessChange change);
}
