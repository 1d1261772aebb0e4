package dev.pluginio.session;

import dev.pluginio.api.access.Principal;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends the stays of clients: at once, or when their credentials are over. Thread-safe. */
final class Departures {

    private static final Logger LOG = LoggerFactory.getLogger(Departures.class);

    private final Expiries<Session> expiries;
    private final Clock clock;
    private final SessionObserver observer;
    private final Notices notices;

    Departures(Later later, Clock clock, SessionObserver observer, Notices notices) {
        this.expiries = new Expiries<>(later, clock, session -> close(session, Ending.TOKEN_EXPIRED));
        this.clock = clock;
        this.observer = observer;
        this.notices = notices;
    }

    /** A client's credentials end by themselves some time. */
    void begin(Session session) {
        expiries.begin(session, session.principal().expiresAt());
    }

    /** They end at another time than was thought; empty is never. */
    void move(Session session, Optional<Instant> end) {
        expiries.move(session, end);
    }

    /** A client has left: nothing has to end its stay any more. */
    void left(Session session) {
        expiries.cancel(session);
    }

    boolean isOver(Principal principal) {
        return principal.expiresAt().map(end -> !end.isAfter(clock.instant())).orElse(false);
    }

    void close(Session session, Ending ending) {
        LOG.debug("{} ends: {}", session, ending.code());
        session.end();
        observer.expelled();
        notices.close(session.client(), ending);
    }

    /** Has a client connect again by itself, and be asked for its credentials anew. */
    void reconnect(Session session) {
        session.end();
        observer.expelled();
        session.client().reconnect();
    }
}
