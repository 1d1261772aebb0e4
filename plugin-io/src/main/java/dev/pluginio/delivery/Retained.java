package dev.pluginio.delivery;

import dev.pluginio.log.Journal;
import dev.pluginio.log.Position;
import dev.pluginio.log.Retention;
import dev.pluginio.transport.Audience;
import dev.pluginio.transport.Client;
import dev.pluginio.transport.Emission;
import dev.pluginio.transport.Room;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Messages that are no events of content types and are kept for clients that come back, each at its place among the events,
 * in memory. Confined to the thread that delivers, but for {@link #last} and {@link #reconfigure}.
 */
public final class Retained implements UnaryOperator<Emission> {

    private static final Set<Room> LATE = Set.of(Room.BEHIND);
    private static final int OVERHEAD = 200;

    private static final int RUN = 1 << 20;

    /** How many messages there can be between two events; the rest of a part tells which run of the plugin they are of. */
    private static final int MOST_BETWEEN = RUN - Position.ENDED;

    /** For so many audiences it is known what was forgotten; for all together if there are more. */
    private static final int MOST_AUDIENCES = 200;

    private final Journal journal;
    private final LongSupplier nanoTime;
    private final int first;
    private final NavigableMap<Position, Message> kept = new TreeMap<>();
    private final Map<Audience, Position> forgotten = new HashMap<>();
    private Position forgottenOfAll = Position.NOWHERE;
    private long bytes;
    private volatile Position last = Position.NOWHERE;
    private volatile Retention retention = Retention.NOTHING;

    /** A message that is kept. */
    record Message(Position position, Emission emission, long since) {

        /** Whether a client would have got it if it had been here as it is now. */
        boolean isFor(Client client, Set<Room> its) {
            return emission.audience().means(client.namespace(), client.id(), its);
        }

        private long weight() {
            return OVERHEAD + Shelf.sizeOf(emission.arguments());
        }
    }

    /**
     * Keeps nothing yet.
     *
     * @param journal the events among which messages have their places
     * @param nanoTime a clock that only goes forward
     */
    Retained(Journal journal, LongSupplier nanoTime) {
        this.journal = journal;
        this.nanoTime = nanoTime;
        int run = (int) (nanoTime.getAsLong() >>> 10) & Position.PARTS - RUN; // as good as random
        this.first = run + Position.ENDED;
    }

    /** Keeps so much from now on. */
    public void reconfigure(Retention changed) {
        retention = changed;
    }

    /** The place of the newest message; before all places if there was none. */
    Position last() {
        return last;
    }

    /**
     * Keeps a message.
     *
     * @return what is to be sent of it at once: to whoever is not behind, with its offset; as it is if nothing is kept
     */
    @Override
    public Emission apply(Emission emission) {
        Position place = next();
        if (!retention.isKeeping() || place.part() == first + MOST_BETWEEN) {
            forgetOld();
            forgottenOfAll = retention.isKeeping() ? place : forgottenOfAll;
            return emission;
        }
        last = place;
        byte[] offset = ("\"" + journal.offset(place) + "\"").getBytes(StandardCharsets.UTF_8);
        Message message =
                new Message(place, emission.carrying(emission.arguments().withOffset(offset)), nanoTime.getAsLong());
        kept.put(place, message);
        bytes += message.weight();
        forgetOld();
        return message.emission().to(emission.audience().except(LATE));
    }

    private Position next() {
        Position newest = last.orLater(journal.head());
        return new Position(newest.sequence(), (newest.part() == 0 ? first : newest.part()) + 1);
    }

    /** A place that a client came to; messages before a restart are not known any more, and none after it came before them. */
    Position known(Position place) {
        boolean isKnown = place.part() <= Position.ENDED || place.part() > first && place.part() < first + MOST_BETWEEN;
        return isKnown ? place : new Position(place.sequence()).ended();
    }

    /** Those between two places, in order. */
    Collection<Message> between(Position after, Position before) {
        forgetOld();
        return after.compareTo(before) < 0
                ? kept.subMap(after, false, before, false).values()
                : Set.of();
    }

    /** Whether nothing was forgotten that a client has missed. */
    boolean reaches(Position from, Client client) {
        forgetOld();
        if (forgottenOfAll.isAfter(from)) {
            return false;
        }
        Set<Room> its = client.rooms();
        return forgotten.entrySet().stream()
                .noneMatch(one ->
                        one.getValue().isAfter(from) && one.getKey().means(client.namespace(), client.id(), its));
    }

    private void forgetOld() {
        Retention now = retention;
        long oldest = nanoTime.getAsLong() - now.age().toNanos();
        Map.@Nullable Entry<Position, Message> first = kept.firstEntry();
        while (first != null
                && (kept.size() > now.events() || bytes > now.bytes() || first.getValue().since - oldest < 0)) {
            forget(first.getValue());
            kept.remove(first.getKey());
            first = kept.firstEntry();
        }
    }

    private void forget(Message message) {
        bytes -= message.weight();
        forgotten.put(message.emission().audience(), message.position());
        if (forgotten.size() > MOST_AUDIENCES) {
            forgotten.clear();
            forgottenOfAll = message.position();
        }
    }
}
