package dev.pluginio.session;

import dev.pluginio.access.AccessCache;
import dev.pluginio.access.Rights;
import dev.pluginio.api.access.AccessChange;
import dev.pluginio.api.access.ApiToken;
import dev.pluginio.api.access.Authentication;
import dev.pluginio.api.access.Authenticator;
import dev.pluginio.api.access.Principal;
import dev.pluginio.delivery.Attendance;
import dev.pluginio.session.handlers.Handlers;
import dev.pluginio.session.handlers.Lane;
import dev.pluginio.session.handlers.Verdict;
import dev.pluginio.transport.Admission;
import dev.pluginio.transport.Client;
import dev.pluginio.transport.ClientListener;
import dev.pluginio.transport.Handshake;
import dev.pluginio.transport.Room;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Admits clients, puts each into the rooms of its role or token and of its user, and makes it leave when its rights end.
 */
public final class Sessions implements ClientListener {

    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
    private static final Admission BUSY = new Admission.Refused(
            "Too many clients are connecting at the moment; try again", Map.of("code", "busy"), true);

    private static final Duration FURTHEST = Duration.ofDays(36_500);

    private final Gate gate;
    private final Handlers handlers;
    private final AccessCache access;
    private final Attendance attendance;
    private final Executor blocking;
    private final Executor enforcing;
    private final ScheduledExecutorService timer;
    private final Clock clock;
    private final SessionObserver observer;

    private final Map<String, Session> sessions = new ConcurrentHashMap<>();
    private final RecentChanges recent = new RecentChanges();
    private final AtomicBoolean isToBeEnforced = new AtomicBoolean();

    /**
     * Makes the stage.
     *
     * @param settings how clients are admitted
     * @param handlers what other plugins offer
     * @param authenticator tells who a client is
     * @param access what roles and tokens may do
     * @param attendance is told who is connected
     * @param blocking runs what may block; may reject
     * @param enforcing asks the host for the rights that hold now, which may block
     * @param timer ends sessions in time; must not be held up
     * @param clock tells when credentials are over
     * @param observer sees what happens
     */
    public Sessions(
            SessionSettings settings,
            Handlers handlers,
            Authenticator authenticator,
            AccessCache access,
            Attendance attendance,
            Executor blocking,
            Executor enforcing,
            ScheduledExecutorService timer,
            Clock clock,
            SessionObserver observer) {
        this.gate = new Gate(settings, authenticator, handlers, clock);
        this.handlers = handlers;
        this.access = access;
        this.attendance = attendance;
        this.blocking = blocking;
        this.enforcing = enforcing;
        this.timer = timer;
        this.clock = clock;
        this.observer = observer;
    }

    /** Admits clients in another way from now on; those who are in stay. */
    public void reconfigure(SessionSettings changed) {
        gate.reconfigure(changed);
    }

    @Override
    public CompletionStage<Admission> connecting(Handshake untrusted) {
        long since = recent.now();
        try {
            return CompletableFuture.supplyAsync(() -> gate.identify(untrusted), blocking)
                    .thenCompose(Function.identity())
                    .thenApply(verdict -> admit(untrusted, verdict, since));
        } catch (RejectedExecutionException e) {
            observer.refused("busy");
            return CompletableFuture.completedFuture(BUSY);
        }
    }

    private Admission admit(Handshake untrusted, Verdict verdict, long since) {
        if (verdict.authentication() instanceof Authentication.Admitted admitted) {
            return new Admission.Admitted(
                    roomsOf(admitted.principal()), new Session(admitted, verdict.plugin(), since));
        }
        Authentication.Refused refused = (Authentication.Refused) verdict.authentication();
        observer.refused(refused.code());
        LOG.debug("A client from {} was refused: {}", untrusted.remoteAddress(), refused.code());
        return new Admission.Refused(
                refused.message(),
                Map.of("code", refused.code()),
                refused.code().equals(Gate.INTERNAL_ERROR));
    }

    private static Set<Room> roomsOf(Principal principal) {
        Set<Room> rooms = new HashSet<>();
        rooms.add(Room.of(principal.grantee()));
        if (principal instanceof Principal.User user) {
            rooms.add(new Room(Room.Kind.USER, user.id()));
        }
        return rooms;
    }

    @Override
    public void connected(Client client) {
        Session session = Session.of(client);
        session.begin(client);
        attendance.arrived(session.principal().grantee());
        sessions.put(client.id(), session);
        observer.admitted();
        if (hasChangedSince(session)) {
            expel(client);
            return;
        }
        session.take(handlers.arrived(client, session::principal, session.plugin(), session.auth()));
        session.expiry().beginAt(session.principal().expiresAt(), end -> expelAt(client, end));
    }

    private Future<?> expelAt(Client client, Instant end) {
        Duration left = Duration.between(clock.instant(), end);
        long millis = left.isNegative() ? 0 : left.compareTo(FURTHEST) > 0 ? FURTHEST.toMillis() : left.toMillis();
        return timer.schedule(() -> expel(client), millis, TimeUnit.MILLISECONDS);
    }

    /** Whether the rights of a client changed while it was being admitted, when it could not yet be found. */
    private boolean hasChangedSince(Session session) {
        if (session.principal() instanceof Principal.User user && recent.hasChanged(user.id(), session.since())) {
            return true;
        }
        if (session.principal() instanceof Principal.Token && recent.now() > session.since()) {
            enforceSoon();
        }
        return false;
    }

    /** Has the rights of all looked at again, which may block, so not here; once for all who ask meanwhile. */
    private void enforceSoon() {
        if (isToBeEnforced.compareAndSet(false, true)) {
            enforcing.execute(this::enforceAll);
        }
    }

    private void enforceAll() {
        isToBeEnforced.set(false);
        try {
            enforce(new AccessChange.EverythingChanged());
        } catch (RuntimeException | Error e) {
            LOG.error("The rights of clients that connected during a change could not be looked at", e);
        }
    }

    @Override
    public void received(
            Client client, String event, List<@Nullable Object> arguments, @Nullable Acknowledgement acknowledgement) {
        @Nullable Lane lane = Session.of(client).lane();
        if (lane == null || !handlers.received(lane, event, arguments, acknowledgement)) {
            observer.unhandled();
            LOG.debug("{} sent an event that nobody handles", client); // ignored, as the official server does
        }
    }

    @Override
    public void disconnected(Client client, String reason) {
        @Nullable Session session = sessions.remove(client.id());
        if (session != null) {
            attendance.left(session.principal().grantee());
            session.expiry().cancel();
            @Nullable Lane lane = session.lane();
            if (lane != null) {
                handlers.left(lane, reason);
            }
        }
    }

    /**
     * Makes those leave whose rights a change has ended: the clients of a changed user, of a token that is no longer
     * valid, of a role that is gone; those of a token whose end was moved leave then. May block: the host is asked for the rights that hold now. If it cannot tell them,
     * nobody is sent away; nothing is sent to anybody whose rights are not known either.
     */
    public void enforce(AccessChange change) {
        if (change instanceof AccessChange.UserChanged user) {
            expelIf(session -> session.principal() instanceof Principal.User known
                    && known.id().equals(user.id()));
        } else {
            Rights rights = access.rights();
            if (rights.isComplete()) {
                expelIf(session -> !rights.has(session.principal().grantee()));
                sessions.values().forEach(session -> {
                    if (rights.find(session.principal().grantee()).orElse(null) instanceof ApiToken token) {
                        session.expiry().moveTo(token.expiresAt(), end -> expelAt(session.client(), end));
                    }
                });
            }
        }
    }

    /** Notes a change at once, for the clients that are just being admitted. */
    public void note(AccessChange change) {
        recent.note(change instanceof AccessChange.UserChanged user ? user.id() : null);
    }

    /** Closes the connection of every client, so that it connects again by itself and reloads. */
    public void reconnectAll() {
        sessions.values().forEach(session -> {
            observer.expelled();
            session.client().reconnect();
        });
    }

    private void expelIf(Predicate<Session> condition) {
        sessions.values().forEach(session -> {
            if (condition.test(session)) {
                expel(session.client());
            }
        });
    }

    private void expel(Client client) {
        observer.expelled();
        client.disconnect();
    }

    /** The stay of the client with this socket id; empty if there is none now. */
    public Optional<Session> find(String socketId) {
        return Optional.ofNullable(sessions.get(socketId));
    }

    /** How many clients are in now. */
    public int size() {
        return sessions.size();
    }
}
