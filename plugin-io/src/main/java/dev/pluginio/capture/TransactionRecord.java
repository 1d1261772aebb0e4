package dev.pluginio.capture;

import dev.pluginio.log.Announcement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One transaction of the host, from its first change to its end: holds the ticket, and what was asked for in it.
 * {@link #announce} may be called on any thread; the rest on the transaction's own. Nothing is thrown.
 */
public final class TransactionRecord implements HostTransaction {

    private final CaptureParts parts;
    private final Sequencer.Ticket ticket;
    private final Object lock = new Object();
    private List<Announcement> asked = List.of();
    private volatile boolean ended;

    /** Opens the record. */
    public TransactionRecord(CaptureParts parts) {
        this.parts = parts;
        this.ticket = parts.sequencer().open();
    }

    @Override
    public boolean announce(Announcement announcement) {
        synchronized (lock) {
            if (ended) {
                return false;
            }
            if (asked.isEmpty()) {
                asked = new ArrayList<>(2);
            }
            return asked.add(announcement);
        }
    }

    /** Takes the place in the order of these entries' changes; to be called while their locks are held. */
    public void draw(Collection<EntryKey> entries) {
        ticket.draw(entries);
    }

    /** Tells whether the transaction has ended. */
    public boolean hasEnded() {
        return ended;
    }

    /** Hands on after the commit. Does nothing once the record was ended. */
    public void committed(List<Telling> captured) {
        committed(true, () -> captured, UnaryOperator.identity());
    }

    /**
     * Hands on after the commit. Does nothing once the record was ended.
     *
     * @param isTold whether anything is told of what was captured; if not, it matters only to what was asked for
     * @param captured what was captured; called if it matters
     * @param placed finds where something was written down
     */
    public void committed(boolean isTold, Supplier<List<Telling>> captured, UnaryOperator<Announcement> placed) {
        List<Announcement> requests = end();
        if (requests == null) {
            return;
        }
        List<Announcement> all = isTold || !requests.isEmpty()
                ? Announcements.of(captured.get(), requests, parts.interest())
                : List.of();
        ticket.committed(all.stream().map(placed).toList());
        parts.observer().committed(all.size());
    }

    /**
     * Forgets everything, after a rollback or because the transaction was left behind. Does nothing once the record was
     * ended.
     *
     * @param changes how many captured changes are forgotten with it
     */
    public void forgotten(int changes) {
        List<Announcement> requests = end();
        if (requests == null) {
            return;
        }
        ticket.givenUp();
        requests.forEach(Announcements::takeBack);
        parts.observer().forgotten(changes + requests.size());
    }

    /** What was asked for in it so far. */
    public List<Announcement> asked() {
        synchronized (lock) {
            return List.copyOf(asked);
        }
    }

    private @Nullable List<Announcement> end() {
        synchronized (lock) {
            if (ended) {
                return null;
            }
            ended = true;
            List<Announcement> requests = asked;
            asked = List.of();
            return requests;
        }
    }
}
