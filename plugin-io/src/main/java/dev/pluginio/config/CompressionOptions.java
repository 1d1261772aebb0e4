package dev.pluginio.config;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.OptionalInt;

/** The sections {@code httpCompression} and {@code perMessageDeflate}; a section that is given is on. */
@Shorthand("enabled")
record CompressionOptions(
        @Setting("Whether anything is compressed.") boolean enabled,

        @Setting(value = "The size from which something is.", unit = Unit.BYTES)
        @Min(value = 0, message = "must be at least {value} bytes")
        @Max(value = 100_000_000, message = "must be at most {value} bytes")
        int threshold) {

    private static final int THRESHOLD = 1024;

    CompressionOptions() {
        this(true, THRESHOLD);
    }

    CompressionOptions(OptionalInt threshold) {
        this(threshold.isPresent(), threshold.orElse(THRESHOLD));
    }

    OptionalInt settings() {
        return enabled ? OptionalInt.of(threshold) : OptionalInt.empty();
    }
}
