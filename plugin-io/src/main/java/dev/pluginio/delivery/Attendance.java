package dev.pluginio.delivery;

import dev.pluginio.api.access.Grantee;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Which roles and tokens have a client connected. Thread-safe; reading never waits. */
public final class Attendance {

    private final Map<Grantee, Clients> clients = new HashMap<>();
    private volatile Set<Grantee> present = Set.of();

    /** How many there are of one role or token. */
    private record Clients(Grantee grantee, int number) {
        Clients more(int by) {
            return new Clients(grantee, number + by);
        }
    }

    /**
     * A client of this role or token can be reached from now on.
     *
     * @return the same role or token, as the one object by which others know it
     */
    public synchronized Grantee arrived(Grantee grantee) {
        Clients all = clients.merge(grantee, new Clients(grantee, 1), (known, one) -> known.more(1));
        if (all.number() == 1) {
            present = Set.copyOf(clients.keySet());
        }
        return all.grantee();
    }

    /** A client that had arrived cannot be reached any more. */
    public synchronized void left(Grantee grantee) {
        if (clients.computeIfPresent(grantee, (key, known) -> known.number() == 1 ? null : known.more(-1)) == null) {
            present = Set.copyOf(clients.keySet());
        }
    }

    /** The roles and tokens with at least one client. The same object as long as nothing changed. */
    public Set<Grantee> present() {
        return present;
    }
}
