package dev.pluginio.session.handlers;

import dev.pluginio.api.access.AuthStrategy;
import dev.pluginio.api.realtime.ConnectionHandler;
import dev.pluginio.api.realtime.EventHandler;
import java.util.List;

/**
 * What one started plugin offers. The same extension is always the same object.
 *
 * @param plugin the plugin's id
 * @param events its handlers of events
 * @param connections its handlers of connections
 * @param strategies its ways to authenticate
 */
public record Offer(
        String plugin, List<EventHandler> events, List<ConnectionHandler> connections, List<AuthStrategy> strategies) {

    public Offer {
        events = List.copyOf(events);
        connections = List.copyOf(connections);
        strategies = List.copyOf(strategies);
    }
}
