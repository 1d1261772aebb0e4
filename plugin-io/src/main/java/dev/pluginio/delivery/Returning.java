package dev.pluginio.delivery;

import dev.pluginio.delivery.CatchUp.Outcome;
import dev.pluginio.delivery.CatchUp.Reason;
import dev.pluginio.delivery.Retained.Message;
import dev.pluginio.log.Journal.Kept;
import dev.pluginio.log.Position;
import dev.pluginio.transport.Client;
import dev.pluginio.transport.Room;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** How far one client has caught up. Used by one thread at a time: the one that delivers, but for what is read ahead. */
final class Returning {

    private final Client client;
    private final @Nullable Reason lost;
    private final boolean asked;
    private final Set<String> types;
    private final CompletableFuture<Optional<Outcome>> over = new CompletableFuture<>();
    private volatile Position cursor;
    private volatile @Nullable Page page;
    private Position since = Position.NOWHERE;
    private Position had = Position.NOWHERE;
    private @Nullable String transaction;
    private boolean begun;
    private int events;
    private long bytes;

    /**
     * What comes next.
     *
     * @param events empty if they are not kept any more
     * @param isOfThisTurn whether nothing can have come since it was read
     */
    record Page(Optional<List<Kept>> events, boolean isOfThisTurn) {}

    private Returning(Client client, Position from, @Nullable Reason lost, boolean asked, Set<String> types) {
        this.client = client;
        this.cursor = from;
        this.lost = lost;
        this.asked = asked;
        this.types = Set.copyOf(types);
    }

    /** One that was behind when it was admitted. */
    static Returning from(Client client, Position from) {
        return new Returning(client, from, null, false, Set.of());
    }

    /** One of which it is known that it cannot catch up; it hears messages from a place on. */
    static Returning lost(Client client, Position from, Reason reason) {
        return new Returning(client, from, reason, false, Set.of());
    }

    /** One that hears what is new, and asks for what was before. */
    static Returning wish(Client client, Position from, Set<String> types) {
        return new Returning(client, from, null, true, types);
    }

    Client client() {
        return client;
    }

    /** Why it cannot catch up; null if it can be tried. */
    @Nullable
    Reason lost() {
        return lost;
    }

    /** Completes when it hears what is new again, or has gone; empty if nothing was done for it. */
    CompletableFuture<Optional<Outcome>> over() {
        return over;
    }

    boolean isNew() {
        return !begun;
    }

    /**
     * Begins. One that hears what is new hears nothing of it for a while.
     *
     * @param head how far everybody else has come
     * @param mayLackAnEnd whether it may have been told a part of a transaction only: then it begins with the event at
     *     which it stands, to learn of which transaction that is
     * @return false if it cannot begin, because it is behind already
     */
    boolean starts(Position head, boolean mayLackAnEnd) {
        begun = true;
        since = head;
        if (mayLackAnEnd && cursor.isOfEvent() && cursor.isAfter(Position.BEGINNING)) {
            had = cursor;
            cursor = cursor.before();
        }
        return !asked || !client.rooms().contains(Room.BEHIND) && client.join(Room.BEHIND);
    }

    Position cursor() {
        return cursor;
    }

    void cameTo(Position place) {
        cursor = place;
    }

    void found(Page next) {
        page = next;
    }

    @Nullable
    Page takePage() {
        Page taken = page;
        page = null;
        return taken;
    }

    /** Whether it need not be given an event, at which it stood. */
    boolean hasHad(Kept kept) {
        return !kept.position().isAfter(had);
    }

    /** The transaction of which it has something, and does not know that it is all; null if there is none. */
    @Nullable
    String transaction() {
        return transaction;
    }

    /** What it has been given last is of this transaction; null for none. */
    void isIn(@Nullable String its) {
        transaction = its;
    }

    /** Whether it wants to have an event that it may hear of: what came since it began it would have had anyway. */
    boolean wants(Kept kept) {
        return types.isEmpty()
                || kept.position().isAfter(since)
                || types.contains(kept.event().change().uid());
    }

    /** Whether it wants to have the messages that it may hear of. */
    boolean wantsMessages() {
        return types.isEmpty();
    }

    /** Whether it wants to have a message, if that is for it. */
    boolean wants(Message message) {
        return types.isEmpty() || message.position().isAfter(since);
    }

    /** Whether it is given what it could hear when it was told. */
    boolean isAgain(Position place) {
        return asked && !place.isAfter(since);
    }

    /** It is given no events any more; what was said since it began is for it all the same. */
    void givesUp() {
        transaction = null;
        if (cursor.equals(Position.NOWHERE)) {
            cursor = since;
        }
    }

    /** Of these content types, those of which it asked. */
    List<String> typesOf(List<String> all) {
        return types.isEmpty() ? all : all.stream().filter(types::contains).toList();
    }

    void given(int moreEvents, long moreBytes) {
        events += moreEvents;
        bytes += moreBytes;
    }

    int events() {
        return events;
    }

    long bytes() {
        return bytes;
    }
}
