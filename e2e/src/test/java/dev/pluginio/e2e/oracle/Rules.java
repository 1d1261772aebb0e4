package dev.pluginio.e2e.oracle;

import dev.pluginio.e2e.driver.Json;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A configuration of the plugin, as the plugin is given it and as the model understands it. */
final class Rules {

    private final Map<Kind, Exposure> exposures = new EnumMap<>(Kind.class);
    private final boolean byFind;

    /**
     * Makes a configuration.
     *
     * @param byFind whether to hear of a type one must be allowed to read it; else to do the action
     * @param exposures what is sent
     */
    Rules(boolean byFind, Exposure... exposures) {
        this.byFind = byFind;
        for (Exposure exposure : exposures) {
            this.exposures.put(exposure.kind(), exposure);
        }
    }

    Optional<Exposure> exposure(Kind kind) {
        return Optional.ofNullable(exposures.get(kind));
    }

    /** Tells whether somebody with these rights may hear of an action. */
    boolean hears(Rights rights, Kind kind, String action) {
        return rights.may(kind, byFind ? "find" : action);
    }

    /** The text of plugins.yml; JSON, which YAML contains. */
    String configured() {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("permission", byFind ? "find" : "action");
        config.put(
                "contentTypes",
                exposures.values().stream().map(Exposure::configured).toList());
        config.put(
                "socket",
                Map.of(
                        "serverOptions",
                        Map.of("host", "127.0.0.1", "port", "${IO_PORT}", "cors", Map.of("origin", List.of()))));
        return Json.write(Map.of("io", Map.of("enabled", true, "config", config)));
    }
}
