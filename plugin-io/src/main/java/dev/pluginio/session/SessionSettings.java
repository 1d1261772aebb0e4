package dev.pluginio.session;

import dev.pluginio.api.access.Credentials;
import dev.pluginio.session.rooms.RoomSettings;
import java.util.Map;

/**
 * How clients are admitted.
 *
 * @param defaultStrategies by namespace, the strategy of clients that name none
 * @param entrances by namespace, who may enter
 * @param rooms what clients may do about rooms
 */
public record SessionSettings(
        Map<String, String> defaultStrategies, Map<String, Entrance> entrances, RoomSettings rooms) {

    public SessionSettings {
        defaultStrategies = Map.copyOf(defaultStrategies);
        entrances = Map.copyOf(entrances);
    }

    /** Settings that permit nothing about rooms. */
    public SessionSettings(Map<String, String> defaultStrategies) {
        this(defaultStrategies, RoomSettings.NOTHING);
    }

    /** Settings that let everybody enter everywhere. */
    public SessionSettings(Map<String, String> defaultStrategies, RoomSettings rooms) {
        this(defaultStrategies, Map.of(), rooms);
    }

    /** What holds where nothing else is configured. */
    public static SessionSettings defaults() {
        return new SessionSettings(Map.of());
    }

    /** Who may enter a namespace. */
    public Entrance entrance(String namespace) {
        return entrances.getOrDefault(namespace, Entrance.OPEN);
    }

    /** The strategy of clients that name none. */
    public String defaultStrategy(String namespace) {
        return defaultStrategies.getOrDefault(namespace, Credentials.JWT);
    }
}
