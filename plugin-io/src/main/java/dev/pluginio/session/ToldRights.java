package dev.pluginio.session;

import dev.pluginio.access.Difference;
import dev.pluginio.access.Rights;
import dev.pluginio.api.access.Grantee;
import dev.pluginio.api.access.Permissions;
import dev.pluginio.log.Position;
import dev.pluginio.transport.Room;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The rights of which clients have been told: who comes back and knew others hears of it. Thread-safe. */
final class ToldRights {

    private final Difference difference;
    private final Notices notices;
    private volatile Announced announced = new Announced(null, Map.of());

    /** Null if nobody has been told of any yet. */
    private record Announced(@Nullable Rights rights, Map<Grantee, String> digests) {}

    ToldRights(Difference difference, Notices notices) {
        this.difference = difference;
        this.notices = notices;
    }

    /** All clients that are in know of these now. */
    void are(Rights rights) {
        announced = new Announced(rights, new ConcurrentHashMap<>());
    }

    /** What a client knows of its rights now: if it was here before, what it knew then, until it is told of changes. */
    Known knownTo(Session session, Ticket ticket) {
        @Nullable Stay before = ticket.before();
        if (before != null && !session.account().knowsRights()) {
            return before.known();
        }
        Grantee grantee = session.principal().grantee();
        Announced now = announced;
        return new Known(
                Room.of(grantee),
                now.rights,
                digest(grantee, now),
                session.account().doubted());
    }

    /**
     * What a client knew that had this role or token in another process.
     *
     * @param digest of what it could do; null if nobody knows, which counts as what it can do now
     * @param doubted see {@link Known}
     */
    Known knownBefore(Room grantee, @Nullable String digest, Position doubted) {
        return new Known(grantee, digest == null ? announced.rights : null, digest, doubted);
    }

    /**
     * Tells a client that has come back if it has other rights than those that it knew.
     *
     * @param from where it stands: it was sent nothing yet of what comes after
     */
    void tellChanges(Session session, Known known, Position from) {
        Grantee now = session.principal().grantee();
        boolean isMoved = !Room.of(now).equals(known.grantee());
        boolean haveChanged = isMoved || !from.isAfter(known.doubted()) || haveChanged(now, known);
        if (isMoved) {
            notices.roleChanged(session.client());
        } else if (haveChanged) {
            notices.permissionsChanged(session.client());
        }
        session.account().knowRights();
        if (haveChanged) {
            session.account().isNoticed(from);
            session.kept();
        }
    }

    private boolean haveChanged(Grantee grantee, Known known) {
        Announced now = announced;
        @Nullable Rights before = known.rights();
        if (before == null && known.digest() != null) {
            @Nullable String digest = digest(grantee, now);
            return digest != null && !digest.equals(known.digest()); // who is not known now is told when it is
        }
        return before != now.rights
                && (before == null || now.rights == null || difference.concerns(grantee, before, now.rights));
    }

    private @Nullable String digest(Grantee grantee, Announced now) {
        @Nullable
        Permissions permissions = now.rights == null || !now.rights.isComplete()
                ? null
                : now.rights.permissions().get(grantee);
        return permissions == null ? null : now.digests.computeIfAbsent(grantee, key -> difference.digest(permissions));
    }
}
