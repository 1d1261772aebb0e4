package dev.pluginio.api.realtime;

import org.jspecify.annotations.Nullable;

/**
 * What became of a call about a subscription.
 *
 * @param success whether it did what was asked
 * @param room stands for the entry, see {@link EntitySubscription#room()}; null if it did not
 * @param uid the content type's uid that was asked for
 * @param id the identifier that was asked for
 * @param error why it did not; null if it did
 * @since 0.1
 */
public record EntitySubscriptionResult(
        boolean success,
        @Nullable String room,
        String uid,
        Object id,
        @Nullable String error) {}
