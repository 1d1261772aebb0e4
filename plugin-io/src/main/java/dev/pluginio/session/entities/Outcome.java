package dev.pluginio.session.entities;

import dev.pluginio.api.realtime.EntitySubscription;
import dev.pluginio.delivery.Visibility;
import org.jspecify.annotations.Nullable;

/**
 * What became of a request.
 *
 * @param subscription what it was about; null if it failed
 * @param snapshot the entry as the client sees it; null if it was not asked for
 * @param error why it failed, for the client to see; null if it did not
 * @param answered to be run once the client has been answered, so that what comes of the entry follows
 */
public record Outcome(
        @Nullable EntitySubscription subscription,
        Visibility.@Nullable Shown snapshot,
        @Nullable String error,
        Runnable answered) {

    static Outcome of(EntitySubscription subscription) {
        return new Outcome(subscription, null, null, () -> {});
    }

    /** It failed. */
    public static Outcome failure(String error) {
        return new Outcome(null, null, error, () -> {});
    }
}
