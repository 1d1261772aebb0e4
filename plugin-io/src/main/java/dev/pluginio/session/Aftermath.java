package dev.pluginio.session;

import dev.pluginio.access.Rights;
import dev.pluginio.api.access.Grantee;
import dev.pluginio.log.Position;
import java.util.HashSet;
import java.util.List;
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

    /** The permissions of these changed. */
    void changes(Set<Grantee> grantees) {
        changed = grantees;
    }

    /**
     * Does it, on the thread that delivers.
     *
     * @param head the place of the newest event
     */
    void run(ToldRights told, Position head) {
        for (Session session : moved) {
            if (session.settle()) {
                notices.roleChanged(session.client());
                session.isNoticed(head);
            } else {
                departures.reconnect(session);
            }
        }
        List<Session> concerned = changed.isEmpty()
                ? List.of()
                : roster.all().stream().filter(this::isChanged).toList();
        Set<String> namespaces = new HashSet<>();
        concerned.forEach(session -> namespaces.add(session.client().namespace()));
        notices.permissionsChanged(changed, namespaces);
        if (rights != null) {
            told.are(rights);
        }
        concerned.forEach(session -> session.isNoticed(head));
    }

    private boolean isChanged(Session session) {
        return changed.contains(session.principal().grantee());
    }

    /** Whoever can neither be moved nor told connects again. */
    void abandon() {
        for (Session session : roster.all()) {
            if (moved.contains(session) || isChanged(session)) {
                departures.reconnect(session);
            }
        }
    }
}
