package dev.pluginio.config;

import dev.pluginio.session.recovery.RecoverySettings;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** The section {@code recovery}. */
record RecoveryOptions(
        @Setting("Whether clients whose connection was lost come back as who they were, and hear what they missed.")
        boolean enabled,

        @Setting(value = "How long what a client was is kept after its connection was lost.", unit = Unit.MILLISECONDS)
        @Min(value = 100, message = "must be at least {value} ms")
        @Max(value = 86_400_000, message = "must be at most {value} ms")
        int maxDisconnectionDuration,

        @Setting("Of how many clients that are away it is kept; if there are more, of the latest.")
        @Min(value = 1, message = "must be at least {value}")
        @Max(value = 10_000_000, message = "must be at most {value}")
        int maxSessions,

        @Setting(
                value = "How many bytes of what it missed a client is sent; one that missed more is told to reload.",
                unit = Unit.BYTES)
        @Min(value = 1_000, message = "must be at least {value} bytes")
        @Max(value = 2_000_000_000, message = "must be at most {value} bytes")
        int maxReplayBytes) {

    RecoveryOptions() {
        this(
                RecoverySettings.defaults().enabled(),
                (int) RecoverySettings.defaults().maxDisconnectionDuration().toMillis(),
                RecoverySettings.defaults().maxSessions(),
                (int) RecoverySettings.defaults().maxReplayBytes());
    }

    RecoverySettings settings() {
        return new RecoverySettings(enabled, Duration.ofMillis(maxDisconnectionDuration), maxSessions, maxReplayBytes);
    }
}
