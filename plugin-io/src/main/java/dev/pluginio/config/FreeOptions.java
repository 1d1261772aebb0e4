package dev.pluginio.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A section whose keys are not ours: what an extension of another plugin is told. */
record FreeOptions(Map<String, @Nullable Object> values) {

    FreeOptions() {
        this(Map.of());
    }

    FreeOptions {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
}
