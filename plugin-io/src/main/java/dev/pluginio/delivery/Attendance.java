package dev.pluginio.delivery;

import dev.pluginio.api.access.Grantee;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Which roles and tokens have a client connected. Thread-safe; reading never waits. */
public final class Attendance {

    private final Map<Grantee, Integer> clients = new HashMap<>();
    private volatile Set<Grantee> present = Set.of();

    /** A client of this role or token can be reached from now on. */
    public synchronized void arrived(Grantee grantee) {
        if (clients.merge(grantee, 1, Integer::sum) == 1) {
            present = Set.copyOf(clients.keySet());
        }
    }

    /** A client that had arrived cannot be reached any more. */
    public synchronized void left(Grantee grantee) {
        if (clients.computeIfPresent(grantee, (key, count) -> count == 1 ? null : count - 1) == null) {
            present = Set.copyOf(clients.keySet());
        }
    }

    /** The roles and tokens with at least one client. The same object as long as nothing changed. */
    public Set<Grantee> present() {
        return present;
    }
}
