package dev.pluginio.session;

import dev.pluginio.api.realtime.SocketInfo;
import dev.pluginio.delivery.CatchUp;
import dev.pluginio.log.Journal;
import dev.pluginio.log.Keepsakes;
import dev.pluginio.log.Position;
import dev.pluginio.session.Ticket.Arrival;
import dev.pluginio.session.handlers.Lane;
import dev.pluginio.session.recovery.Claim;
import dev.pluginio.session.recovery.Owner;
import dev.pluginio.session.recovery.Parking;
import dev.pluginio.session.recovery.RecoverySettings;
import dev.pluginio.session.recovery.Removals;
import dev.pluginio.session.rooms.Placement;
import dev.pluginio.session.rooms.Rulings;
import dev.pluginio.transport.Audience;
import dev.pluginio.transport.Client;
import dev.pluginio.transport.Pass;
import dev.pluginio.transport.Room;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets clients whose connection was lost come back as who they were, in their rooms, and hear what they missed. Who they
 * are, and what they may hear, is decided anew. Thread-safe.
 */
public final class Recovery {

    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    /** Whoever left in one of these ways wanted to, or was sent away. */
    private static final Set<String> FOR_GOOD = Set.of(
            "client namespace disconnect",
            "server namespace disconnect",
            "address may not connect",
            "parse error",
            "limit exceeded");

    private final Parking<Stay> parking;
    private final Parts parts;
    private final Keepsakes keepsakes;
    private final Register register;
    private final SessionObserver observer;
    private final Removals removals = new Removals();

    /**
     * The stages it works with.
     *
     * @param journal what can still be told
     * @param catchUp tells it
     * @param rulings decides about rooms
     * @param keeper keeps what clients have beside rooms
     * @param enforcement knows which rights were told
     */
    public record Parts(
            Journal journal, CatchUp catchUp, Rulings rulings, Belongings.Keeper keeper, Enforcement enforcement) {}

    /**
     * Keeps nothing yet.
     *
     * @param keepsakes outlives this process
     * @param random makes secrets
     * @param nanoTime a clock that only goes forward
     * @param observer sees who comes back
     */
    public Recovery(
            RecoverySettings settings,
            Parts parts,
            Keepsakes keepsakes,
            SecureRandom random,
            LongSupplier nanoTime,
            SessionObserver observer) {
        this.parts = parts;
        this.keepsakes = keepsakes;
        this.register =
                new Register(keepsakes, parts.keeper(), parts.enforcement().toldRights());
        this.observer = observer;
        this.parking = new Parking<>(settings, random, nanoTime, stay -> {
            observer.clientForgotten();
            stay.belongings().drop();
            this.register.forget(stay.name());
        });
        keepLong(settings);
    }

    private void keepLong(RecoverySettings settings) {
        // those that an earlier process knew beside our own, which are let go one by one
        int most = settings.enabled() ? (int) Math.min(Integer.MAX_VALUE, 2L * settings.maxSessions()) : 0;
        keepsakes.reconfigure(settings.maxDisconnectionDuration(), most);
    }

    /** Goes by other settings from now on. */
    public void reconfigure(RecoverySettings changed) {
        parking.reconfigure(changed);
        keepLong(changed);
    }

    /** Forgets those that were away for too long; to be called from time to time. Never waits. */
    public void sweep() {
        parking.sweep();
    }

    /** Of how many clients that are away something is kept. */
    public int size() {
        return parking.size();
    }

    /**
     * Takes a client out of a custom room that is not there: if it comes back, it is without.
     *
     * @return whether it is known to be away
     */
    public boolean leave(String socketId, Room room) {
        if (isOn()) {
            removals.leave(socketId, room);
        }
        return isAway(socketId);
    }

    /**
     * Ends the stay of a client that is not there, if it comes back.
     *
     * @param goodbye ends it, when it can be told why
     * @return whether it is known to be away
     */
    public boolean end(String socketId, Consumer<Client> goodbye) {
        if (isOn()) {
            removals.end(socketId, goodbye);
        }
        return isAway(socketId);
    }

    /** If it is, another process knows it no more, which would not know what was taken from it. */
    private boolean isAway(String socketId) {
        Optional<Stay> away = parking.find(stay -> stay.id().equals(socketId));
        away.ifPresent(stay -> register.forget(stay.name()));
        return away.isPresent();
    }

    boolean isOn() {
        return parking.isOpen();
    }

    /**
     * Decides as whom a client comes that was authenticated.
     *
     * @return completes in bounded time, never with an error; on any thread
     */
    CompletionStage<Ticket> admit(Optional<Claim> untrusted, String namespace, Session session) {
        Owner owner = Owner.of(namespace, session.plugin(), session.principal());
        if (untrusted.isEmpty()) {
            return register.enter(session, fresh(owner, Arrival.NEW));
        }
        Claim claim = untrusted.get();
        return parking.claim(claim.pid(), owner, () -> register.recall(claim.pid(), owner))
                .thenCompose(found -> found.isPresent()
                        ? back(claim, found.get(), owner, session)
                        : CompletableFuture.completedStage(fresh(owner, Arrival.LOST)))
                .thenCompose(ticket -> register.enter(session, ticket));
    }

    private CompletionStage<Ticket> back(Claim claim, Stay parked, Owner owner, Session session) {
        Stay stay = parked.without(removals.of(parked.id()).rooms());
        @Nullable Position from = placeOf(claim, stay);
        if (from == null || isContentTold(owner.namespace()) && !parts.journal().reaches(from)) {
            return CompletableFuture.completedStage(lost(claim, stay, owner));
        }
        SocketInfo client = new SocketInfo(stay.id(), owner.namespace(), session.principal(), Set.of());
        return parts.rulings()
                .readmit(client, stay.rooms(), session.placement())
                .thenApply(custom -> custom.isPresent()
                        ? restored(claim, stay, owner, from, custom.get())
                        : lost(claim, stay, owner));
    }

    /** It begins anew, and knows that. */
    private Ticket lost(Claim claim, Stay stay, Owner owner) {
        stay.belongings().drop();
        parking.forget(claim.pid());
        register.forget(stay.name());
        return fresh(owner, Arrival.LOST);
    }

    private static Ticket restored(Claim claim, Stay stay, Owner owner, Position from, Set<Room> custom) {
        Set<Room> rooms = new HashSet<>(custom);
        rooms.addAll(stay.belongings().rooms());
        rooms.add(Room.BEHIND);
        Arrival arrival = knowsAll(stay, from) ? Arrival.BACK : Arrival.UNTOLD;
        return new Ticket(arrival, new Pass(claim.pid(), stay.id()), owner, from, rooms, stay);
    }

    private static boolean isContentTold(String namespace) {
        return namespace.equals(Audience.ROOT);
    }

    private Ticket fresh(Owner owner, Arrival arrival) {
        Set<Room> rooms = arrival == Arrival.NEW ? Set.of() : Set.of(Room.BEHIND);
        Pass pass = new Pass(parking.newPid(), register.isKept() ? parking.newPid() : null);
        return new Ticket(arrival, pass, owner, parts.catchUp().head(), rooms, null);
    }

    /** The offset that a client tells, unless it began later than that; null if it tells none that can be. */
    private @Nullable Position placeOf(Claim claim, Stay stay) {
        if (claim.offset() == null) {
            return stay.since();
        }
        return claim.offset() instanceof String offset
                ? parts.catchUp()
                        .find(offset)
                        .map(place -> later(place, stay.since()))
                        .orElse(null)
                : null;
    }

    /** Its own offset, where both are the same event: it may not have been told that the event's transaction is over. */
    private static Position later(Position own, Position since) {
        return own.ended().equals(since) ? own : since.orLater(own);
    }

    /** What it has had since it was to be told to reload, or was owed something, came after that. */
    private static boolean knowsAll(Stay stay, Position from) {
        return (!stay.isUntold() || from.isAfter(stay.since())) && from.isAfter(stay.owed());
    }

    /** The client had gone before it was let in: it may try again. */
    void missed(Session session, Ticket ticket) {
        if (ticket.before() == null) {
            session.account().keepsake().drop();
        } else {
            register.leave(session, ticket);
            parking.park(ticket.pass().pid(), ticket.owner(), ticket.before());
        }
    }

    /** The client has got everything that was sent to it before the last time that this was called. */
    void alive(Session session) {
        session.isAlive(parts.catchUp().head());
    }

    /** The client is in its rooms, and can be found. */
    void entered(Session session, Ticket ticket) {
        parking.arrived(ticket.pass().pid(), ticket.owner(), session.client()::reconnect);
        if (ticket.before() != null) {
            ticket.before().belongings().giveTo(session);
            session.account().settle();
            removals.take(session.client().id()).from(session.client());
            session.kept(); // somebody may have put it into a room meanwhile
        }
    }

    /** The client stays: it hears what it missed, and then what is new. */
    void begin(Session session, Ticket ticket) {
        Client client = session.client();
        if (ticket.before() != null) {
            parts.enforcement()
                    .toldRights()
                    .tellChanges(session, ticket.before().known(), ticket.since());
        }
        switch (ticket.arrival()) {
            case NEW -> LOG.trace("{} is new", client);
            case BACK -> {
                observer.recovered();
                parts.catchUp().begin(client, ticket.since());
            }
            case UNTOLD -> {
                observer.recovered();
                parts.catchUp().reload(client, ticket.since(), CatchUp.Reason.GONE);
            }
            case LOST -> {
                observer.unrecovered();
                parts.catchUp().reload(client, ticket.since(), CatchUp.Reason.GONE);
            }
        }
    }

    /**
     * The client is leaving; to be called before what it has is given up.
     *
     * @return what is to be done when it has: then it may be back at once, under the same socket id
     */
    Runnable leaves(Session session, Ticket ticket, String reason) {
        String pid = ticket.pass().pid();
        if (FOR_GOOD.contains(reason) || !isOn()) {
            session.account().keepsake().drop();
            return () -> parking.forget(pid);
        }
        register.leave(session, ticket);
        Client client = session.client();
        Placement.Kept rooms = session.keptRooms();
        Belongings belongings = parts.keeper().take(session);
        Known known = parts.enforcement().toldRights().knownTo(session, ticket);
        @Nullable Lane lane = session.lane();
        Stay stay = new Stay(
                register.name(pid),
                client.id(),
                ticket.since().orLater(session.account().taken()),
                isUntold(session, ticket),
                owed(session),
                rooms,
                belongings,
                known,
                lane == null ? CompletableFuture.completedStage(null) : lane.over());
        return () -> parking.park(pid, ticket.owner(), stay);
    }

    /** Whether it may not know that it has to reload. */
    static boolean isUntold(Session session, Ticket ticket) {
        return (ticket.arrival() == Arrival.LOST || ticket.arrival() == Arrival.UNTOLD)
                && session.account().taken().equals(Position.NOWHERE);
    }

    /** Up to which place its offset does not tell what it has had. */
    static Position owed(Session session) {
        Account account = session.account();
        return account.owed().isAfter(account.taken()) ? account.owed() : Position.NOWHERE;
    }
}
