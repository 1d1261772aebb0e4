package dev.pluginio.log.jpa;

import dev.pluginio.api.event.ContentEvent;
import dev.pluginio.log.Announcement;
import dev.pluginio.log.Backlog.Item;
import dev.pluginio.log.EventLog.Reader;
import dev.pluginio.log.LogObserver;
import dev.pluginio.log.Outbox;
import dev.pluginio.log.Position;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives what happened its places in the order, all that comes together in one small transaction, and then hands it on.
 * Confined to the log's thread.
 */
final class Teller {

    /** How many it is given at once, but for transactions that are larger. */
    static final int MOST = 256;

    private static final Logger LOG = LoggerFactory.getLogger(Teller.class);
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final Store store;
    private final JpaOutbox outbox;
    private final JpaJournal journal;
    private final Clock clock;
    private final LogObserver observer;
    private final LongSupplier lost;
    private final Reader reader;
    private long last;
    private long known;
    private boolean isSetBack;

    /**
     * Has told nothing yet.
     *
     * @param clock tells when an event was learned of
     * @param observer sees what is held up
     * @param lost tells how many were lost for want of room since it was last asked
     * @param reader gets what has a place
     * @param head the last place that was given before
     */
    Teller(
            Store store,
            JpaOutbox outbox,
            JpaJournal journal,
            Clock clock,
            LogObserver observer,
            LongSupplier lost,
            Reader reader,
            long head) {
        this.store = store;
        this.outbox = outbox;
        this.journal = journal;
        this.clock = clock;
        this.observer = observer;
        this.lost = lost;
        this.reader = reader;
        this.last = head;
        this.known = head;
    }

    /** Notes in the database, now and not with the next event, that something is missing. */
    void noteGap() {
        try {
            store.place(List.of(), known, last, journal.gap(), List.of());
        } catch (SQLException e) {
            LOG.warn("The event log cannot be written; a gap is noted with the next event", e);
        }
    }

    /** Gives all of them their places, and hands them on and carries them out in their order. */
    void handOn(List<Item> items) throws InterruptedException, Store.TakenOver {
        tellOfGap();
        Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
        List<Rows.Placed> events = new ArrayList<>(items.size());
        for (Item item : items) {
            Long transaction = item.isTransaction() ? last + 1 : null;
            for (Announcement announcement : item.announcements()) {
                last++;
                events.add(new Rows.Placed(last, at, announcement, draft(announcement, last), transaction));
            }
        }
        place(events);
        Iterator<Rows.Placed> next = events.iterator();
        for (Item item : items) {
            if (item.isTask()) {
                item.run();
            } else {
                handOn(item, next);
            }
        }
        tellOfSetBack();
    }

    private void handOn(Item item, Iterator<Rows.Placed> next) {
        Rows.Placed placed = next.next();
        handOn(placed);
        for (int left = item.announcements().size() - 1; left > 0; left--) {
            placed = next.next();
            handOn(placed);
        }
        String transaction = journal.transaction(placed.transaction());
        if (transaction != null) {
            end(transaction, new Position(placed.sequence()));
        }
    }

    private void end(String transaction, Position last) {
        try {
            reader.end(transaction, journal.offset(last.ended()));
        } catch (RuntimeException | Error e) { // no reason to lose all that follows
            LOG.error("The reader of the event log failed at the end of a transaction", e);
        }
    }

    /** What is to be inserted now; null if it is there, or cannot be kept. */
    private @Nullable Draft draft(Announcement announcement, long sequence) {
        if (announcement.row() != null) {
            return null;
        }
        try {
            return outbox.draft(announcement);
        } catch (RuntimeException e) {
            LOG.error("{} cannot be kept: clients that come back reload", announcement.change(), e);
            journal.gapAt(sequence);
            return null;
        }
    }

    /** Takes away what does not hold any more. */
    void sweep() throws InterruptedException, Store.TakenOver {
        place(List.of());
        tellOfSetBack();
    }

    /** Tries until it is done: without a place nothing may be handed on, for it would be handed on again. */
    private void place(List<Rows.Placed> events) throws InterruptedException, Store.TakenOver {
        List<Outbox.Row> superseded = outbox.superseded();
        if (events.isEmpty() && superseded.isEmpty()) {
            return;
        }
        List<Rows.Placed> remaining = events;
        for (int failures = 0; ; failures++) {
            try {
                store.place(remaining, known, last, journal.gap(), superseded);
                break;
            } catch (Store.SetBack e) {
                LOG.error("Clients know of more than the host: {}", e.getMessage());
                isSetBack = true;
                known = 0;
            } catch (Store.TakenOver e) {
                events.forEach(event -> event.announcement().takeBack());
                throw e;
            } catch (SQLException e) {
                LOG.error("{} event(s) wait: the event log cannot be written", events.size(), e);
                observer.delayed();
                if (failures > 0) {
                    remaining = written(events);
                }
                pause();
            }
        }
        known = last;
        outbox.release(superseded);
        for (Rows.Placed event : events) {
            if (event.announcement().row() != null) {
                outbox.release(List.of(event.announcement().row()));
            }
        }
    }

    private void pause() throws InterruptedException {
        LockSupport.parkNanos(this, PAUSE.toNanos());
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    /** Those that were written in the host's transactions: what the database refuses of the others is not kept. */
    private List<Rows.Placed> written(List<Rows.Placed> events) {
        List<Rows.Placed> written = new ArrayList<>(events.size());
        for (Rows.Placed event : events) {
            if (event.announcement().row() != null) {
                written.add(event);
            } else {
                journal.gapAt(event.sequence());
            }
        }
        return written;
    }

    private void handOn(Rows.Placed placed) {
        Announcement announcement = placed.announcement();
        ContentEvent event = new ContentEvent(
                announcement.change(),
                placed.at(),
                journal.offset(placed.sequence()),
                journal.transaction(placed.transaction()));
        journal.add(placed.sequence(), kept(announcement), event);
        try {
            reader.next(announcement, event);
        } catch (RuntimeException | Error e) { // an error of one event is no reason to lose all others
            LOG.error("The reader of the event log failed at {}", announcement, e);
            announcement.takeBack();
        } finally {
            journal.cameTo(placed.sequence());
        }
    }

    private @Nullable Announcement kept(Announcement announcement) {
        try {
            return outbox.kept(announcement);
        } catch (RuntimeException | Error e) {
            LOG.error("{} cannot be kept; clients that miss it must reload", announcement.change(), e);
            return null;
        }
    }

    /** What waited then may have been forgotten, too: so whoever was told of it reloads after that. */
    private void tellOfSetBack() {
        if (isSetBack) {
            isSetBack = false;
            tellOfGap("the database has forgotten some");
            noteGap();
        }
    }

    private void tellOfGap() {
        long missing = lost.getAsLong();
        if (missing > 0) {
            tellOfGap(missing + " for want of room");
        }
    }

    /** Something is missing from here on. */
    void tellOfGap(String why) {
        LOG.error("Events were lost: {}", why);
        last++;
        journal.lost(last);
        reader.gap();
        journal.cameTo(last);
    }
}
