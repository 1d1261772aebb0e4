package dev.pluginio.session;

import dev.pluginio.api.access.Authentication;
import dev.pluginio.api.access.Authenticator;
import dev.pluginio.api.access.Principal;
import dev.pluginio.delivery.Attendance;
import dev.pluginio.session.handlers.Handlers;
import dev.pluginio.session.handlers.Lane;
import dev.pluginio.session.handlers.Verdict;
import dev.pluginio.session.recovery.Claim;
import dev.pluginio.session.rooms.RoomRules;
import dev.pluginio.transport.Admission;
import dev.pluginio.transport.Client;
import dev.pluginio.transport.ClientListener;
import dev.pluginio.transport.Handshake;
import dev.pluginio.transport.Room;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Admits clients, puts each into the rooms of its role or token and of its user, and takes what they send to handlers.
 */
public final class Sessions implements ClientListener {

    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
    private static final Admission BUSY = new Admission.Refused(
            "Too many clients are connecting at the moment; try again", Map.of("code", "busy"), true);

    private final Gate gate;
    private final RoomRules rooms;
    private final Handlers handlers;
    private final Enforcement enforcement;
    private final Attendance attendance;
    private final Executor blocking;
    private final SessionObserver observer;
    private final Roster roster;
    private volatile @Nullable Recovery recovery;

    /**
     * Makes the stage.
     *
     * @param settings how clients are admitted
     * @param handlers what other plugins offer
     * @param authenticator tells who a client is
     * @param enforcement has changes of rights act on clients that are in
     * @param attendance is told who is connected
     * @param blocking runs what may block; may reject
     * @param clock tells when credentials are over
     * @param observer sees what happens
     */
    public Sessions(
            SessionSettings settings,
            Handlers handlers,
            Authenticator authenticator,
            Enforcement enforcement,
            Attendance attendance,
            Executor blocking,
            Clock clock,
            SessionObserver observer) {
        this.gate = new Gate(settings, authenticator, handlers, blocking, clock);
        enforcement.reconfigure(settings);
        this.rooms = new RoomRules(settings.rooms());
        this.handlers = handlers;
        this.enforcement = enforcement;
        this.roster = enforcement.roster();
        this.attendance = attendance;
        this.blocking = blocking;
        this.observer = observer;
    }

    /** Lets clients come back as who they were. To be called before the first one comes. */
    public void recoverBy(Recovery means) {
        recovery = means;
    }

    /** Admits clients in another way from now on; those who are in stay, but the rules of rooms count for them too. */
    public void reconfigure(SessionSettings changed) {
        gate.reconfigure(changed);
        enforcement.reconfigure(changed);
        rooms.reconfigure(changed.rooms());
        roster.all().forEach(Session::reviewRooms);
    }

    /** The rules of rooms that hold now. */
    public RoomRules rooms() {
        return rooms;
    }

    @Override
    public CompletionStage<Admission> connecting(Handshake untrusted) {
        long since = enforcement.now();
        @Nullable Recovery means = recovery;
        boolean mayComeBack = means != null && means.isOn();
        Handshake credentials = mayComeBack ? Claim.without(untrusted) : untrusted;
        try {
            return CompletableFuture.supplyAsync(() -> gate.identify(credentials), blocking)
                    .thenCompose(Function.identity())
                    .thenCompose(verdict -> {
                        Admission admission = admit(untrusted, verdict, since);
                        return means != null && mayComeBack && admission instanceof Admission.Admitted admitted
                                ? withTicket(means, untrusted, admitted)
                                : CompletableFuture.completedStage(admission);
                    });
        } catch (RejectedExecutionException e) {
            observer.refused("busy");
            return CompletableFuture.completedFuture(BUSY);
        }
    }

    private Admission admit(Handshake untrusted, Verdict verdict, long since) {
        if (verdict.authentication() instanceof Authentication.Admitted admitted) {
            Session session = new Session(
                    admitted, verdict.plugin(), since, untrusted.remoteAddress().getAddress(), rooms);
            return new Admission.Admitted(roomsOf(session), session);
        }
        Authentication.Refused refused = (Authentication.Refused) verdict.authentication();
        observer.refused(refused.code());
        LOG.debug("A client from {} was refused: {}", untrusted.remoteAddress(), refused.code());
        return new Admission.Refused(
                refused.message(),
                Map.of("code", refused.code()),
                refused.code().equals(Gate.INTERNAL_ERROR));
    }

    private static CompletionStage<Admission> withTicket(
            Recovery means, Handshake untrusted, Admission.Admitted admitted) {
        Session session = (Session) admitted.attachment();
        session.mayComeBack();
        return means.admit(Claim.in(untrusted), untrusted.namespace(), session).thenApply(ticket -> {
            session.account().take(ticket);
            Set<Room> all = new HashSet<>(admitted.rooms());
            all.addAll(ticket.rooms());
            return new Admission.Admitted(all, session, ticket.pass());
        });
    }

    private static Set<Room> roomsOf(Session session) {
        Principal principal = session.principal();
        Set<Room> all = new HashSet<>(session.automaticRooms());
        all.add(Room.of(principal.grantee()));
        if (principal instanceof Principal.User user) {
            all.add(Room.user(user.id()));
        }
        return all;
    }

    @Override
    public boolean looksAtHeaders() {
        return handlers.isFiltering();
    }

    @Override
    public void connected(Client client) {
        Session session = Session.of(client);
        session.enter(client, attendance);
        roster.add(session);
        session.isFound();
        observer.admitted();
        recover((means, ticket) -> means.entered(session, ticket), session);
        if (enforcement.hasOvertaken(session)) {
            enforcement.reconnect(session);
            return;
        }
        if (!enforcement.mayStay(session)) {
            return; // it was let in by settings that were changed meanwhile
        }
        try {
            session.take(handlers.arrived(session, session.predecessor()));
            enforcement.begin(session);
            recover((means, ticket) -> means.begin(session, ticket), session);
        } catch (RuntimeException | Error e) {
            LOG.error("{} must connect again: its stay could not begin", client, e);
            enforcement.reconnect(session); // it would wait for ever for what it missed
        }
    }

    private void recover(BiConsumer<Recovery, Ticket> step, Session session) {
        @Nullable Recovery means = recovery;
        @Nullable Ticket ticket = session.ticket();
        if (means != null && ticket != null) {
            step.accept(means, ticket);
        }
    }

    @Override
    public void missed(Admission.Admitted admitted) {
        Session session = (Session) admitted.attachment();
        recover((means, ticket) -> means.missed(session, ticket), session);
    }

    @Override
    public void moved(Client client) {
        Session.of(client).kept();
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
    public void alive(Client client) {
        Session session = Session.of(client);
        recover((means, ticket) -> means.alive(session), session);
    }

    @Override
    public void disconnected(Client client, String reason) {
        @Nullable Session session = roster.remove(client);
        if (session != null) {
            List<Runnable> afterwards = new ArrayList<>(1);
            recover((means, ticket) -> afterwards.add(means.leaves(session, ticket, reason)), session);
            try {
                leave(session, reason);
            } finally {
                afterwards.forEach(Runnable::run);
            }
        }
    }

    private void leave(Session session, String reason) {
        session.leave(attendance);
        enforcement.left(session);
        @Nullable Lane lane = session.lane();
        if (lane != null) {
            handlers.left(lane, reason);
        }
    }

    /** Closes the connection of every client, so that it connects again by itself and reloads. */
    public void reconnectAll() {
        roster.all().forEach(enforcement::reconnect);
    }

    /** The stay of the client with this socket id; empty if there is none now. */
    public Optional<Session> find(String socketId) {
        return Optional.ofNullable(roster.find(socketId));
    }

    /** How many clients are in now. */
    public int size() {
        return roster.size();
    }
}
