package dev.pluginio.config;

import dev.pluginio.session.handlers.Arrangement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One entry of {@code events} or {@code hooks}. */
record ExtensionOptions(
        @Place String at,

        @Setting(
                "The event that is meant, or the strategy, rule or transformer of that name; of all classes and plugins unless one is named too.")
        @Nullable
        String name,

        @Setting(value = "The class that is meant, with its package.", key = "class") @Nullable
        String type,

        @Setting("The id of the plugin whose extensions are meant.") @Nullable
        String plugin,

        @Setting("Whether it is used.") boolean enabled,

        @Setting("What the extension is told: whatever it understands.")
        FreeOptions config) {

    ExtensionOptions() {
        this("", null, null, null, true, new FreeOptions());
    }

    static List<Arrangement.Named> named(List<ExtensionOptions> options, Problems problems) {
        for (ExtensionOptions option : options) {
            if (option.name == null && option.type == null && option.plugin == null) {
                problems.add(option.at, "names nothing; give at least one of 'name', 'class' and 'plugin'");
            }
        }
        return options.stream()
                .map(option -> new Arrangement.Named(
                        option.name, option.type, option.plugin, option.enabled, option.config.values()))
                .toList();
    }
}
