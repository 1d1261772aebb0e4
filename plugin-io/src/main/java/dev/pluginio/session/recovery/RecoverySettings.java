package dev.pluginio.session.recovery;

import java.time.Duration;

/**
 * How clients come back after their connection was lost.
 *
 * @param enabled whether they can at all
 * @param maxDisconnectionDuration how long what they were is kept
 * @param maxSessions of how many that are away it is kept; of the latest
 */
public record RecoverySettings(boolean enabled, Duration maxDisconnectionDuration, int maxSessions) {

    /** What holds where nothing else is configured: nobody comes back. */
    public static RecoverySettings defaults() {
        return new RecoverySettings(false, Duration.ofMinutes(2), 10_000);
    }
}
