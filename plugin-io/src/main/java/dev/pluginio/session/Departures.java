package dev.pluginio.session;

import dev.pluginio.api.access.Principal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends the stays of clients: at once, or when their credentials are over. Thread-safe. */
final class Departures {

    private static final Logger LOG = LoggerFactory.getLogger(Departures.class);
    private static final Duration FURTHEST = Duration.ofDays(36_500);

    private final Later later;
    private final Clock clock;
    private final SessionObserver observer;
    private final Notices notices;

    Departures(Later later, Clock clock, SessionObserver observer, Notices notices) {
        this.later = later;
        this.clock = clock;
        this.observer = observer;
        this.notices = notices;
    }

    /** A client's credentials end by themselves some time. */
    void begin(Session session) {
        session.expiry().beginAt(session.principal().expiresAt(), end -> closeAt(session, end));
    }

    /** They end at another time than was thought; empty is never. */
    void move(Session session, Optional<Instant> end) {
        session.expiry().moveTo(end, moved -> closeAt(session, moved));
    }

    private Future<?> closeAt(Session session, Instant end) {
        Duration left = Duration.between(clock.instant(), end);
        long millis = left.isNegative() ? 0 : left.compareTo(FURTHEST) > 0 ? FURTHEST.toMillis() : left.toMillis();
        return later.run(() -> close(session, Ending.TOKEN_EXPIRED), millis);
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
