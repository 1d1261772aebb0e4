package dev.pluginio.session;

import dev.pluginio.api.access.Principal;
import dev.pluginio.transport.Client;
import dev.pluginio.transport.dense.Index;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The stays of the clients that are in now, by socket id. Thread-safe. */
final class Roster {

    private final Index<String, Session> stays =
            new Index<>(session -> session.client().id());

    void add(Session session) {
        stays.add(session);
    }

    @Nullable
    Session remove(Client client) {
        @Nullable Session session = stays.get(client.id());
        // one that came back under the same id may be there already
        return session != null && session.client() == client && stays.remove(session) ? session : null;
    }

    @Nullable
    Session find(String socketId) {
        return stays.get(socketId);
    }

    Collection<Session> all() {
        return stays;
    }

    List<Session> ofUser(String id) {
        return stays.stream()
                .filter(stay -> stay.principal() instanceof Principal.User user
                        && user.id().equals(id))
                .toList();
    }

    int size() {
        return stays.size();
    }
}
