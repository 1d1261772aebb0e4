package dev.pluginio.capture;

import dev.pluginio.log.Announcement;
import dev.pluginio.log.EventLog;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands committed changes to the log in commit order of each entry, although callbacks after a commit do not run in
 * commit order. A transaction draws a ticket for its entries while it holds their row locks, so that the order of
 * tickets is the order of commits; a later ticket of an entry waits until the earlier one was committed and handed on,
 * or given up. No thread ever waits: who ends a ticket hands on what it held up. May be called concurrently; no lock is
 * held while the log is called.
 */
public final class Sequencer {

    /** Runs tasks later, on a thread of the plugin. */
    @FunctionalInterface
    public interface Alarm {
        /** Runs a short task once, not before so much time has passed. */
        void in(Duration delay, Runnable task);
    }

    private static final Logger LOG = LoggerFactory.getLogger(Sequencer.class);

    private final EventLog log;
    private final Duration limit;
    private final Alarm alarm;
    private final CaptureObserver observer;
    private final Object lock = new Object();
    private final Map<EntryKey, Deque<Ticket>> queues = new HashMap<>();
    private final Watches watches = new Watches();
    private final Unheard unheard;

    /**
     * Makes a sequencer.
     *
     * @param log takes the changes
     * @param limit how long a ticket may hold up a later one that was committed
     * @param alarm wakes the sequencer when that time is over
     * @param observer is told of tickets that were overtaken
     */
    public Sequencer(EventLog log, Duration limit, Alarm alarm, CaptureObserver observer) {
        this.log = log;
        this.limit = limit;
        this.alarm = alarm;
        this.observer = observer;
        this.unheard = new Unheard(limit, alarm);
    }

    /** The transactions that draw no ticket because nobody wants to know. */
    public Unheard unheard() {
        return unheard;
    }

    /** Watches the tickets of an entry, from now on until it is closed. */
    public Watch watch(EntryKey key) {
        synchronized (lock) {
            return new Watch(key, watches.begin(key));
        }
    }

    /** Opens the ticket of a transaction, which stands in no queue yet. */
    public Ticket open() {
        return new Ticket();
    }

    /** How many entries have tickets that were not ended. */
    int waitingEntries() {
        synchronized (lock) {
            return queues.size();
        }
    }

    private void handOn(Deque<Ticket> ready) {
        while (!ready.isEmpty()) {
            Ticket ticket = ready.poll();
            append(ticket.announcements);
            synchronized (lock) {
                leave(ticket, ready);
            }
        }
        watches.wake();
    }

    private void append(List<Announcement> transaction) {
        try {
            log.append(transaction);
        } catch (RuntimeException | Error e) {
            LOG.error(
                    "Changes are lost: the log refused some of {}",
                    transaction.stream()
                            .map(announcement -> announcement.change().uid())
                            .toList(),
                    e);
            observer.failed();
        }
    }

    /** Takes a ticket out of its queues; what it held up and can go now is added to {@code ready}. */
    private void leave(Ticket ticket, Deque<Ticket> ready) {
        ticket.state = State.ENDED;
        ticket.announcements = List.of();
        leaveQueues(ticket, ready);
    }

    private void leaveQueues(Ticket ticket, Deque<Ticket> ready) {
        Set<Ticket> heads = new LinkedHashSet<>();
        for (EntryKey key : ticket.keys) {
            Deque<Ticket> queue = queues.get(key);
            if (queue != null && queue.remove(ticket)) {
                if (queue.isEmpty()) {
                    queues.remove(key);
                    watches.quiet(key);
                } else {
                    heads.add(queue.peek());
                }
            }
        }
        ticket.keys = Set.of();
        for (Ticket head : heads) {
            takeIfReady(head, ready);
        }
    }

    private void takeIfReady(Ticket ticket, Deque<Ticket> ready) {
        if (ticket.state == State.COMMITTED && firstBefore(ticket) == null) {
            ticket.state = State.HANDING_ON;
            ready.add(ticket);
        }
    }

    private @Nullable Ticket firstBefore(Ticket ticket) {
        for (EntryKey key : ticket.keys) {
            Deque<Ticket> queue = queues.get(key);
            Ticket head = queue == null ? ticket : queue.peek();
            if (head != null && head != ticket) {
                return head;
            }
        }
        return null;
    }

    private void overtake(Ticket waiting) {
        Deque<Ticket> ready = new ArrayDeque<>();
        int overtaken;
        synchronized (lock) {
            if (waiting.state != State.COMMITTED) {
                return;
            }
            Set<Ticket> open = openBefore(waiting);
            overtaken = open.size();
            for (Ticket ticket : open) {
                leaveQueues(ticket, ready);
            }
            if (open.isEmpty() && waitsForItself(waiting)) {
                overtaken = 1;
                goFirst(waiting);
                takeIfReady(waiting, ready);
            }
        }
        for (int i = 0; i < overtaken; i++) {
            LOG.warn("A transaction held up a later change of the same entry for {} and was overtaken", limit);
            observer.overtaken();
        }
        handOn(ready);
    }

    private Set<Ticket> openBefore(Ticket waiting) {
        Set<Ticket> open = new LinkedHashSet<>();
        for (Ticket ticket : before(waiting)) {
            if (ticket.state == State.OPEN) {
                open.add(ticket);
            }
        }
        return open;
    }

    private Set<Ticket> before(Ticket waiting) {
        Set<Ticket> before = new LinkedHashSet<>();
        for (EntryKey key : waiting.keys) {
            for (Ticket ticket : queues.getOrDefault(key, new ArrayDeque<>(0))) {
                if (ticket == waiting) {
                    break;
                }
                before.add(ticket);
            }
        }
        return before;
    }

    /** Two that drew in several steps without holding locks can hold up each other: nobody would ever go. */
    private boolean waitsForItself(Ticket waiting) {
        Set<Ticket> seen = new LinkedHashSet<>();
        Deque<Ticket> next = new ArrayDeque<>(before(waiting));
        while (!next.isEmpty()) {
            Ticket ticket = next.poll();
            if (ticket.state != State.COMMITTED) {
                return false;
            }
            if (seen.add(ticket)) {
                next.addAll(before(ticket));
            }
        }
        return true;
    }

    private void goFirst(Ticket ticket) {
        for (EntryKey key : ticket.keys) {
            Deque<Ticket> queue = queues.get(key);
            if (queue != null && queue.remove(ticket)) {
                queue.addFirst(ticket);
            }
        }
    }

    private enum State {
        OPEN,
        COMMITTED,
        HANDING_ON,
        ENDED
    }

    /** The place of one transaction. For one thread at a time. */
    public final class Ticket {

        private boolean drew;
        private Set<EntryKey> keys = Set.of();
        private State state = State.OPEN;
        private List<Announcement> announcements = List.of();

        private Ticket() {}

        /** Takes the place behind all who drew for these entries before; entries drawn already keep their place. */
        public void draw(Collection<EntryKey> entries) {
            if (entries.isEmpty()) {
                return;
            }
            drew = true;
            synchronized (lock) {
                if (state != State.OPEN) {
                    return;
                }
                if (keys.isEmpty()) {
                    keys = new LinkedHashSet<>();
                }
                for (EntryKey key : entries) {
                    if (keys.add(key)) {
                        watches.drawn(key);
                        queues.computeIfAbsent(key, k -> new ArrayDeque<>(2)).add(this);
                    }
                }
            }
        }

        /** The transaction was committed: hands on, now or when the earlier ones have ended. Only once. */
        public void committed(List<Announcement> toTell) {
            if (!drew) {
                endAlone(toTell);
                return;
            }
            Deque<Ticket> ready = new ArrayDeque<>(1);
            boolean waits;
            synchronized (lock) {
                if (state != State.OPEN) {
                    return;
                }
                state = State.COMMITTED;
                announcements = List.copyOf(toTell);
                takeIfReady(this, ready);
                waits = ready.isEmpty();
            }
            if (waits) {
                wakeLater();
            }
            handOn(ready);
        }

        /** Nobody knows a ticket that never drew. */
        private void endAlone(List<Announcement> toTell) {
            if (state == State.OPEN) {
                state = State.ENDED;
                append(toTell);
            }
        }

        private void wakeLater() {
            try {
                alarm.in(limit, () -> overtake(this));
            } catch (RejectedExecutionException e) {
                LOG.debug("Stopping: nothing is overtaken any more", e);
            }
        }

        /** The transaction was rolled back or forgotten. Does nothing once it was ended. */
        public void givenUp() {
            if (!drew) {
                state = State.ENDED;
                return;
            }
            Deque<Ticket> ready = new ArrayDeque<>();
            synchronized (lock) {
                if (state != State.OPEN) {
                    return;
                }
                leave(this, ready);
            }
            handOn(ready);
        }
    }

    /**
     * What becomes of the tickets of one entry. What an entry is in the database, while no ticket of it stands and none
     * is drawn, is what was handed on of it: a ticket is drawn before the commit, and ends when it was handed on.
     */
    public final class Watch implements AutoCloseable {

        private final EntryKey key;
        private final Watches.Tally tally;
        private boolean closed;

        private Watch(EntryKey key, Watches.Tally tally) {
            this.key = key;
            this.tally = tally;
        }

        /**
         * Waits until no ticket stands.
         *
         * @return completes with how many were drawn until then; on a thread of the host, perhaps, so that what follows
         *     must be done on another one
         */
        public CompletableFuture<Long> quiet() {
            synchronized (lock) {
                return queues.containsKey(key) ? tally.await() : CompletableFuture.completedFuture(tally.drawn());
            }
        }

        /** How many tickets were drawn since somebody began to watch. */
        public long drawn() {
            synchronized (lock) {
                return tally.drawn();
            }
        }

        @Override
        public void close() {
            synchronized (lock) {
                if (!closed) {
                    closed = true;
                    watches.end(key);
                }
            }
        }
    }
}
