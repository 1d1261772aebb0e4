package dev.pluginio.transport.socketio;

import dev.pluginio.transport.Arguments;
import dev.pluginio.transport.Audience;
import dev.pluginio.transport.Clearance;
import dev.pluginio.transport.Client;
import dev.pluginio.transport.Room;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A client in a namespace. Every change of its rooms is made here, under its own lock, and told to its event loop in
 * the same step: so each thread sees its own changes at once, and the loop sees changes and emissions in one order.
 */
final class Member implements Client, Stays.Stay {

    /** The halves of its id. */
    private final long idHead;

    private final long idTail;
    private final Space space;
    private final Session session;
    private final Object attachment;
    private Room[] rooms;
    private boolean gone;

    /** The last time it was found as one of an audience; only its event loop looks at it. */
    int lastVisit;

    /** What it owes; null as long as it was never asked for any. Only its event loop looks at it. */
    private @Nullable Answers answers;

    Member(RandomId id, Space space, Session session, Set<Room> rooms, Object attachment) {
        this.idHead = id.head();
        this.idTail = id.tail();
        this.space = space;
        this.session = session;
        this.rooms = Rooms.of(rooms.stream().map(space::shared).collect(Collectors.toSet()));
        this.attachment = attachment;
    }

    @Override
    public String id() {
        return key().text();
    }

    /** Its id, to be found by. */
    RandomId key() {
        return new RandomId(idHead, idTail);
    }

    @Override
    public String namespace() {
        return space.name();
    }

    @Override
    public Object attachment() {
        return attachment;
    }

    @Override
    public synchronized Set<Room> rooms() {
        return gone ? Set.of() : Set.of(rooms);
    }

    @Override
    public synchronized Set<Room> lastRooms() {
        return Set.of(rooms);
    }

    @Override
    public boolean join(Room room) {
        synchronized (this) {
            if (gone || Rooms.contain(rooms, room)) {
                return !gone;
            }
            if (!session.conversation().mayHaveRooms(rooms.length + 1)) {
                return false;
            }
            Room shared = space.shared(room);
            rooms = Rooms.with(rooms, shared);
            space.join(shared, this);
            session.loop().submit(() -> session.loop().share(space).join(shared, this));
        }
        moved(room);
        return true;
    }

    @Override
    public void leave(Room room) {
        synchronized (this) {
            if (gone || !Rooms.contain(rooms, room)) {
                return;
            }
            rooms = Rooms.without(rooms, room);
            space.leave(room, this);
            session.loop().submit(() -> session.loop().share(space).leave(room, this));
        }
        moved(room);
    }

    private void moved(Room room) {
        if (room.kind() == Room.Kind.CUSTOM) {
            session.conversation().moved(this);
        }
    }

    @Override
    public synchronized boolean isPresent() {
        return !gone;
    }

    @Override
    public void send(String event, Arguments arguments) {
        if (isPresent()) {
            Encoded packet = encoded(event, arguments);
            session.loop().submitEmission(() -> session.conversation().send(this, packet));
        }
    }

    @Override
    public void send(String event, Arguments arguments, Clearance needed) {
        if (isPresent()) {
            Encoded packet = encoded(event, arguments);
            session.loop().submitEmission(() -> session.conversation().send(this, packet, needed));
        }
    }

    @Override
    public CompletionStage<List<@Nullable Object>> request(String event, Arguments arguments, Duration timeout) {
        var answer = new CompletableFuture<List<@Nullable Object>>();
        if (isPresent()) {
            session.loop()
                    .submitEmission(
                            () -> session.conversation().request(this, event, arguments, timeout.toMillis(), answer));
        } else {
            answer.completeExceptionally(Answers.gone());
        }
        return answer;
    }

    @Override
    public CompletionStage<Void> drained() {
        var drained = new CompletableFuture<Void>();
        session.loop().submit(() -> session.conversation().await(this, drained));
        return drained;
    }

    @Override
    public void disconnect() {
        if (vanish()) {
            session.loop().submit(() -> session.conversation().dismiss(this, null));
        }
    }

    @Override
    public void disconnect(String event, Arguments arguments) {
        if (vanish()) {
            Encoded last = encoded(event, arguments);
            session.loop().submit(() -> session.conversation().dismiss(this, last));
        }
    }

    @Override
    public void reconnect() {
        if (vanish()) {
            session.loop().submit(() -> session.close("asked to reconnect", Session.Farewell.PLAIN));
        }
    }

    private Encoded encoded(String event, Arguments arguments) {
        return session.conversation().encoded(namespace(), event, arguments);
    }

    /** Lets it appear in its namespace and rooms; on its event loop. */
    synchronized void appear() {
        space.enter(this);
        Share share = session.loop().share(space);
        share.enter(this);
        for (Room room : rooms) {
            space.join(room, this);
            share.join(room, this);
        }
    }

    /**
     * Takes it out of its namespace and all rooms for every thread; its event loop has to follow.
     *
     * @return whether it was still there
     */
    synchronized boolean vanish() {
        if (gone) {
            return false;
        }
        gone = true;
        space.leave(this);
        for (Room room : rooms) {
            space.leave(room, this);
        }
        Room[] left = rooms;
        // at once where that can be: what is still in the loop's mailbox is for it no more
        session.loop().run(() -> session.loop().share(space).exit(left, this));
        return true;
    }

    /** The one of its rooms in which it counts as being in one of these. */
    synchronized @Nullable Room firstOf(Set<Room> some) {
        return Rooms.firstOf(rooms, some);
    }

    /** Whether an audience of its namespace means it. */
    synchronized boolean isOf(Audience audience) {
        return !gone
                && (audience.rooms().isEmpty() || isInOneOf(audience.rooms()))
                && audience.within().stream().allMatch(this::isInOneOf)
                && !isInOneOf(audience.except())
                && (audience.exceptClients().isEmpty()
                        || !audience.exceptClients().contains(id()));
    }

    private boolean isInOneOf(Set<Room> some) {
        return Rooms.firstOf(rooms, some) != null;
    }

    /** What it owes. */
    Answers answers() {
        Answers current = answers == null ? new Answers() : answers;
        answers = current;
        return current;
    }

    /** Whether somebody waited for this answer. */
    boolean answered(long number, List<@Nullable Object> values) {
        return answers != null && answers.arrived(number, values);
    }

    /** It answers nothing any more. */
    void owesNothing() {
        if (answers != null) {
            answers.end();
        }
    }

    @Override
    public Space space() {
        return space;
    }

    Session session() {
        return session;
    }

    /** The one that is asked for first while an object is locked costs it a monitor for good; its id is random anyway. */
    @Override
    public int hashCode() {
        return Long.hashCode(idHead);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public String toString() {
        return "client " + id();
    }
}
