package dev.pluginio.session;

import dev.pluginio.api.access.Principal;
import dev.pluginio.transport.Client;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The stays of the clients that are in now, by socket id. Thread-safe. */
final class Roster {

    private final Map<String, Session> stays = new ConcurrentHashMap<>();

    void add(Session session) {
        stays.put(session.client().id(), session);
    }

    @Nullable
    Session remove(Client client) {
        @Nullable Session session = stays.get(client.id());
        // one that came back under the same id may be there already
        return session != null && session.client() == client && stays.remove(client.id(), session) ? session : null;
    }

    @Nullable
    Session find(String socketId) {
        return stays.get(socketId);
    }

    Collection<Session> all() {
        return stays.values();
    }

    List<Session> ofUser(String id) {
        return stays.values().stream()
                .filter(stay -> stay.principal() instanceof Principal.User user
                        && user.id().equals(id))
                .toList();
    }

    int size() {
        return stays.size();
    }
}
