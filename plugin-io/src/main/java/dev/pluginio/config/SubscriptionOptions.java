package dev.pluginio.config;

import dev.pluginio.session.entities.SubscriptionSettings;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** The section {@code subscriptions}. */
record SubscriptionOptions(
        @Setting("How many subscriptions a client may have, to entries and to content types together. 0: any number.")
        @Min(value = 0, message = "must be at least {value}")
        @Max(value = 1_000_000, message = "must be at most {value}")
        int perSocket,

        @Setting(value = "How long it may take to read an entry for a subscription.", unit = Unit.MILLISECONDS)
        @Min(value = 10, message = "must be at least {value} ms")
        @Max(value = 9_000, message = "must be at most {value} ms")
        int timeout) {

    SubscriptionOptions() {
        this(SubscriptionSettings.defaults().perSocket(), (int)
                SubscriptionSettings.defaults().patience().toMillis());
    }

    SubscriptionSettings settings() {
        return new SubscriptionSettings(perSocket, Duration.ofMillis(timeout));
    }
}
