package dev.pluginio.config;

import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/** The section {@code logging}. */
record LoggingOptions(
        @Setting("The least that plugin-io logs, in place of what the host's logging says of the logger dev.pluginio.")
        @Nullable
        Level level) {

    LoggingOptions() {
        this(null);
    }
}
