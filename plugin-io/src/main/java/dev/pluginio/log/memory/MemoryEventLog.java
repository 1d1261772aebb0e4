package dev.pluginio.log.memory;

import dev.pluginio.api.event.ContentEvent;
import dev.pluginio.log.Announcement;
import dev.pluginio.log.Backlog;
import dev.pluginio.log.Backlog.Item;
import dev.pluginio.log.EventLog;
import dev.pluginio.log.Journal;
import dev.pluginio.log.LogObserver;
import dev.pluginio.log.Offsets;
import dev.pluginio.log.Position;
import dev.pluginio.log.Retention;
import dev.pluginio.log.Ring;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps events in memory until they are handed on, and, as far as it is told to, for a while after. It has room for a fixed
 * number; a writer that finds it full waits for a bounded time, and what still finds no room is dropped, which is logged,
 * counted and told to the reader.
 */
public final class MemoryEventLog implements EventLog {

    private static final Logger LOG = LoggerFactory.getLogger(MemoryEventLog.class);
    private static final Duration DRAIN = Duration.ofSeconds(5);

    private final Settings settings;
    private final Offsets offsets;
    private final Ring ring;
    private final MemoryJournal journal;
    private volatile UnaryOperator<Announcement> trim = UnaryOperator.identity();
    private volatile boolean together;
    private Position last = Position.BEGINNING;
    private final Clock clock;
    private final LogObserver observer;
    private final ThreadFactory threads;
    private final Backlog backlog;
    private final AtomicLong lost = new AtomicLong();
    private @Nullable Thread thread;

    /**
     * How much there is room for.
     *
     * @param capacity how many events may wait
     * @param patience how long a writer waits for room
     * @param retention what is kept of events that were handed on
     */
    public record Settings(int capacity, Duration patience, Retention retention) {
        /** Room for so many, nothing of which is kept. */
        public Settings(int capacity, Duration patience) {
            this(capacity, patience, Retention.NOTHING);
        }

        /** Room for 16,384 events, and a second of patience; keeps nothing. */
        public static Settings defaults() {
            return new Settings(16_384, Duration.ofSeconds(1));
        }

        /** The same, and keeps something of what was handed on. */
        public Settings keeping(Retention changed) {
            return new Settings(capacity, patience, changed);
        }
    }

    /**
     * Makes an empty log.
     *
     * @param settings how much there is room for
     * @param offsets names the events
     * @param clock tells when an event was appended
     * @param threads makes the one thread that hands on
     * @param observer sees what happens
     */
    public MemoryEventLog(
            Settings settings, Offsets offsets, Clock clock, ThreadFactory threads, LogObserver observer) {
        this.settings = settings;
        this.offsets = offsets;
        this.clock = clock;
        this.threads = threads;
        this.observer = observer;
        this.backlog = new Backlog(settings.capacity(), settings.patience());
        this.ring = new Ring(settings.retention(), Position.BEGINNING, clock);
        this.journal = new MemoryJournal(ring, offsets);
    }

    @Override
    public void trim(UnaryOperator<Announcement> trimmed) {
        trim = trimmed;
    }

    @Override
    public void reconfigure(Retention changed) {
        ring.reconfigure(changed);
    }

    @Override
    public void require(Predicate<Announcement> enough) {
        ring.require(enough);
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
        thread = threads.newThread(() -> handOn(reader));
        thread.start();
    }

    @Override
    public void keepTogether(boolean isTogether) {
        together = isTogether;
    }

    @Override
    public void append(Announcement announcement) {
        if (together) {
            append(List.of(announcement));
        } else if (backlog.add(announcement)) {
            observer.appended();
        } else {
            drop(announcement);
        }
    }

    @Override
    public void append(List<Announcement> transaction) {
        if (!together) {
            EventLog.super.append(transaction);
        } else if (!transaction.isEmpty()) {
            boolean isTaken = backlog.add(transaction);
            transaction.forEach(isTaken ? announcement -> observer.appended() : this::drop);
        }
    }

    private void drop(Announcement announcement) {
        observer.dropped();
        if (backlog.isClosed()) {
            LOG.error("{} is lost: the event log is closed", announcement.change());
        } else if (lost.getAndIncrement() == 0) {
            LOG.error(
                    "{} and perhaps others are lost: {} events wait to be handed on; clients are told to reload",
                    announcement.change(),
                    settings.capacity());
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

    private void handOn(Reader reader) {
        try {
            Item item = take();
            while (!item.isEnd()) {
                tellOfGap(reader);
                handOn(reader, item);
                backlog.hasMoved();
                item = take();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // close() has waited long enough
        }
    }

    /** While nothing comes, what is kept gets too old all the same. */
    private Item take() throws InterruptedException {
        Item next = backlog.poll();
        while (next == null) {
            Optional<Duration> idle = ring.untilTheNextIsOld();
            if (idle.isEmpty()) {
                return backlog.take();
            }
            next = backlog.poll(Math.max(1, idle.get().toMillis() + 1) * 1_000_000);
            ring.forgetTheOld();
        }
        return next;
    }

    private void tellOfGap(Reader reader) {
        long missing = lost.getAndSet(0);
        if (missing > 0) {
            LOG.error("{} events were lost for want of room", missing);
            ring.gap(next());
            reader.gap();
            journal.cameTo(last);
        }
    }

    private Position next() {
        last = new Position(last.sequence() + 1);
        return last;
    }

    private void handOn(Reader reader, Item item) {
        Announcement single = item.announcement();
        if (single != null) {
            handOn(reader, single, null);
        } else if (item.isTransaction()) {
            String transaction = offsets.ofTransaction(last.sequence() + 1);
            for (Announcement announcement : item.announcements()) {
                handOn(reader, announcement, transaction);
            }
            end(reader, transaction);
        } else {
            item.run();
        }
    }

    private void end(Reader reader, String transaction) {
        try {
            reader.end(transaction, offsets.of(last.ended()));
        } catch (RuntimeException | Error e) { // no reason to lose all that follows
            LOG.error("The reader of the event log failed at the end of a transaction", e);
        }
    }

    private void handOn(Reader reader, Announcement announcement, @Nullable String transaction) {
        Position position = next();
        ContentEvent event =
                new ContentEvent(announcement.change(), clock.instant(), offsets.of(position), transaction);
        keep(position, announcement, event);
        try {
            reader.next(announcement, event);
        } catch (RuntimeException | Error e) { // an error of one event is no reason to lose all others
            LOG.error("The reader of the event log failed at {}", announcement.change(), e);
            announcement.takeBack();
        } finally {
            journal.cameTo(position);
        }
    }

    private void keep(Position position, Announcement announcement, ContentEvent event) {
        if (!ring.isKeeping()) {
            ring.gap(position);
            return;
        }
        try {
            Announcement kept = trim.apply(announcement).kept();
            ring.add(position, kept, event.about(kept.change()));
        } catch (RuntimeException | Error e) {
            LOG.error("{} cannot be kept; clients that miss it must reload", announcement.change(), e);
            ring.gap(position);
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
        if (running == null) {
            backlog.takeBack();
            return;
        }
        try {
            if (!backlog.end(DRAIN) || !ended(running)) {
                running.interrupt();
                LOG.error("{} events are lost: they could not be handed on before the stop", backlog.size());
            }
            backlog.takeBack();
        } catch (InterruptedException e) {
            running.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    private static boolean ended(Thread thread) throws InterruptedException {
        thread.join(DRAIN.toMillis());
        return !thread.isAlive();
    }
}
