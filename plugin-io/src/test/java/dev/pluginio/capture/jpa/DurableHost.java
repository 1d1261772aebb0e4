package dev.pluginio.capture.jpa;

import dev.pluginio.access.ListedEntity;
import dev.pluginio.api.content.ContentCatalog;
import dev.pluginio.api.event.ContentEvent;
import dev.pluginio.capture.CaptureParts;
import dev.pluginio.capture.CountingObserver;
import dev.pluginio.capture.FakeInterest;
import dev.pluginio.capture.Sequencer;
import dev.pluginio.log.Announcement;
import dev.pluginio.log.EventLog;
import dev.pluginio.log.Journal;
import dev.pluginio.log.LogObserver;
import dev.pluginio.log.Position;
import dev.pluginio.log.Retention;
import dev.pluginio.log.jpa.JpaEventLog;
import dev.pluginio.log.jpa.Predecessor;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.jspecify.annotations.Nullable;

/** A host with a log in its database; the log and what listens can be stopped and started as a plugin is. */
public final class DurableHost implements AutoCloseable {

    public static final Retention LONG = new Retention(1_000_000, 10_000_000, Duration.ofHours(1));
    private static final List<ListedEntity> LISTED = List.of();

    public final EntityManagerFactory factory;
    public final ContentCatalog catalog;
    public final FakeInterest interest;
    public final CountingObserver observer = new CountingObserver();
    /** What was handed on, of all starts. */
    public final List<ContentEvent> heard = new CopyOnWriteArrayList<>();

    public final List<Announcement> announced = new CopyOnWriteArrayList<>();

    /** The transactions of which all was handed on. */
    public final List<String> ended = new CopyOnWriteArrayList<>();

    /** How often it was said that something is missing. */
    public final AtomicInteger gaps = new AtomicInteger();

    private @Nullable JpaEventLog log;
    private @Nullable JpaCapture capture;
    private @Nullable Predecessor predecessor;

    /** Which process this is said to be. */
    public String process = "first";

    /** Whether the host ends with the log. */
    public boolean isEnding = true;

    /** How long what writes goes on. */
    public Duration handOver = Duration.ofMinutes(1);

    /** Also gets what is handed on. */
    public Consumer<ContentEvent> listener = event -> {};

    public DurableHost(EntityManagerFactory factory) {
        this.factory = factory;
        this.catalog = MetamodelCatalog.of(factory, LISTED);
        this.interest = new FakeInterest(catalog);
    }

    /** Forgets what an earlier test kept in the same database. */
    public DurableHost fresh() {
        factory.runInTransaction(em -> {
            for (String table : List.of(
                    "pluginio_event",
                    "pluginio_log",
                    "pluginio_run",
                    "pluginio_keepsake",
                    "pluginio_server",
                    "pluginio_schema_history")) {
                em.createNativeQuery("drop table if exists " + table).executeUpdate();
            }
        });
        return this;
    }

    public JpaEventLog open() {
        return open(LONG);
    }

    public JpaEventLog open(Retention retention) {
        predecessor = HandOver.take(factory.unwrap(SessionFactoryImplementor.class))
                .map(left -> new Predecessor(left, handOver, System::nanoTime))
                .orElse(null);
        return JpaEventLog.open(
                factory,
                retention,
                new JpaEventLog.Surroundings(
                        new SecureRandom(),
                        Clock.systemUTC(),
                        () -> 20 * System.nanoTime(), // looks for strays more often than it does in earnest
                        Executors.defaultThreadFactory(),
                        process,
                        () -> isEnding,
                        LogObserver.NONE,
                        predecessor));
    }

    /** Captures into a log that has not been started: as if the host died before the log did anything. */
    public JpaEventLog captureInto(JpaEventLog opened) {
        log = opened;
        capture = JpaCapture.attach(
                factory,
                catalog,
                LISTED,
                new CaptureParts(
                        interest,
                        new Sequencer(opened, Duration.ofSeconds(10), (delay, task) -> {}, observer),
                        observer,
                        opened.outbox()),
                null,
                predecessor);
        return opened;
    }

    /** The log that runs. */
    public JpaEventLog log() {
        return Objects.requireNonNull(log);
    }

    /** Has what was left here let go, as who takes it and then cannot start does. */
    public void release() {
        Objects.requireNonNull(predecessor).release();
    }

    /** Ends the log as {@link #stop} does; what writes it goes on. */
    public void stopAndHandOver(LongSupplier ticks) {
        isEnding = false;
        log().close();
        Objects.requireNonNull(capture).leave(log, handOver, ticks);
        log = null;
        capture = null;
    }

    public JpaEventLog start() {
        return start(open());
    }

    public JpaEventLog start(JpaEventLog opened) {
        opened.start(reader());
        return captureInto(opened);
    }

    public EventLog.Reader reader() {
        return new EventLog.Reader() {
            @Override
            public void next(Announcement announcement, ContentEvent event) {
                announced.add(announcement);
                heard.add(event);
                listener.accept(event);
            }

            @Override
            public void end(String transaction, String offset) {
                ended.add(transaction);
            }

            @Override
            public void gap() {
                gaps.incrementAndGet();
            }
        };
    }

    public void stop() {
        if (isEnding) {
            process = "after " + process.length() + process.hashCode();
        }
        if (capture != null) {
            capture.close();
        }
        if (log != null) {
            log.close();
        }
    }

    public void commit(Consumer<EntityManager> work) {
        factory.runInTransaction(work);
    }

    public void rollback(Consumer<EntityManager> work) {
        try (EntityManager em = factory.createEntityManager()) {
            em.getTransaction().begin();
            work.accept(em);
            em.getTransaction().rollback();
        }
    }

    /** Waits until everything appended was handed on. */
    public void settle() {
        if (log != null) {
            log.afterAppended(() -> true).join();
        }
    }

    /** Everything that the log keeps. */
    public List<Journal.Kept> kept() {
        List<Journal.Kept> all = new ArrayList<>();
        if (log != null) {
            Position after = Position.BEGINNING;
            List<Journal.Kept> page = log.journal().after(after, 500).orElseThrow();
            while (!page.isEmpty()) {
                all.addAll(page);
                after = page.get(page.size() - 1).position();
                page = log.journal().after(after, 500).orElseThrow();
            }
        }
        return all;
    }

    /** What was heard, as {@code name:action id}. */
    public List<String> names() {
        return heard.stream()
                .map(event -> event.change().uid().replaceFirst(".*\\.", "") + ":"
                        + event.change().action() + " " + event.change().entry().id())
                .toList();
    }

    public long count(String sql) {
        return factory.callInTransaction(
                em -> ((Number) em.createNativeQuery(sql).getSingleResult()).longValue());
    }

    @Override
    public void close() {
        stop();
        factory.close();
    }
}
