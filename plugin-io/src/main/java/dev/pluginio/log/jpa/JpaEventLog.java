package dev.pluginio.log.jpa;

import dev.pluginio.api.host.EventRelay;
import dev.pluginio.log.Announcement;
import dev.pluginio.log.Backlog;
import dev.pluginio.log.Backlog.Item;
import dev.pluginio.log.EventLog;
import dev.pluginio.log.Journal;
import dev.pluginio.log.LogObserver;
import dev.pluginio.log.Offsets;
import dev.pluginio.log.Outbox;
import dev.pluginio.log.Retention;
import jakarta.persistence.EntityManagerFactory;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.hibernate.dialect.Dialect;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps events in the host's database. What was written in the host's transactions gets its place in the order after the
 * commit, all that waits in one small transaction, and only then is it handed on: what has a place is never handed on
 * again. Rows without a place that nobody here holds, because a process died or had no room, are looked for at the start
 * and now and then.
 */
public final class JpaEventLog implements EventLog {

    private static final Logger LOG = LoggerFactory.getLogger(JpaEventLog.class);
    private static final int ROOM = 16_384;
    private static final int MOST = 256;
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration DRAIN = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final Duration TEND = Duration.ofSeconds(1);

    private final Store store;
    private final JpaOutbox outbox;
    private final JpaJournal journal;
    private final long head;
    private final Clock clock;
    private final LongSupplier ticks;
    private final ThreadFactory threads;
    private final BooleanSupplier isHostEnding;
    private final LogObserver observer;
    private final Backlog backlog = new Backlog(ROOM, PATIENCE);
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong missed = new AtomicLong();
    private final Map<Outbox.Row, Announcement> whole = new ConcurrentHashMap<>();

    private volatile boolean together;
    private volatile boolean behind;
    private volatile @Nullable Predecessor predecessor;
    private volatile Runnable successor = () -> {};
    private @Nullable Thread thread;
    private long nextLook;
    private long nextTending;

    /**
     * What it works with.
     *
     * @param random where epoch, key and this process's name come from
     * @param clock tells when an event was learned of
     * @param ticks nanoseconds that only grow
     * @param threads makes the one thread that hands on
     * @param process tells this process of the host from all others; in 40 characters at the most
     * @param isHostEnding whether the host is ending when the log is closed; if it goes on, it changes what nobody hears of
     * @param observer sees what happens
     * @param predecessor wrote down what the host did until now; null if nobody did
     */
    public record Surroundings(
            SecureRandom random,
            Clock clock,
            LongSupplier ticks,
            ThreadFactory threads,
            String process,
            BooleanSupplier isHostEnding,
            LogObserver observer,
            @Nullable Predecessor predecessor) {

        /** Surroundings in which nobody was before. */
        public Surroundings(
                SecureRandom random,
                Clock clock,
                LongSupplier ticks,
                ThreadFactory threads,
                String process,
                BooleanSupplier isHostEnding,
                LogObserver observer) {
            this(random, clock, ticks, threads, process, isHostEnding, observer, null);
        }
    }

    private JpaEventLog(Store store, JpaOutbox outbox, JpaJournal journal, long head, Surroundings surroundings) {
        this.store = store;
        this.outbox = outbox;
        this.journal = journal;
        this.head = head;
        this.clock = surroundings.clock();
        this.ticks = surroundings.ticks();
        this.threads = surroundings.threads();
        this.isHostEnding = surroundings.isHostEnding();
        this.observer = surroundings.observer();
        this.predecessor = surroundings.predecessor();
    }

    /**
     * Makes the tables where they are missing, and takes the log over from whoever wrote it before. Blocks.
     *
     * @param factory the host's; must be Hibernate's
     * @param retention how long events are kept
     * @throws IllegalArgumentException if the host's database is not one of those that are known
     * @throws IllegalStateException if the tables cannot be made or read
     */
    public static JpaEventLog open(EntityManagerFactory factory, Retention retention, Surroundings surroundings) {
        SessionFactoryImplementor hibernate = factory.unwrap(SessionFactoryImplementor.class);
        Dialect dialect = hibernate.getJdbcServices().getDialect();
        String folder = Tables.folder(dialect)
                .orElseThrow(() -> new IllegalArgumentException("the event log cannot be kept in the host's database ("
                        + dialect.getClass().getSimpleName()
                        + "): it knows H2, PostgreSQL, MariaDB and MySQL; use 'log.type: memory'"));
        Connections connections = new Connections(hibernate);
        Payload payload = new Payload(new Enums(hibernate)::find);
        Rows rows = new Rows(payload);
        try {
            Tables.migrate(connections, folder);
            Store store = new Store(
                    connections, rows, surroundings.random(), surroundings.process(), surroundings.predecessor());
            Store.State state = store.open();
            JpaJournal journal = new JpaJournal(
                    store, state, new Offsets(state.epoch(), state.key()), retention, surroundings.clock());
            return new JpaEventLog(
                    store,
                    new JpaOutbox(rows, payload, surroundings.random().nextLong()),
                    journal,
                    state.head(),
                    surroundings);
        } catch (SQLException | RuntimeException e) {
            throw new IllegalStateException(
                    "the event log's tables cannot be made or read in the host's database: " + e.getMessage(), e);
        }
    }

    @Override
    public void trim(UnaryOperator<Announcement> trimmed) {
        outbox.trim(trimmed);
    }

    @Override
    public void reconfigure(Retention changed) {
        journal.reconfigure(changed);
    }

    /** Writes changes down in the host's transactions. */
    public Outbox outbox() {
        return outbox;
    }

    @Override
    public void require(Predicate<Announcement> enough) {
        journal.require(enough);
    }

    @Override
    public Journal journal() {
        return journal;
    }

    @Override
    public synchronized void start(Reader reader) {
        if (thread != null || backlog.isClosed()) {
            throw new IllegalStateException("a log is started once");
        }
        Teller teller = new Teller(store, outbox, journal, clock, observer, () -> lost.getAndSet(0), reader, head);
        thread = threads.newThread(() -> work(teller));
        thread.start();
        Predecessor former = predecessor;
        if (former != null) {
            former.whenMoved(backlog::wake);
        }
    }

    /** Whether what is committed is looked for in the table, and does not come by the queue. */
    private boolean isBehind() {
        return behind || predecessor != null;
    }

    @Override
    public void keepTogether(boolean isTogether) {
        together = isTogether;
        outbox.keepTogether(isTogether);
    }

    @Override
    public void append(List<Announcement> transaction) {
        if (!together) {
            EventLog.super.append(transaction);
        } else if (!transaction.isEmpty()) {
            appendTogether(transaction);
        }
    }

    /** What has rows need not wait for room, and must not come before what is found in the table. */
    private void appendTogether(List<Announcement> transaction) {
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
        } else if (written.isEmpty()) {
            transaction.forEach(this::drop);
        } else {
            written.forEach(this::leave);
            append(transaction.stream().filter(one -> one.row() == null).toList());
        }
    }

    @Override
    public void append(Announcement announcement) {
        if (together) {
            append(List.of(announcement));
            return;
        }
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

    @Override
    public <T> CompletableFuture<T> afterAppended(Supplier<T> task) {
        return backlog.add(task);
    }

    @Override
    public boolean afterAppendedNow(Runnable task) {
        return backlog.addNow(task);
    }

    private void work(Teller teller) {
        try {
            nextTending = ticks.getAsLong();
            look(teller);
            boolean goesOn = true;
            while (goesOn) {
                Item first = backlog.poll(TEND.toNanos());
                goesOn = first == null || handOn(first, teller);
                backlog.hasMoved();
                follow(teller);
                if (goesOn && isBehind()) {
                    goesOn = catchUp(teller);
                } else if (goesOn && ticks.getAsLong() - nextLook >= 0) {
                    look(teller);
                }
                tendIfDue();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // close() has waited long enough
        } catch (Store.TakenOver e) {
            backlog.close();
            LOG.error("No events are handed on any more: {}. One log serves one process", e.getMessage());
            backlog.takeBack();
        }
    }

    /** As long as a transaction of the predecessor's is open, later ones of the same entries must not overtake it. */
    private void follow(Teller teller) {
        Predecessor former = predecessor;
        if (former == null) {
            return;
        }
        if (former.hasMissed()) {
            teller.tellOfGap("the plugin's former instance could not write some down");
            teller.noteGap();
        }
        if (former.isOver()) {
            behind = true; // in this order: what was left to the table until now is looked for there once more
            predecessor = null;
            former.forget();
        }
    }

    /** Hands on what came before there was no room, and then what found none; false if nothing will follow. */
    private boolean catchUp(Teller teller) throws InterruptedException, Store.TakenOver {
        for (int ahead = backlog.size(); ahead > 0; ahead -= MOST) {
            Item next = backlog.poll();
            if (next != null && !handOn(next, teller)) {
                return false;
            }
        }
        look(teller);
        return true;
    }

    /** Hands on all that waits; false if nothing will follow. */
    private boolean handOn(Item first, Teller teller) throws InterruptedException, Store.TakenOver {
        List<Item> batch = new ArrayList<>();
        batch.add(first);
        backlog.drainTo(batch, MOST - 1);
        int end = first(batch, Item::isEnd);
        handOn(end < 0 ? batch : batch.subList(0, end), teller);
        return end < 0;
    }

    private void handOn(List<Item> items, Teller teller) throws InterruptedException, Store.TakenOver {
        int step = isBehind() ? first(items, Item::isTask) : -1;
        if (step < 0) {
            teller.handOn(items);
            return;
        }
        teller.handOn(items.subList(0, step));
        look(teller); // what found no room before the step comes before it
        teller.handOn(items.subList(step, step + 1));
        handOn(items.subList(step + 1, items.size()), teller);
    }

    private static int first(List<Item> items, Predicate<Item> wanted) {
        for (int i = 0; i < items.size(); i++) {
            if (wanted.test(items.get(i))) {
                return i;
            }
        }
        return -1;
    }

    /**
     * Hands on what was committed and nobody holds: first at the start, then what others left. What is written meanwhile is
     * left to the next look: an earlier change of the same entry may be committed when this one has read past its place.
     */
    private void look(Teller teller) throws InterruptedException, Store.TakenOver {
        behind = false; // what is committed from now on comes by the queue
        nextLook = ticks.getAsLong() + LOOK.toNanos();
        Predecessor former = predecessor;
        if (former != null) {
            List<Outbox.Row> untold = former.superseded();
            outbox.hold(untold);
            outbox.superseded(untold);
        }
        teller.sweep(); // what is taken away must not hold up the rest of its transaction, nor of its entry
        Set<String> heldUp = new HashSet<>();
        try {
            Strays strays = new Strays(store, MOST, together);
            for (List<Strays.Stray> page = strays.next(); !page.isEmpty(); page = strays.next()) {
                List<Item> found = new ArrayList<>(page.size());
                for (Strays.Stray stray : page) {
                    if (isFree(stray.rows(), former, heldUp)) {
                        found.add(stray.item(this::known));
                    }
                }
                if (!found.isEmpty()) {
                    LOG.debug("{} change(s) that were committed before are handed on now", found.size());
                    teller.handOn(found);
                }
            }
        } catch (Store.TakenOver e) {
            throw e;
        } catch (SQLException e) {
            behind = true;
            LOG.warn("The event log cannot be read; it is tried again", e);
        }
    }

    private Announcement known(Rows.Stored stored) {
        Announcement known = whole.remove(stored.row());
        return known == null ? stored.announcement() : known.in(stored.row());
    }

    /** What somebody holds will be appended, or left; until then, later ones of the same entries wait. */
    private boolean isFree(List<Rows.Stored> rows, @Nullable Predecessor former, Set<String> heldUp) {
        Set<String> entries = new HashSet<>();
        boolean isHeld = false;
        for (Rows.Stored stored : rows) {
            entries.add(Draft.entry(stored.announcement().change()));
            isHeld |= outbox.isHeld(stored.row())
                    || former != null && former.isHeld(stored.row().id());
        }
        if (!isHeld && Collections.disjoint(entries, heldUp)) {
            return true;
        }
        if (!isHeld) {
            behind = true; // never written back as it was: another thread may just have left something
        }
        heldUp.addAll(entries);
        return false;
    }

    private void tendIfDue() {
        if (ticks.getAsLong() - nextTending >= 0) {
            nextTending = ticks.getAsLong() + TEND.toNanos();
            journal.prune(clock.instant());
        }
    }

    @Override
    public void close() {
        Thread running;
        synchronized (this) {
            if (backlog.isClosed()) {
                return;
            }
            backlog.close();
            running = thread;
        }
        try {
            if (running != null && (!backlog.end(DRAIN) || !ended(running))) {
                running.interrupt();
                missed.incrementAndGet(); // perhaps
                LOG.warn(
                        "{} events were not handed on before the stop; those in the database are at the next start",
                        backlog.size());
            }
        } catch (InterruptedException e) {
            running.interrupt();
            Thread.currentThread().interrupt();
        }
        takeBack();
        if (running != null && !isHostEnding.getAsBoolean()) {
            leave();
        }
    }

    /** Nobody waits for ever for what nobody will hand on, and who comes next may tell of what is in the database. */
    private void takeBack() {
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
    }

    /**
     * What is left of it once it is closed, for who comes next; the rest of what is left the capture knows.
     *
     * @param version see {@link Left}
     */
    public Left left(String version, CaptureLeft capture) {
        Predecessor former = predecessor;
        if (former != null) {
            former.whenMoved(() -> successor.run());
        }
        return new Left(
                version,
                store.writer(),
                journal.gap(),
                row -> outbox.isHeld(row) || former != null && former.isHeld(row),
                this::takeSuperseded,
                () -> missed.get() + capture.missed().getAsLong() + (former == null ? 0 : former.missed()),
                listener -> successor = listener,
                capture.relayOfOpening(),
                capture.relayOfHappened(),
                capture.opening(),
                capture.happened(),
                capture.open(),
                capture.release());
    }

    private long[] takeSuperseded() {
        List<Outbox.Row> all = new ArrayList<>(outbox.superseded());
        Predecessor former = predecessor;
        if (former != null) {
            all.addAll(former.superseded());
        }
        return all.stream().mapToLong(Outbox.Row::id).toArray();
    }

    /** What is left of the capture, as {@link Left} tells. */
    public record CaptureLeft(
            EventRelay relayOfOpening,
            EventRelay relayOfHappened,
            Predicate<Object> opening,
            Predicate<Object> happened,
            IntSupplier open,
            LongSupplier missed,
            Runnable release) {}

    /** The host goes on, and nobody notes what it does: who comes back later is not led past that. */
    private void leave() {
        try {
            store.leave();
        } catch (SQLException e) {
            LOG.error("The event log could not be left in order", e);
        }
    }

    private static boolean ended(Thread thread) throws InterruptedException {
        thread.join(DRAIN.toMillis());
        return !thread.isAlive();
    }
}
