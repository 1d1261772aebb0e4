package dev.pluginio.config;

import dev.pluginio.describe.DocumentSettings;
import java.util.List;
import java.util.Set;

/** The section {@code documents}. */
record DocumentOptions(
        @Setting("Whether callers with a valid token get TypeScript types and an AsyncAPI document of the events"
                + " of their role from the plugin's port.")
        boolean enabled,

        @Setting("The names of the roles and API tokens that get the documents of every role.")
        List<String> readers) {

    DocumentOptions() {
        this(false, List.of());
    }

    DocumentSettings settings() {
        return new DocumentSettings(enabled, Set.copyOf(readers));
    }
}
