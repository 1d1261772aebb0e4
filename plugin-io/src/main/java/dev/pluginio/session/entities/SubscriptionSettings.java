package dev.pluginio.session.entities;

import java.time.Duration;

/**
 * What clients may subscribe to.
 *
 * @param perSocket how many subscriptions a client may have, to entries and to content types together; 0 for any
 * @param patience how long an entry may take to be read
 */
public record SubscriptionSettings(int perSocket, Duration patience) {

    /** What holds where nothing else is configured. */
    public static SubscriptionSettings defaults() {
        return new SubscriptionSettings(500, Duration.ofSeconds(5));
    }
}
