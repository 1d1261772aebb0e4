package dev.pluginio.transport.socketio;

import dev.pluginio.transport.TransportObserver;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one client until its carrier can take it: a ring, in which what was taken out of the middle leaves gaps.
 * Confined to the session's event loop.
 */
final class Outbox {

    /** However small they are. */
    static final int MOST_FRAMES = 16_384;

    private static final int FEW = 4;

    /** Of all who have nothing waiting, which is most of them most of the time. */
    private static final @Nullable Frame[] NONE = new Frame[0];

    private final long most;
    private final TransportObserver observer;
    private @Nullable Frame[] ring = NONE; // else its length is a power of two
    private int first;
    private int end;
    private int waiting;
    private int droppable;
    private int newests;
    private long bytes;

    /** Where the one newest of each kind stands; null as long as several may wait. */
    private @Nullable Map<Frame.Newest, Integer> places;

    /**
     * An empty one.
     *
     * @param most how many bytes may wait while the carrier takes none; {@value #MOST_FRAMES} packets at the most
     * @param observer is told what is dropped because something else came
     */
    Outbox(long most, TransportObserver observer) {
        this.most = most;
        this.observer = observer;
    }

    boolean isEmpty() {
        return waiting == 0;
    }

    /** How many packets wait. */
    int size() {
        return waiting;
    }

    /** Whether more waits than may. */
    boolean isOverfull() {
        return bytes > most || waiting > MOST_FRAMES;
    }

    void add(Frame frame) {
        if (end - first == ring.length) {
            makeRoom();
        }
        ring[end & ring.length - 1] = frame;
        takePlace(frame, end++);
        waiting++;
        count(frame, 1);
    }

    /**
     * The carrier takes nothing at the moment: drops what is only for those who can take it at once, and of all that count
     * only as long as they are the newest, the older ones. If there are such, each that is added does the same to the one
     * before, until the queue is empty.
     */
    void thinOut() {
        if (droppable > 0) {
            observer.skipped(drop(Frame::isDroppable));
        }
        if (newests > 0 && places == null) {
            places = new HashMap<>();
            for (int at = first; at != end; at++) {
                Frame frame = ring[at & ring.length - 1];
                if (frame != null) {
                    takePlace(frame, at);
                }
            }
        }
    }

    private void takePlace(Frame frame, int at) {
        if (frame.newest() != null && places != null) {
            Integer older = places.put(frame.newest(), at);
            if (older != null && takeOut(older) != null) {
                observer.coalesced();
            }
        }
    }

    /** Takes out what has waited longest. */
    @Nullable
    Frame next() {
        while (waiting > 0) {
            Frame frame = takeOut(first++);
            if (frame != null) {
                if (waiting == 0) {
                    clear();
                }
                return frame;
            }
        }
        return null;
    }

    private @Nullable Frame takeOut(int at) {
        int index = at & ring.length - 1;
        Frame frame = ring[index];
        if (frame != null) {
            ring[index] = null;
            waiting--;
            count(frame, -1);
            if (places != null && frame.newest() != null) {
                places.remove(frame.newest(), at);
            }
        }
        return frame;
    }

    private void count(Frame frame, int change) {
        bytes += change * (long) frame.size();
        droppable += frame.isDroppable() ? change : 0;
        newests += frame.newest() != null ? change : 0;
    }

    /** Closes the gaps, or takes a larger ring if there are few. */
    private void makeRoom() {
        @Nullable Frame[] old = ring;
        ring = new Frame[Math.max(FEW, waiting > old.length / 2 ? old.length * 2 : old.length)];
        int kept = 0;
        for (int at = first; at != end; at++) {
            Frame frame = old[at & old.length - 1];
            if (frame != null) {
                ring[kept] = frame;
                if (places != null && frame.newest() != null) {
                    places.put(frame.newest(), kept);
                }
                kept++;
            }
        }
        first = 0;
        end = kept;
    }

    void clear() {
        ring = NONE;
        first = 0;
        end = 0;
        waiting = 0;
        droppable = 0;
        newests = 0;
        bytes = 0;
        places = null;
    }

    /** Drops what waits for the client of a namespace; what belongs to other namespaces or to the protocol stays. */
    void withhold(Space space) {
        drop(frame -> frame.isFor(space));
    }

    /** Drops what does not fulfil a condition. */
    void keep(Predicate<Frame> condition) {
        drop(condition.negate());
    }

    private int drop(Predicate<Frame> condition) {
        int before = waiting;
        for (int at = first; at != end; at++) {
            Frame frame = ring[at & ring.length - 1];
            if (frame != null && condition.test(frame)) {
                takeOut(at);
            }
        }
        int dropped = before - waiting;
        if (waiting == 0) {
            clear();
        }
        return dropped;
    }
}
