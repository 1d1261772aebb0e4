package dev.pluginio.log;

import dev.pluginio.api.event.ContentChange;
import dev.pluginio.api.event.ContentEvent;
import dev.pluginio.log.Journal.Kept;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The newest events, in memory: as many as number, bytes and age allow. Thread-safe; nothing here waits for long. */
public final class Ring {

    private final Clock clock;
    private final NavigableMap<Position, Held> held = new TreeMap<>();
    private final Map<Row, ContentChange> newest = new HashMap<>();
    private Retention retention;
    private Position floor;
    private Position last;
    private long bytes;

    private record Held(Kept kept, long weight) {}

    private record Row(String uid, Object id) {
        static Row of(ContentChange change) {
            return new Row(change.uid(), change.entry().id());
        }
    }

    /**
     * Begins with nothing.
     *
     * @param from the place after which it knows everything
     * @param clock tells how old an event is
     */
    public Ring(Retention retention, Position from, Clock clock) {
        this.retention = retention;
        this.floor = from;
        this.last = from;
        this.clock = clock;
    }

    /** Keeps more or less from now on. */
    public synchronized void reconfigure(Retention changed) {
        retention = changed;
        makeRoom();
    }

    /** Whether it keeps anything. */
    public synchronized boolean isKeeping() {
        return retention.isKeeping();
    }

    /**
     * Takes an event, which comes after all others.
     *
     * @param announcement with as much of the change as may be kept; who waits for it is forgotten
     */
    public synchronized void add(Position position, Announcement announcement, ContentEvent event) {
        if (!retention.isKeeping()) {
            gap(position);
            return;
        }
        Kept kept = new Kept(position, announcement, event);
        long weight = Weight.of(event.change());
        held.put(position, new Held(kept, weight));
        bytes += weight;
        last = position;
        if (announcement.source() != Announcement.Source.CALLER) {
            newest.put(Row.of(event.change()), event.change());
        }
        makeRoom();
    }

    /** Something was lost at a place that comes after all others: nobody is led past it. */
    public synchronized void gap(Position position) {
        held.clear();
        newest.clear();
        bytes = 0;
        last = position;
        floor = position;
    }

    /** Forgets the newest event that lacks what is needed, and all before it; who stands after it can be led on. */
    public synchronized void require(Predicate<Announcement> enough) {
        @Nullable Position lacking = null;
        for (Held one : held.descendingMap().values()) {
            if (!enough.test(one.kept().announcement())) {
                lacking = one.kept().position();
                break;
            }
        }
        while (lacking != null && lacking.isAfter(floor)) {
            forgetEldest();
        }
    }

    /** Whether every event after a place is here. */
    public synchronized boolean reaches(Position from) {
        forgetTheOld();
        return from.compareTo(floor) >= 0;
    }

    /** The next events after a place, some at the most; empty if it does not reach there. */
    public synchronized Optional<List<Kept>> after(Position from, int most) {
        if (!reaches(from)) {
            return Optional.empty();
        }
        List<Kept> next = new ArrayList<>(Math.min(most, held.size()));
        for (Held one : held.tailMap(from, false).values()) {
            if (next.size() == most) {
                break;
            }
            next.add(one.kept());
        }
        return Optional.of(next);
    }

    /** The last change that the host made to the same entry; null if none is here. */
    public synchronized @Nullable ContentChange newest(ContentChange change) {
        return newest.get(Row.of(change));
    }

    /** How many events are here. */
    public synchronized int size() {
        return held.size();
    }

    /** How many bytes they roughly take. */
    public synchronized long bytes() {
        return bytes;
    }

    /** Forgets what is too old by now. */
    public synchronized void forgetTheOld() {
        Instant oldest = clock.instant().minus(retention.age());
        while (!held.isEmpty() && eldest().event().at().isBefore(oldest)) {
            forgetEldest();
        }
    }

    /** When the next event will be too old; empty if there is none. */
    public synchronized Optional<Duration> untilTheNextIsOld() {
        return held.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        Duration.between(clock.instant(), eldest().event().at().plus(retention.age())));
    }

    private Kept eldest() {
        return held.firstEntry().getValue().kept();
    }

    private void makeRoom() {
        if (!retention.isKeeping()) {
            gap(last);
            return;
        }
        while (held.size() > retention.events() || bytes > retention.bytes()) {
            forgetEldest();
        }
        forgetTheOld();
    }

    private void forgetEldest() {
        Held gone = held.pollFirstEntry().getValue();
        ContentChange change = gone.kept().event().change();
        bytes -= gone.weight();
        floor = gone.kept().position();
        newest.remove(Row.of(change), change);
    }
}
