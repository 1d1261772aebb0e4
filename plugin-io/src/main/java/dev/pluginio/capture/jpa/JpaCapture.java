package dev.pluginio.capture.jpa;

import dev.pluginio.access.Exposure;
import dev.pluginio.access.ListedEntity;
import dev.pluginio.api.content.ContentCatalog;
import dev.pluginio.api.content.Entry;
import dev.pluginio.api.host.BulkChanges;
import dev.pluginio.api.host.StatementWatch;
import dev.pluginio.capture.CaptureParts;
import dev.pluginio.capture.HostTransaction;
import dev.pluginio.capture.HostTransactions;
import dev.pluginio.capture.StoredEntries;
import dev.pluginio.log.jpa.JpaEventLog;
import dev.pluginio.log.jpa.Predecessor;
import jakarta.persistence.EntityManagerFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.event.spi.EventType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears of the changes of a Hibernate host: at run time, without a change to its entities or its boot. May be called on
 * any thread.
 */
public final class JpaCapture implements HostTransactions, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JpaCapture.class);
    static final List<EventType<?>> HAPPENED = List.of(
            EventType.PRE_INSERT,
            EventType.PRE_UPDATE,
            EventType.PRE_DELETE,
            EventType.PRE_UPSERT,
            EventType.POST_INSERT,
            EventType.POST_UPDATE,
            EventType.POST_DELETE,
            EventType.POST_UPSERT,
            EventType.PRE_COLLECTION_RECREATE,
            EventType.PRE_COLLECTION_UPDATE,
            EventType.PRE_COLLECTION_REMOVE,
            EventType.POST_COLLECTION_RECREATE,
            EventType.POST_COLLECTION_UPDATE,
            EventType.POST_COLLECTION_REMOVE,
            EventType.LOAD,
            EventType.INIT_COLLECTION,
            EventType.PERSIST,
            EventType.MERGE,
            EventType.DELETE,
            EventType.REFRESH,
            EventType.LOCK,
            EventType.FLUSH,
            EventType.AUTO_FLUSH);
    static final List<EventType<?>> OPENING = List.of(EventType.FLUSH, EventType.AUTO_FLUSH);

    private final SessionFactoryImplementor factory;
    private final Shapes shapes;
    private final Sessions sessions;
    private final EntityReader entities;
    private final StoredEntries stored;
    private final BulkChanges bulk;
    private final @Nullable StatementWatch watch;
    private final Succession succession;
    private final Misses misses;
    private final Registration opening;
    private final Registration happened;

    private JpaCapture(
            SessionFactoryImplementor factory,
            Shapes shapes,
            CaptureParts given,
            @Nullable StatementWatch watch,
            @Nullable Predecessor predecessor) {
        this.factory = factory;
        this.misses = new Misses(given.observer());
        CaptureParts parts = new CaptureParts(given.interest(), given.sequencer(), misses, given.outbox());
        this.shapes = shapes;
        this.watch = watch;
        SnapshotReader reader = new SnapshotReader(factory, shapes);
        OwnWrites own = new OwnWrites();
        this.sessions = new Sessions(parts, reader);
        this.entities = new EntityReader(factory, shapes, reader);
        this.stored = new EntryFinder(shapes, reader);
        this.bulk = new JpaBulkChanges(shapes, sessions, reader, parts, own);
        HibernateEvents events = new HibernateEvents(shapes, sessions, new StatelessBefore(reader), parts, own);
        this.succession = new Succession(factory, predecessor, events, sessions);
        this.opening = succession.before(OPENING);
        this.happened = succession.behind(HAPPENED);
        if (watch != null) {
            watch.watch(new BulkStatements(shapes, own, parts.observer()));
        }
    }

    /** Begins to listen where nobody listened before. */
    public static JpaCapture attach(
            EntityManagerFactory factory,
            ContentCatalog catalog,
            List<ListedEntity> listed,
            CaptureParts parts,
            @Nullable StatementWatch watch) {
        return attach(factory, catalog, listed, parts, watch, null);
    }

    /**
     * Begins to listen.
     *
     * @param factory the host's; must be Hibernate's
     * @param catalog the content types
     * @param listed the entities that configuration makes content types; those that do not exist are left out
     * @param parts who wants to know, and where to
     * @param watch sees the host's SQL; null if the host has none, then bulk statements are not watched
     * @param predecessor finishes the transactions that began under it; null if there is none
     * @return what listens until it is closed
     */
    public static JpaCapture attach(
            EntityManagerFactory factory,
            ContentCatalog catalog,
            List<ListedEntity> listed,
            CaptureParts parts,
            @Nullable StatementWatch watch,
            @Nullable Predecessor predecessor) {
        SessionFactoryImplementor hibernate = factory.unwrap(SessionFactoryImplementor.class);
        return new JpaCapture(
                hibernate, Shapes.of(hibernate, catalog, listed, parts.interest()::needs), parts, watch, predecessor);
    }

    /**
     * Hears of other entities from now on.
     *
     * @param catalog the content types
     * @param listed the entities that configuration makes content types; those that do not exist are left out
     */
    public void reconfigure(ContentCatalog catalog, List<ListedEntity> listed) {
        shapes.reconfigure(catalog, listed);
    }

    /** Announces bulk statements. */
    public BulkChanges bulkChanges() {
        return bulk;
    }

    /** Reads what was committed. */
    public StoredEntries storedEntries() {
        return stored;
    }

    @Override
    public Optional<HostTransaction> current() {
        SharedSessionContractImplementor session = sessions.current();
        return session == null ? Optional.empty() : of(session);
    }

    @Override
    public Optional<HostTransaction> of(Object handle) {
        try {
            SharedSessionContractImplementor session = JpaBulkChanges.session(handle);
            if (session == null || session.getFactory() != factory || !Sessions.isActive(session)) {
                return Optional.empty();
            }
            JpaTransaction transaction = sessions.transaction(session);
            if (transaction == null) {
                return Optional.empty();
            }
            sessions.watchEnd(session, transaction);
            return Optional.of(transaction.record());
        } catch (RuntimeException e) {
            LOG.debug("No transaction can be known of this handle", e);
            return Optional.empty();
        }
    }

    @Override
    public Optional<Entry> read(Object entity, Exposure exposure) {
        try {
            return Optional.ofNullable(entities.read(entity, exposure.type().uid(), exposure.populate()));
        } catch (RuntimeException e) {
            LOG.error("An entity of '{}' could not be read", exposure.type().uid(), e);
            return Optional.empty();
        }
    }

    /** Stops listening; transactions under way are finished by what listened so far. Idempotent. */
    @Override
    public void close() {
        if (watch != null) {
            watch.watch(null);
        }
        detach();
    }

    private void detach() {
        opening.close();
        happened.close();
    }

    /** Something of the host's was not captured, and could not be: nobody may be led past it. */
    public void missed() {
        misses.failed();
    }

    /**
     * Goes on writing down what the host does, until the next instance of the plugin takes over, or the time is over.
     *
     * @param log is closed already
     * @param ticks nanoseconds that only grow
     */
    public void leave(JpaEventLog log, Duration longest, LongSupplier ticks) {
        JpaEventLog.CaptureLeft left = new JpaEventLog.CaptureLeft(
                opening.relay(),
                happened.relay(),
                succession::takesOpening,
                succession::takesHappened,
                succession::open,
                misses::count,
                this::detach);
        HandOver.leave(
                log.left(HandOver.version(), left),
                happened.relay(),
                succession::happened,
                longest,
                ticks,
                this::close);
    }

    @Override
    public String toString() {
        return "JpaCapture of " + shapes.all().size() + " entities";
    }
}
