package dev.pluginio.session;

import dev.pluginio.log.Keepsakes;
import dev.pluginio.log.Keepsakes.Keepsake;
import dev.pluginio.log.Position;
import dev.pluginio.session.recovery.Memo;
import dev.pluginio.session.recovery.Memos;
import dev.pluginio.session.recovery.Owner;
import dev.pluginio.session.rooms.Placement;
import dev.pluginio.transport.Client;
import dev.pluginio.transport.Room;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is kept of clients beyond this process, where that is kept. Thread-safe. */
final class Register {

    private final Keepsakes keepsakes;
    private final Belongings.Keeper keeper;
    private final ToldRights told;
    private final Memos memos = new Memos();

    Register(Keepsakes keepsakes, Belongings.Keeper keeper, ToldRights told) {
        this.keepsakes = keepsakes;
        this.keeper = keeper;
        this.told = told;
    }

    boolean isKept() {
        return keepsakes.areKept();
    }

    /**
     * Keeps a client that comes, and whatever it has from then on; completes when it can come back to another process, in
     * bounded time. Who has come back can at once: by what was kept of it before, under the same name.
     */
    CompletionStage<Ticket> enter(Session session, Ticket ticket) {
        if (!isKept()) {
            return CompletableFuture.completedStage(ticket);
        }
        Keepsake keepsake = keepsakes.begin(Memos.name(ticket.pass().pid()), () -> note(session, ticket));
        session.account().keepBy(keepsake);
        CompletionStage<Boolean> kept = keepsake.keep();
        return ticket.before() == null ? kept.thenApply(done -> ticket) : CompletableFuture.completedStage(ticket);
    }

    /** It has left, and may come back; to be called before anything of what it has is taken. */
    void leave(Session session, Ticket ticket) {
        if (isKept()) {
            session.account().keepsake().leave(note(session, ticket));
        }
    }

    /** What an earlier process kept, if it was of the same owner: only once. */
    CompletionStage<Optional<Stay>> recall(String untrustedPid, Owner owner) {
        if (!isKept()) {
            return CompletableFuture.completedStage(Optional.empty());
        }
        Predicate<String> isMine = note ->
                memos.read(note).filter(memo -> memo.owner().equals(owner)).isPresent();
        String name = Memos.name(untrustedPid);
        return keepsakes
                .take(name, isMine)
                .thenApply(note -> note.flatMap(memos::read).map(memo -> stay(name, memo)));
    }

    /** Under which name something is kept; any, where nothing is. */
    String name(String pid) {
        return isKept() ? Memos.name(pid) : "";
    }

    /** Nobody comes back by what is kept under this name. */
    void forget(String name) {
        keepsakes.drop(name);
    }

    private Stay stay(String name, Memo memo) {
        return new Stay(
                name,
                memo.id(),
                new Position(memo.since()).ended(),
                memo.isUntold(),
                new Position(memo.owed()).ended(),
                new Placement.Kept(custom(memo.joined()), custom(memo.given())),
                keeper.recall(memo.possessions()),
                told.knownBefore(memo.grantee(), memo.rights(), new Position(memo.doubted(), Position.PARTS - 1)),
                CompletableFuture.completedStage(null));
    }

    private static Set<Room> custom(Set<String> names) {
        return names.stream().map(Room::custom).collect(Collectors.toUnmodifiableSet());
    }

    private String note(Session session, Ticket ticket) {
        return memos.write(
                session.isSettled(ticket.before() == null) ? present(session, ticket) : coming(session, ticket));
    }

    private Memo present(Session session, Ticket ticket) {
        Client client = session.client();
        return memo(client.id(), session, ticket, session.keptRooms(), keeper.look(session));
    }

    /** As it will be when it has entered. */
    private Memo coming(Session session, Ticket ticket) {
        @Nullable Stay before = ticket.before();
        String id = String.valueOf(ticket.pass().id());
        if (before == null) {
            return memo(id, session, ticket, new Placement.Kept(Set.of(), Set.of()), Memo.Possessions.NONE);
        }
        Set<Room> joined = before.rooms().joined().stream()
                .filter(ticket.rooms()::contains)
                .collect(Collectors.toUnmodifiableSet());
        return memo(
                id,
                session,
                ticket,
                new Placement.Kept(joined, before.rooms().given()),
                before.belongings().inWords());
    }

    private Memo memo(String id, Session session, Ticket ticket, Placement.Kept rooms, Memo.Possessions possessions) {
        Known known = told.knownTo(session, ticket);
        return new Memo(
                id,
                ticket.owner(),
                known.grantee(),
                known.digest(),
                known.doubted().sequence(),
                ticket.since().orLater(session.account().taken()).sequence(),
                Recovery.isUntold(session, ticket),
                (session.account().isHeldBack() ? Position.END : Recovery.owed(session)).sequence(),
                names(rooms.joined()),
                names(rooms.given()),
                possessions);
    }

    private static Set<String> names(Set<Room> rooms) {
        return rooms.stream().map(Room::name).collect(Collectors.toUnmodifiableSet());
    }
}
