package dev.pluginio.session;

import dev.pluginio.api.access.Grantee;
import java.util.HashSet;
import java.util.Set;

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

    Aftermath(Roster roster, Notices notices, Departures departures) {
        this.roster = roster;
        this.notices = notices;
        this.departures = departures;
    }

    /** A client has another role. */
    void moves(Session session) {
        moved.add(session);
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
