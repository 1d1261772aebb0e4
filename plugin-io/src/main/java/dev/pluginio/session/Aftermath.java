package dev.pluginio.session;

import dev.pluginio.access.Rights;
import dev.pluginio.api.access.Grantee;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is left to do of a change of rights when nobody is being delivered to: who is to be moved, who is to be told, and
 * where. For one change.
 */
final class Aftermath {

    private final Roster roster;
    private final Notices notices;
    private final Departures departures;
    private final Set<Session> moved = new HashSet<>();
    private Set<Grantee> changed = Set.of();
    private @Nullable Rights rights;

    Aftermath(Roster roster, Notices notices, Departures departures) {
        this.roster = roster;
        this.notices = notices;
        this.departures = departures;
    }

    /** A client has another role. */
    void moves(Session session) {
        moved.add(session);
    }

    /** These rights hold now. */
    void are(Rights now) {
        rights = now;
    }

    /** The rights that clients know of when it is done; null if these are the ones that they knew before. */
    @Nullable
    Rights rights() {
        return rights;
    }

    /** The permissions of these changed. */
    void changes(Set<Grantee> grantees) {
        changed = grantees;
    }

    /** Does it, on the thread that delivers. */
    void run() {
        for (Session session : moved) {
            if (session.settle()) {
                notices.roleChanged(session.client());
            } else {
                departures.reconnect(session);
            }
        }
        if (!changed.isEmpty()) {
            Set<String> namespaces = new HashSet<>();
            for (Session session : roster.all()) {
                if (changed.contains(session.principal().grantee())) {
                    namespaces.add(session.client().namespace());
                }
            }
            notices.permissionsChanged(changed, namespaces);
        }
    }

    /** Whoever can neither be moved nor told connects again. */
    void abandon() {
        for (Session session : roster.all()) {
            if (moved.contains(session) || changed.contains(session.principal().grantee())) {
                departures.reconnect(session);
            }
        }
    }
}
