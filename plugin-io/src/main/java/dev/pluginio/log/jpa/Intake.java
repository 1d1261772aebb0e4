package dev.pluginio.log.jpa;

import dev.pluginio.log.Announcement;
import dev.pluginio.log.Backlog;
import dev.pluginio.log.Backlog.Item;
import dev.pluginio.log.LogObserver;
import dev.pluginio.log.Outbox;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what was committed into the queue, or, where that has no room or it is not its turn, leaves it to the table in
 * which it was written, to be found there. May be called on any thread.
 */
final class Intake {

    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
    private static final int ROOM = 16_384;
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final JpaOutbox outbox;
    private final LogObserver observer;
    private final Backlog backlog = new Backlog(ROOM, PATIENCE);
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong missed = new AtomicLong();
    private final Map<Outbox.Row, Announcement> whole = new ConcurrentHashMap<>();
    private final Halves halves = new Halves();

    private volatile boolean behind;
    private volatile @Nullable Predecessor predecessor;
    private volatile Runnable successor = () -> {};

    /**
     * Has taken nothing yet.
     *
     * @param observer sees what happens
     * @param predecessor wrote down what the host did until now; null if nobody did
     */
    Intake(JpaOutbox outbox, LogObserver observer, @Nullable Predecessor predecessor) {
        this.outbox = outbox;
        this.observer = observer;
        this.predecessor = predecessor;
    }

    /** The queue. */
    Backlog backlog() {
        return backlog;
    }

    /** Takes a change that was committed. */
    void take(Announcement announcement) {
        Outbox.Row row = announcement.row();
        boolean isTaken = row == null ? backlog.add(announcement) : !isBehind() && backlog.addNow(announcement);
        if (isTaken) {
            observer.appended();
        } else if (row != null) {
            leave(announcement);
        } else {
            drop(announcement);
        }
    }

    /** Takes a transaction. What has rows need not wait for room, and must not come before what is found in the table. */
    void takeTogether(List<Announcement> transaction) {
        if (transaction.isEmpty()) {
            return;
        }
        List<Announcement> written =
                transaction.stream().filter(one -> one.row() != null).toList();
        boolean isTaken;
        if (written.isEmpty()) {
            isTaken = backlog.add(transaction);
        } else if (isBehind()) {
            isTaken = false;
        } else {
            isTaken = written.size() == transaction.size() ? backlog.addNow(transaction) : backlog.add(transaction);
        }
        if (isTaken) {
            transaction.forEach(one -> observer.appended());
        } else if (isHalf(transaction, written) && halves.keep(transaction)) {
            leaveTogether(written);
        } else {
            written.forEach(this::leave);
            transaction.stream().filter(one -> one.row() == null).forEach(this::drop);
        }
    }

    private boolean isHalf(List<Announcement> transaction, List<Announcement> written) {
        return !written.isEmpty() && written.size() < transaction.size() && !backlog.isClosed();
    }

    /** What is not in the database waits until the rest is found there. */
    private void leaveTogether(List<Announcement> written) {
        written.forEach(one -> outbox.release(List.of(Objects.requireNonNull(one.row()))));
        behind = true; // in this order, as with what is left alone
        backlog.wake();
        if (backlog.isClosed()) {
            giveUpHalves();
            successor.run();
        }
    }

    /** There is no room for it, or it is not its turn, but it is in the database: it is found there. */
    private void leave(Announcement announcement) {
        Outbox.Row row = Objects.requireNonNull(announcement.row());
        boolean isNext = predecessor != null && whole.size() < ROOM && !backlog.isClosed();
        if (isNext) {
            whole.put(row, announcement);
        } else {
            announcement.takeBack();
        }
        outbox.release(List.of(row));
        behind = true; // in this order: what is found when this is reset is held by nobody
        if (isNext) {
            backlog.wake();
        } else if (backlog.isClosed()) {
            successor.run();
        }
    }

    private void drop(Announcement announcement) {
        observer.dropped();
        if (backlog.isClosed()) {
            missed.incrementAndGet();
            LOG.error("{} is lost: the event log is closed", announcement.change());
        } else if (lost.getAndIncrement() == 0) {
            LOG.error("{} and perhaps others are lost: {} events wait to be handed on", announcement.change(), ROOM);
        }
        announcement.takeBack();
    }

    /** What is to be told where something was found in the table. */
    Item found(Strays.Stray stray) {
        Optional<List<Announcement>> half = stray.isTransaction() ? halves.take(stray.rows()) : Optional.empty();
        return half.map(Item::of).orElseGet(() -> stray.item(this::known));
    }

    /** What waited for the rest of its transaction, if transactions are not told together any more. */
    List<Item> alone() {
        return halves.takeUnwritten().stream().map(Item::of).toList();
    }

    /** What was found in the table, as it was when it was left there, if that is known. */
    private Announcement known(Rows.Stored stored) {
        Announcement known = whole.remove(stored.row());
        return known == null ? stored.announcement() : known.in(stored.row());
    }

    /** Whether what is committed is looked for in the table, and does not come by the queue. */
    boolean isBehind() {
        return behind || predecessor != null;
    }

    /** What is in the table has to be looked for. */
    void fallBehind() {
        behind = true;
    }

    /** What is in the table is about to be looked for: what is committed from now on comes by the queue. */
    void catchUp() {
        behind = false;
    }

    /** Who tells what becomes of the transactions that it began to write down; null if there are none any more. */
    @Nullable
    Predecessor predecessor() {
        return predecessor;
    }

    /** The predecessor's transactions have ended. */
    void forget(Predecessor former) {
        behind = true; // in this order: what was left to the table until now is looked for there once more
        predecessor = null;
        former.forget();
    }

    /** Once this is closed, somebody else is told that something was left to the table. */
    void succeededBy(Runnable listener) {
        successor = listener;
    }

    /** Tells whoever comes next that something was left to the table. */
    void tellSuccessor() {
        successor.run();
    }

    /** How many were lost for want of room since this was asked before. */
    long takeLost() {
        return lost.getAndSet(0);
    }

    /** How many are neither told of nor in the database since the end. */
    long missed() {
        return missed.get();
    }

    /** One is perhaps not told of, nor in the database. */
    void missedOne() {
        missed.incrementAndGet();
    }

    /** Nobody waits for ever for what nobody will hand on, and who comes next may tell of what is in the database. */
    void takeBack() {
        for (Item item = backlog.poll(); item != null; item = backlog.poll()) {
            for (Announcement announcement : item.announcements()) {
                if (announcement.row() != null) {
                    outbox.release(List.of(announcement.row()));
                } else {
                    missed.incrementAndGet();
                }
            }
            item.takeBack();
        }
        giveUpHalves();
    }

    private void giveUpHalves() {
        for (Announcement unwritten : halves.takeUnwritten()) {
            missed.incrementAndGet();
            unwritten.takeBack();
        }
    }
}
