package dev.pluginio.session.recovery;

import java.time.Duration;

/**
 * How clients come back after their connection was lost.
 *
 * @param enabled whether they can at all
 * @param maxDisconnectionDuration how long what they were is kept
 * @param maxSessions of how many that are away it is kept; of the latest
 * @param maxReplayBytes how many bytes of what it missed one is sent at the most
 */
public record RecoverySettings(
        boolean enabled, Duration maxDisconnectionDuration, int maxSessions, long maxReplayBytes) {

    private static final long REPLAYED = 8_000_000;

    /** The same with what one is sent at the most where nothing else is configured. */
    public RecoverySettings(boolean enabled, Duration maxDisconnectionDuration, int maxSessions) {
        this(enabled, maxDisconnectionDuration, maxSessions, REPLAYED);
    }

    /** What holds where nothing else is configured: nobody comes back. */
    public static RecoverySettings defaults() {
        return new RecoverySettings(false, Duration.ofMinutes(2), 10_000);
    }
}
