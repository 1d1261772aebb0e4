package dev.pluginio.log;

import java.time.Duration;

/**
 * How much of what was handed on is kept; whatever is reached first counts.
 *
 * @param events how many events; 0 keeps nothing
 * @param bytes how many bytes they roughly take
 * @param age how old the oldest may be
 */
public record Retention(int events, long bytes, Duration age) {

    /** Keeps nothing. */
    public static final Retention NOTHING = new Retention(0, 0, Duration.ZERO);

    /** Whether anything is kept at all. */
    public boolean isKeeping() {
        return events > 0;
    }
}
