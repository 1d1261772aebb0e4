package dev.pluginio.session;

import dev.pluginio.api.access.Authentication;
import dev.pluginio.api.access.Grantee;
import dev.pluginio.api.access.Principal;
import dev.pluginio.api.access.Role;
import dev.pluginio.delivery.Attendance;
import dev.pluginio.delivery.Attendee;
import dev.pluginio.log.Position;
import dev.pluginio.session.handlers.Caller;
import dev.pluginio.session.handlers.Lane;
import dev.pluginio.session.rooms.Occupant;
import dev.pluginio.session.rooms.Placement;
import dev.pluginio.session.rooms.RoomRules;
import dev.pluginio.transport.Client;
import dev.pluginio.transport.Room;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One client's stay in a namespace, from its admission on. Thread-safe. */
public final class Session extends Expiries.Expiry implements Occupant, Attendee, Caller {

    /** In the place of what is to be done when it has left, when it has. */
    private static final List<Runnable> LEFT = List.of();

    private final Map<String, @Nullable Object> auth;
    private final String plugin;
    private final long since;
    private final @Nullable InetAddress address;

    /** Most share that of those who are nowhere. */
    private volatile Placement placement;

    /** What is to be done when it has left; null for nothing, as with most. */
    private @Nullable List<Runnable> afterwards;

    private volatile Principal principal;
    private volatile @Nullable Client client;
    private volatile @Nullable Lane lane;
    private boolean present;
    private volatile boolean ended;

    /** Null where clients may not come back. */
    private volatile @Nullable Account account;

    Session(
            Authentication.Admitted admitted,
            String plugin,
            long since,
            @Nullable InetAddress address,
            RoomRules rooms) {
        this.principal = admitted.principal();
        this.auth = admitted.auth();
        this.plugin = plugin;
        this.since = since;
        this.address = address;
        this.placement = rooms.nowhere();
    }

    static Session of(Client client) {
        return (Session) client.attachment();
    }

    /**
     * Who it is for the transport.
     *
     * @throws IllegalStateException if it was admitted but has not entered yet
     */
    @Override
    public Client client() {
        Client entered = client;
        if (entered == null) {
            throw new IllegalStateException("the client has not entered yet");
        }
        return entered;
    }

    /** Who it is for the host, at this moment: a user may be given another role meanwhile. */
    @Override
    public Principal principal() {
        return principal;
    }

    @Override
    public Optional<Grantee> hearsBy() {
        return ended ? Optional.empty() : Optional.of(principal.grantee());
    }

    /** It may come back: from now on it is noted what it has had. To be called before it is decided how it has come. */
    void mayComeBack() {
        account = new Account();
    }

    @Override
    public void isOwed(Position upTo) {
        Account known = account;
        if (known != null) {
            known.owe(upTo);
        }
    }

    /**
     * Something is about to be kept back from it: if this process dies meanwhile, its offset tells nothing.
     *
     * @return completes in bounded time, never with an error, when that is kept where it outlives this process
     */
    public CompletionStage<Boolean> holdsBack() {
        return hold(1);
    }

    /** Nothing is kept back for that any more. */
    public void hasGivenAll() {
        hold(-1);
    }

    private CompletionStage<Boolean> hold(int change) {
        Account known = account;
        if (known != null) {
            known.hold(change);
        }
        return kept();
    }

    /** It has other rights, and has been told so, on the thread that delivers. */
    void isNoticed(Position head) {
        Account known = account;
        if (known != null) {
            known.isNoticed(head);
            kept();
        }
    }

    /**
     * What it has had and is owed, and by what it may come back.
     *
     * @throws IllegalStateException if it may not come back
     */
    Account account() {
        Account known = account;
        if (known == null) {
            throw new IllegalStateException("a client that may not come back");
        }
        return known;
    }

    /**
     * It has got everything that was sent to it before the last time that this was told.
     *
     * @param head how far events had been handed on by now
     */
    void isAlive(Position head) {
        account().isAlive(head, !client().rooms().contains(Room.BEHIND));
    }

    /** Where its events go; null until it has entered, and if it was sent away at once. */
    public @Nullable Lane lane() {
        return lane;
    }

    @Override
    public synchronized Placement placement() {
        placement = placement.own();
        return placement;
    }

    /** The custom rooms that rules put it into from the first moment. */
    Set<Room> automaticRooms() {
        return placement.concerns(principal) ? placement().begin(principal) : Set.of();
    }

    /** The custom rooms that it is in, or was in to the last. */
    Placement.Kept keptRooms() {
        return placement.keep(client().lastRooms());
    }

    /** It can be found by all that changes rights and rules from now on. */
    synchronized void isFound() {
        if (present && placement.concerns(principal)) {
            placement().entered(client(), principal);
        }
    }

    /** The rules of rooms have changed. */
    synchronized void reviewRooms() {
        reviewRooms(false);
    }

    private void reviewRooms(boolean isSomebodyElse) {
        if (present && placement.concerns(principal)) {
            placement().review(client(), principal, isSomebodyElse);
        }
    }

    @Override
    public Map<String, @Nullable Object> auth() {
        return auth;
    }

    @Override
    public String plugin() {
        return plugin;
    }

    /** The state of {@link RecentChanges} when its admission began. */
    long since() {
        return since;
    }

    /** Where the client is, as it was when it was admitted; null if that is not known. */
    @Nullable
    InetAddress address() {
        return address;
    }

    /** How it has come, and by what it may come back; null if it may not. Settled before it enters. */
    @Nullable
    Ticket ticket() {
        Account known = account;
        return known == null ? null : known.ticket();
    }

    /** Completes when everybody has heard that it had left, if it was here before. */
    CompletionStage<?> predecessor() {
        Ticket known = ticket();
        return known == null || known.before() == null
                ? CompletableFuture.completedStage(null)
                : known.before().farewell();
    }

    @Override
    public CompletionStage<Boolean> kept() {
        Account known = account;
        return known == null
                ? CompletableFuture.completedStage(false)
                : known.keepsake().keep();
    }

    /** Whether it has all that it is to have: one that is new has, when it has entered. */
    boolean isSettled(boolean isNew) {
        return account().isSettled() || isNew && client != null;
    }

    /** Has something done when the client has left; at once if it has. */
    public void whenLeft(Runnable task) {
        synchronized (this) {
            if (afterwards != LEFT) {
                List<Runnable> all = afterwards == null ? new ArrayList<>(1) : afterwards;
                all.add(task);
                afterwards = all;
                return;
            }
        }
        task.run();
    }

    void take(Lane own) {
        lane = own;
    }

    /** The client is in its rooms. */
    synchronized void enter(Client entered, Attendance attendance) {
        client = entered;
        present = true;
        principal = as(attendance.arrived(principal.grantee()), principal);
    }

    /** Users have few roles, and many the same: they hold one object. */
    private static Principal as(Grantee known, Principal principal) {
        return principal instanceof Principal.User user
                        && known instanceof Role role
                        && role.name().equals(user.role().name())
                ? new Principal.User(user.id(), user.name(), role, user.expiresAt())
                : principal;
    }

    /** The client has left. */
    void leave(Attendance attendance) {
        List<Runnable> tasks;
        synchronized (this) {
            ended = true;
            if (present) {
                present = false;
                attendance.left(principal.grantee());
            }
            tasks = afterwards == null ? List.of() : afterwards;
            afterwards = LEFT;
        }
        tasks.forEach(Runnable::run);
    }

    /** Its rights are over. */
    void end() {
        ended = true;
    }

    /**
     * Has it be somebody else from now on. If that is with another role, the client leaves the room of the old one at
     * once; it is in no such room until {@link #settle}.
     *
     * @return whether it has another role
     */
    synchronized boolean become(Principal next, Attendance attendance) {
        Grantee before = principal.grantee();
        principal = next;
        if (!present || before.equals(next.grantee())) {
            return false;
        }
        principal = as(attendance.arrived(next.grantee()), next);
        attendance.left(before);
        client().leave(Room.of(before));
        return true;
    }

    /**
     * Puts it into the rooms of the role it has now.
     *
     * @return false if it is here but in as many rooms as it may be
     */
    synchronized boolean settle() {
        reviewRooms(true);
        return !present || client().join(Room.of(principal.grantee())) || !client().isPresent();
    }

    @Override
    public String toString() {
        return "stay of " + client;
    }
}
