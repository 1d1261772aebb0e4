package dev.pluginio.config;

import dev.pluginio.log.Retention;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** The section {@code log}. */
record LogOptions(
        @Setting(
                value =
                        "Where events are kept: in memory (memory), or in tables of plugin-io's own in the host's database,"
                                + " written in the host's transactions (jpa).",
                restart = true)
        LogType type,

        @Setting("How many events are kept, the newest.")
        @Min(value = 1, message = "must be at least {value}")
        @Max(value = 10_000_000, message = "must be at most {value}")
        int maxEvents,

        @Setting(value = "How many bytes they may roughly take in memory.", unit = Unit.BYTES)
        @Min(value = 100_000, message = "must be at least {value} bytes")
        @Max(value = 2_000_000_000, message = "must be at most {value} bytes")
        int maxBytes,

        @Setting(value = "How long an event is kept.", unit = Unit.MILLISECONDS)
        @Min(value = 1_000, message = "must be at least {value} ms")
        @Max(value = 604_800_000, message = "must be at most {value} ms")
        int maxAge,

        @Setting(
                value =
                        "How long changes are still written down when the plugin was stopped, for its next start in the same"
                                + " host; with type jpa. 0: not at all.",
                unit = Unit.MILLISECONDS)
        @Min(value = 0, message = "must be at least {value} ms")
        @Max(value = 600_000, message = "must be at most {value} ms")
        int handOver,

        @Setting("What is kept, in memory, of messages that plugins send with retained().")
        RetainedOptions retained) {

    private static final int MINUTES = 60_000;

    LogOptions() {
        this(LogType.MEMORY, 10_000, 64_000_000, 10 * MINUTES, MINUTES / 2, new RetainedOptions());
    }

    Retention retention() {
        return new Retention(maxEvents, maxBytes, Duration.ofMillis(maxAge));
    }
}
