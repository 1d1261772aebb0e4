package dev.pluginio.log.jpa;

import dev.pluginio.api.host.EventRelay;
import dev.pluginio.log.Announcement;
import dev.pluginio.log.Backlog;
import dev.pluginio.log.EventLog;
import dev.pluginio.log.Journal;
import dev.pluginio.log.LogObserver;
import dev.pluginio.log.Outbox;
import dev.pluginio.log.Retention;
import jakarta.persistence.EntityManagerFactory;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
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
    private static final Duration DRAIN = Duration.ofSeconds(5);

    private final Store store;
    private final JpaOutbox outbox;
    private final JpaJournal journal;
    private final long head;
    private final Clock clock;
    private final LongSupplier ticks;
    private final ThreadFactory threads;
    private final BooleanSupplier isHostEnding;
    private final LogObserver observer;
    private final Intake intake;
    private final Backlog backlog;
    private @Nullable Thread thread;

    /**
     * What it works with.
     *
     * @param random where epochs, key and this process's name come from
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
        this.intake = new Intake(outbox, observer, surroundings.predecessor());
        this.backlog = intake.backlog();
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
            JpaJournal journal = new JpaJournal(store, state, retention, surroundings.clock());
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
        Teller teller = new Teller(store, outbox, journal, clock, observer, intake::takeLost, reader, head);
        Lookout lookout = new Lookout(store, outbox, intake, teller, ticks);
        thread = threads.newThread(new Usher(intake, lookout, teller, journal, clock, ticks));
        thread.start();
        Predecessor former = intake.predecessor();
        if (former != null) {
            former.whenMoved(backlog::wake);
        }
    }

    @Override
    public void keepTogether(boolean isTogether) {
        outbox.keepTogether(isTogether);
    }

    @Override
    public void append(List<Announcement> transaction) {
        if (outbox.isTogether()) {
            intake.takeTogether(transaction);
        } else {
            EventLog.super.append(transaction);
        }
    }

    @Override
    public void append(Announcement announcement) {
        if (outbox.isTogether()) {
            intake.takeTogether(List.of(announcement));
        } else {
            intake.take(announcement);
        }
    }

    @Override
    public <T> CompletableFuture<T> afterAppended(Supplier<T> task) {
        return backlog.add(task);
    }

    @Override
    public boolean afterAppendedNow(Runnable task) {
        return backlog.addNow(task);
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
                intake.missedOne();
                LOG.warn(
                        "{} events were not handed on before the stop; those in the database are at the next start",
                        backlog.size());
            }
        } catch (InterruptedException e) {
            running.interrupt();
            Thread.currentThread().interrupt();
        }
        intake.takeBack();
        if (running != null && !isHostEnding.getAsBoolean()) {
            leave();
        }
    }

    /**
     * What is left of it once it is closed, for who comes next; the rest of what is left the capture knows.
     *
     * @param version see {@link Left}
     */
    public Left left(String version, CaptureLeft capture) {
        Predecessor former = intake.predecessor();
        if (former != null) {
            former.whenMoved(intake::tellSuccessor);
        }
        return new Left(
                version,
                store.writer(),
                journal.gap(),
                row -> outbox.isHeld(row) || former != null && former.isHeld(row),
                this::takeSuperseded,
                () -> intake.missed() + capture.missed().getAsLong() + (former == null ? 0 : former.missed()),
                intake::succeededBy,
                capture.relayOfOpening(),
                capture.relayOfHappened(),
                capture.opening(),
                capture.happened(),
                capture.open(),
                capture.release());
    }

    private long[] takeSuperseded() {
        List<Outbox.Row> all = new ArrayList<>(outbox.superseded());
        Predecessor former = intake.predecessor();
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
