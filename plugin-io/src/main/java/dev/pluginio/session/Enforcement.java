package dev.pluginio.session;

import dev.pluginio.access.AccessCache;
import dev.pluginio.access.Difference;
import dev.pluginio.access.Rights;
import dev.pluginio.api.access.AccessChange;
import dev.pluginio.api.access.AccessChange.UserChanged;
import dev.pluginio.api.access.Authenticator;
import dev.pluginio.api.access.Principal;
import dev.pluginio.delivery.Attendance;
import dev.pluginio.delivery.Audiences;
import dev.pluginio.log.EventLog;
import dev.pluginio.transport.Transport;
import java.net.InetAddress;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has changes of rights act on the clients that are in: each keeps its stay, is moved to another role, or is sent away.
 * Thread-safe.
 */
public final class Enforcement {

    private static final Logger LOG = LoggerFactory.getLogger(Enforcement.class);
    private static final long RETRY_MILLIS = 1_000;

    private final Parts parts;
    private final Executor enforcing;
    private final Later later;
    private final Notices notices;
    private final Departures departures;
    private final Reviews reviews;

    private volatile SessionSettings settings = SessionSettings.defaults();
    private final Roster roster = new Roster();
    private final RecentChanges recent = new RecentChanges();
    private final AtomicBoolean isToBeEnforced = new AtomicBoolean();
    private @Nullable Rights told;

    /** As {@link #told}, once the clients that are in have been told. */
    private final ToldRights toldRights;

    private boolean doubtful;

    /**
     * The stages that a change of rights concerns.
     *
     * @param authenticator tells who a user is now
     * @param access what roles and tokens may do
     * @param difference tells whose permissions changed in fact
     * @param attendance is told who is connected
     * @param audiences finds who is to hear, by the rights that hold now
     * @param log between two events of it, clients are moved
     * @param transport takes back what must not be sent any more
     */
    public record Parts(
            Authenticator authenticator,
            AccessCache access,
            Difference difference,
            Attendance attendance,
            Audiences audiences,
            EventLog log,
            Transport transport) {}

    /**
     * Makes the stage.
     *
     * @param parts the stages that a change of rights concerns
     * @param enforcing asks the host, which may block; one task after the other
     * @param timer ends stays in time; must not be held up
     * @param clock tells when credentials are over
     * @param observer sees what happens
     */
    public Enforcement(
            Parts parts, Executor enforcing, ScheduledExecutorService timer, Clock clock, SessionObserver observer) {
        this.parts = parts;
        this.enforcing = enforcing;
        this.later = new Later(timer);
        this.notices = new Notices(parts.transport());
        this.toldRights = new ToldRights(parts.difference(), notices);
        this.departures = new Departures(later, clock, observer, notices);
        this.reviews = new Reviews(parts, departures, this::mayStay);
    }

    /** Who is in. */
    Roster roster() {
        return roster;
    }

    /** Takes the rights that hold now for those that clients know of. May block: the host is asked. */
    public synchronized void start() {
        Rights rights = parts.access().rights();
        told = rights;
        toldRights.are(rights);
        doubtful = !rights.isComplete();
    }

    /** Other settings hold from now on: whoever may not be in a namespace any more is sent away. */
    void reconfigure(SessionSettings changed) {
        settings = changed;
        for (Session session : roster.all()) {
            mayStay(session);
        }
    }

    /** Sends a client away that may not be in its namespace, whatever let it in. */
    boolean mayStay(Session session) {
        Entrance entrance = settings.entrance(session.client().namespace());
        @Nullable InetAddress address = session.address();
        if (!entrance.admits(session.principal())) {
            departures.close(session, Ending.FORBIDDEN);
        } else if (address != null && !entrance.isFor(address)) {
            departures.close(session, Ending.ADDRESS);
        } else {
            return true;
        }
        return false;
    }

    // ---- changes -----------------------------------------------------------------------------------------------

    /**
     * Has a change act. Returns at once.
     *
     * @return completes, on a thread of the transport or the log that must not be held up, when nothing leaves any more
     *     that only the old rights allow; fails if the plugin stops meanwhile
     */
    public CompletionStage<Void> changed(AccessChange change) {
        parts.access().invalidate(change);
        recent.note(change instanceof UserChanged user ? user.id() : null);
        return enforced(change);
    }

    private CompletionStage<Void> enforced(AccessChange change) {
        // on a thread of its own, which no flood of log-ins can keep busy
        try {
            return CompletableFuture.supplyAsync(() -> enforce(change), enforcing)
                    .thenCompose(this::settle)
                    .thenCompose(done -> parts.transport().settled());
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedStage(e); // the plugin stops: the host's own work must not fail for that
        }
    }

    /** Between two events each client is heard of by its new role, and by no other; what was made before is over. */
    private CompletionStage<Void> settle(Aftermath aftermath) {
        return parts.log()
                .<Void>afterAppended(() -> {
                    parts.audiences().reconsider();
                    aftermath.run(toldRights, parts.log().journal().head());
                    return null;
                })
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        aftermath.abandon();
                    }
                });
    }

    private Aftermath enforce(AccessChange change) {
        Aftermath aftermath = new Aftermath(roster, notices, departures);
        if (!(change instanceof UserChanged user)) {
            enforceRights(aftermath);
        } else if (user.cause() == UserChanged.Cause.EDITED) {
            roster.ofUser(user.id()).forEach(session -> reviews.review(session, aftermath));
        } else {
            roster.ofUser(user.id()).forEach(session -> departures.close(session, Ending.of(user.cause())));
        }
        return aftermath;
    }

    /**
     * If the host cannot tell the rights, nobody is sent away, and it is asked again a little later; nothing is sent to
     * anybody whose rights are not known either.
     */
    private synchronized void enforceRights(Aftermath aftermath) {
        Rights rights = parts.access().rights();
        if (!rights.isComplete()) {
            doubtful = true;
            later.run(this::enforceSoon, RETRY_MILLIS);
            return;
        }
        for (Session session : roster.all()) {
            reviews.apply(rights, session, aftermath);
        }
        if (doubtful) {
            aftermath.changes(rights.permissions().keySet()); // some may have missed something meanwhile
        } else if (told != null) {
            aftermath.changes(parts.difference().between(told, rights));
        }
        doubtful = false;
        told = rights;
        aftermath.are(rights);
    }

    // ---- clients that come and go ------------------------------------------------------------------------------

    /** A moment to which {@link #hasOvertaken} compares. */
    long now() {
        return recent.now();
    }

    /** A client's credentials end by themselves some time. */
    void begin(Session session) {
        departures.begin(session);
    }

    /** A client has left. */
    void left(Session session) {
        departures.left(session);
    }

    /** What clients have been told of their rights. */
    ToldRights toldRights() {
        return toldRights;
    }

    /** Has a client connect again by itself, and be asked for its credentials anew. */
    void reconnect(Session session) {
        departures.reconnect(session);
    }

    /** Whether the rights of a client changed while it was being admitted, when it could not yet be found. */
    boolean hasOvertaken(Session session) {
        if (session.principal() instanceof Principal.User user && recent.hasChanged(user.id(), session.since())) {
            return true;
        }
        if (recent.now() > session.since()) {
            enforceSoon();
        }
        return false;
    }

    /** Has the rights of all looked at again, which may block, so not here; once for all who ask meanwhile. */
    private void enforceSoon() {
        if (isToBeEnforced.compareAndSet(false, true)) {
            try {
                enforcing.execute(this::enforceAll);
            } catch (RejectedExecutionException e) {
                LOG.debug("the plugin stops");
            }
        }
    }

    private void enforceAll() {
        isToBeEnforced.set(false);
        try {
            Aftermath aftermath = enforce(new AccessChange.EverythingChanged());
            settle(aftermath);
        } catch (RuntimeException | Error e) {
            LOG.error("The rights of clients that connected during a change could not be looked at", e);
        }
    }
}
