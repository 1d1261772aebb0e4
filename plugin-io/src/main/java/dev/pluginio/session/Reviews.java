package dev.pluginio.session;

import dev.pluginio.access.Rights;
import dev.pluginio.api.access.ApiToken;
import dev.pluginio.api.access.Authentication;
import dev.pluginio.api.access.Grantee;
import dev.pluginio.api.access.Principal;
import dev.pluginio.api.access.Role;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out what a change of rights means for one client: it stays who it is, is somebody else now, or has to go. */
final class Reviews {

    private static final Logger LOG = LoggerFactory.getLogger(Reviews.class);

    private final Enforcement.Parts parts;
    private final Departures departures;
    private final Predicate<Session> mayStay;

    /**
     * Makes it.
     *
     * @param mayStay sends away a client that may not be in its namespace
     */
    Reviews(Enforcement.Parts parts, Departures departures, Predicate<Session> mayStay) {
        this.parts = parts;
        this.departures = departures;
        this.mayStay = mayStay;
    }

    /** The rights are other ones now. */
    void apply(Rights rights, Session session, Aftermath aftermath) {
        Principal principal = session.principal();
        Optional<Grantee> now = rights.find(principal.grantee());
        if (now.isEmpty()) {
            if (principal instanceof Principal.User) {
                review(session, aftermath);
            } else {
                departures.close(
                        session,
                        departures.isOver(principal) ? Ending.TOKEN_EXPIRED : Ending.gone(principal.grantee()));
            }
        } else if (!isDescribedAlike(now.get(), principal.grantee())) {
            become(session, describedBy(now.get(), principal), aftermath);
        }
    }

    /** Roles and tokens are the same if they have the same id; their names and ends may change. */
    private static boolean isDescribedAlike(Grantee one, Grantee other) {
        return one.name().equals(other.name())
                && (!(one instanceof ApiToken token)
                        || other instanceof ApiToken old && token.expiresAt().equals(old.expiresAt()));
    }

    private static Principal describedBy(Grantee now, Principal principal) {
        if (now instanceof ApiToken token) {
            return new Principal.Token(token);
        }
        return principal instanceof Principal.User user
                ? new Principal.User(user.id(), user.name(), (Role) now, user.expiresAt())
                : new Principal.Public((Role) now);
    }

    /** Asks the host anew who a client's user is. */
    void review(Session session, Aftermath aftermath) {
        if (!(session.principal() instanceof Principal.User user)) {
            return;
        }
        if (!session.plugin().isEmpty()) {
            departures.reconnect(session); // only its strategy could tell
            return;
        }
        try {
            Authentication now = parts.authenticator().refresh(user);
            if (now instanceof Authentication.Refused refused) {
                departures.close(session, Ending.of(refused));
            } else if (now instanceof Authentication.Admitted admitted) {
                accept(session, user, admitted.principal(), aftermath);
            }
        } catch (RuntimeException | Error e) {
            LOG.error("The host cannot tell who a changed user is now, whose client has to connect again", e);
            departures.reconnect(session);
        }
    }

    private void accept(Session session, Principal.User before, Principal now, Aftermath aftermath) {
        if (!(now instanceof Principal.User user) || !user.id().equals(before.id())) {
            LOG.warn("The host gave somebody else for a changed user, whose client has to connect again");
            departures.reconnect(session);
        } else if (departures.isOver(now)) {
            departures.close(session, Ending.TOKEN_EXPIRED);
        } else if (isGone(now.grantee())) {
            departures.close(session, Ending.ROLE_REMOVED);
        } else {
            become(session, now, aftermath);
        }
    }

    private boolean isGone(Grantee grantee) {
        Rights rights = parts.access().rights();
        return rights.isComplete() && !rights.has(grantee);
    }

    private void become(Session session, Principal now, Aftermath aftermath) {
        if (session.become(now, parts.attendance())) {
            aftermath.moves(session);
        } else {
            session.reviewRooms(); // its role may have another name
        }
        departures.move(session, now.expiresAt());
        boolean unused = mayStay.test(session); // if it may not, it has been sent away
    }
}
