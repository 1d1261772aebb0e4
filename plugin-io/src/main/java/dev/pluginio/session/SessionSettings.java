package dev.pluginio.session;

import dev.pluginio.api.access.Credentials;
import java.util.Map;

/**
 * How clients are admitted.
 *
 * @param defaultStrategies by namespace, the strategy of clients that name none
 */
public record SessionSettings(Map<String, String> defaultStrategies) {

    public SessionSettings {
        defaultStrategies = Map.copyOf(defaultStrategies);
    }

    /** What holds where nothing else is configured. */
    public static SessionSettings defaults() {
        return new SessionSettings(Map.of());
    }

    /** The strategy of clients that name none. */
    public String defaultStrategy(String namespace) {
        return defaultStrategies.getOrDefault(namespace, Credentials.JWT);
    }
}
