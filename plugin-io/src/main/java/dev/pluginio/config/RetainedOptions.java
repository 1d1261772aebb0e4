package dev.pluginio.config;

import dev.pluginio.log.Retention;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** The section {@code log.retained}. */
record RetainedOptions(
        @Setting("How many messages are kept, the newest. 0: none.")
        @Min(value = 0, message = "must be at least {value}")
        @Max(value = 1_000_000, message = "must be at most {value}")
        int maxEvents,

        @Setting(value = "How many bytes they may roughly take.", unit = Unit.BYTES)
        @Min(value = 1_000, message = "must be at least {value} bytes")
        @Max(value = 2_000_000_000, message = "must be at most {value} bytes")
        int maxBytes,

        @Setting(value = "How long a message is kept.", unit = Unit.MILLISECONDS)
        @Min(value = 1_000, message = "must be at least {value} ms")
        @Max(value = 604_800_000, message = "must be at most {value} ms")
        int maxAge) {

    private static final int MINUTE = 60_000;

    RetainedOptions() {
        this(1_000, 4_000_000, 2 * MINUTE);
    }

    Retention retention() {
        return new Retention(maxEvents, maxBytes, Duration.ofMillis(maxAge));
    }
}
