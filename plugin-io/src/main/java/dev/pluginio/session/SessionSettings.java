package dev.pluginio.session;

import dev.pluginio.api.access.Credentials;
import dev.pluginio.session.rooms.RoomSettings;
import java.util.Map;

/**
 * How clients are admitted.
 *
 * @param defaultStrategies by namespace, the strategy of clients that name none
 * @param rooms what clients may do about rooms
 */
public record SessionSettings(Map<String, String> defaultStrategies, RoomSettings rooms) {

    public SessionSettings {
        defaultStrategies = Map.copyOf(defaultStrategies);
    }

    /** Settings that permit nothing about rooms. */
    public SessionSettings(Map<String, String> defaultStrategies) {
        this(defaultStrategies, RoomSettings.NOTHING);
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
