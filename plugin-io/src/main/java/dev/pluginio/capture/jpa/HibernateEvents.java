package dev.pluginio.capture.jpa;

import dev.pluginio.api.content.Entry;
import dev.pluginio.capture.CaptureParts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.hibernate.engine.spi.EntityEntry;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.event.spi.AbstractCollectionEvent;
import org.hibernate.event.spi.AbstractDatabaseOperationEvent;
import org.hibernate.event.spi.AbstractEvent;
import org.hibernate.event.spi.AutoFlushEvent;
import org.hibernate.event.spi.DeleteEvent;
import org.hibernate.event.spi.FlushEvent;
import org.hibernate.event.spi.InitializeCollectionEvent;
import org.hibernate.event.spi.LoadEvent;
import org.hibernate.event.spi.LockEvent;
import org.hibernate.event.spi.MergeEvent;
import org.hibernate.event.spi.PersistEvent;
import org.hibernate.event.spi.PostCollectionRecreateEvent;
import org.hibernate.event.spi.PostCollectionRemoveEvent;
import org.hibernate.event.spi.PostCollectionUpdateEvent;
import org.hibernate.event.spi.PostDeleteEvent;
import org.hibernate.event.spi.PostInsertEvent;
import org.hibernate.event.spi.PostUpdateEvent;
import org.hibernate.event.spi.PostUpsertEvent;
import org.hibernate.event.spi.PreCollectionRecreateEvent;
import org.hibernate.event.spi.PreCollectionRemoveEvent;
import org.hibernate.event.spi.PreCollectionUpdateEvent;
import org.hibernate.event.spi.PreDeleteEvent;
import org.hibernate.event.spi.PreInsertEvent;
import org.hibernate.event.spi.PreUpdateEvent;
import org.hibernate.event.spi.PreUpsertEvent;
import org.hibernate.event.spi.RefreshEvent;
import org.hibernate.persister.collection.CollectionPersister;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Translates Hibernate's events into changes. Called in the host's flushes: collects references only, runs no query
 * (save for a stateless session, which keeps no former state and does not flush), and throws nothing but what the host's
 * own writes throw.
 */
final class HibernateEvents {

    private static final Logger LOG = LoggerFactory.getLogger(HibernateEvents.class);

    private final Shapes shapes;
    private final Sessions sessions;
    private final StatelessBefore before;
    private final CaptureParts parts;
    private final OwnWrites own;
    private final Map<Class<?>, Consumer<Object>> opening = new HashMap<>();
    private final Map<Class<?>, Consumer<Object>> handlers = new HashMap<>();

    HibernateEvents(Shapes shapes, Sessions sessions, StatelessBefore before, CaptureParts parts, OwnWrites own) {
        this.shapes = shapes;
        this.sessions = sessions;
        this.before = before;
        this.parts = parts;
        this.own = own;
        on(opening, FlushEvent.class, event -> own.begin(event.getSession()));
        on(opening, AutoFlushEvent.class, event -> own.begin(event.getSession()));
        on(handlers, FlushEvent.class, this::flushed);
        on(handlers, AutoFlushEvent.class, this::flushed);
        on(handlers, PostInsertEvent.class, this::inserted);
        on(handlers, PostUpdateEvent.class, this::updated);
        on(handlers, PostDeleteEvent.class, this::deleted);
        on(handlers, PostUpsertEvent.class, this::upserted);
        List.of(PreInsertEvent.class, PreUpdateEvent.class, PreDeleteEvent.class, PreUpsertEvent.class)
                .forEach(type -> on(handlers, type, this::aboutToWrite));
        List.of(PostCollectionRecreateEvent.class, PostCollectionUpdateEvent.class, PostCollectionRemoveEvent.class)
                .forEach(type -> on(handlers, type, this::collectionWritten));
        List.of(PreCollectionRecreateEvent.class, PreCollectionUpdateEvent.class, PreCollectionRemoveEvent.class)
                .forEach(type -> on(handlers, type, this::aboutToWriteCollection));
        List.of(
                        LoadEvent.class,
                        PersistEvent.class,
                        MergeEvent.class,
                        DeleteEvent.class,
                        RefreshEvent.class,
                        LockEvent.class,
                        InitializeCollectionEvent.class)
                .forEach(type -> on(handlers, type, event -> sessions.touch(event.getSession())));
    }

    private static <E> void on(Map<Class<?>, Consumer<Object>> handlers, Class<? extends E> type, Consumer<E> handler) {
        handlers.put(type, event -> handler.accept(type.cast(event)));
    }

    /** Something is about to happen; called before Hibernate's own listeners. */
    void opening(Object event) {
        dispatch(opening, event);
    }

    /** Something happened; called after Hibernate's own listeners. */
    void happened(Object event) {
        dispatch(handlers, event);
    }

    /** Takes an event that opens something, if it belongs to a transaction that began here; tells whether it does. */
    boolean takesOpening(Object event) {
        return takes(opening, event);
    }

    /** Takes any other event, if it belongs to a transaction that began here; tells whether it does. */
    boolean takesHappened(Object event) {
        return takes(handlers, event);
    }

    private boolean takes(Map<Class<?>, Consumer<Object>> table, Object event) {
        if (!(event instanceof AbstractEvent known)) {
            return false;
        }
        SharedSessionContractImplementor session = known.getSession() == null ? sessions.current() : known.getSession();
        if (session == null || sessions.open(session) == null) {
            return false;
        }
        dispatch(table, event);
        return true;
    }

    private void dispatch(Map<Class<?>, Consumer<Object>> table, Object event) {
        Consumer<Object> handler = table.get(event.getClass());
        if (handler == null) {
            return;
        }
        try {
            handler.accept(event);
        } catch (HostFailure e) {
            throw e.failure();
        } catch (RuntimeException | Error e) {
            LOG.error("A change could not be captured and is not announced", e);
            parts.observer().failed();
        }
    }

    private void flushed(FlushEvent event) {
        SharedSessionContractImplementor session = event.getSession();
        own.end();
        sessions.touch(session);
        JpaTransaction open = sessions.open(session);
        if (open != null) {
            open.flushed(session);
        }
    }

    private @Nullable Shape exposed(EntityPersister persister) {
        Shape shape = shapes.ofPersister(persister);
        return shape != null && parts.interest().exposure(shape.uid()).isPresent() ? shape : null;
    }

    private void inserted(PostInsertEvent event) {
        written(event, (shape, transaction) -> {
            Object[] state = event.getState();
            transaction.created(shape, event.getId(), () -> shape.ofState(event.getId(), state));
        });
    }

    private void updated(PostUpdateEvent event) {
        written(event, (shape, transaction) -> {
            Object[] old = event.getOldState();
            if (old != null && isCollectionsOnly(shape, event)) {
                return;
            }
            Object[] state = event.getState();
            Object id = event.getId();
            transaction.updated(
                    shape,
                    id,
                    old == null ? before.taken(id, shape) : () -> shape.ofState(id, old),
                    () -> shape.ofState(id, state));
        });
    }

    /** A parent is flagged when an inverse collection changed in memory, although nothing of it is written. */
    private static boolean isCollectionsOnly(Shape shape, PostUpdateEvent event) {
        int version = shape.persister().isVersioned() ? shape.persister().getVersionPropertyIndex() : -1;
        if (version >= 0 && !Objects.equals(event.getOldState()[version], event.getState()[version])) {
            return false;
        }
        int[] dirty = event.getDirtyProperties();
        if (dirty == null) {
            return version >= 0;
        }
        for (int property : dirty) {
            if (shape.isOwnColumn(property)) {
                return false;
            }
        }
        return true;
    }

    private void deleted(PostDeleteEvent event) {
        written(event, (shape, transaction) -> {
            Object[] old = event.getDeletedState();
            Object id = event.getId();
            transaction.deleted(shape, id, old == null ? before.deleted(event, shape) : () -> shape.ofState(id, old));
        });
    }

    private void upserted(PostUpsertEvent event) {
        written(event, (shape, transaction) -> {
            Object id = event.getId();
            Object[] state = event.getState();
            Supplier<Entry> now = () -> shape.ofState(id, state);
            if (before.isNew(id, shape)) {
                transaction.created(shape, id, now);
            } else {
                transaction.updated(shape, id, before.taken(id, shape), now);
            }
        });
    }

    private void written(AbstractDatabaseOperationEvent event, Change change) {
        SharedSessionContractImplementor session = event.getSession();
        if (session.isStateless()) {
            own.end();
        }
        Shape shape = exposed(event.getPersister());
        if (shape != null) {
            sessions.touch(session);
            JpaTransaction transaction = sessions.transaction(session);
            if (transaction != null) {
                change.record(shape, transaction);
            }
        }
        if (session.isStateless()) {
            before.forget();
        }
    }

    private void aboutToWrite(AbstractDatabaseOperationEvent event) {
        SharedSessionContractImplementor session = event.getSession();
        if (!session.isStateless()) {
            return;
        }
        own.begin(session);
        sessions.touch(session);
        Shape shape = exposed(event.getPersister());
        if (shape != null && !(event instanceof PreInsertEvent) && Sessions.isActive(session)) {
            JpaTransaction transaction = sessions.open(session);
            boolean isKnown = transaction != null && transaction.knows(shape, event.getId());
            if (!isKnown && parts.interest().isWanted(shape.uid())) {
                before.take(event, shape);
            } else {
                before.forget();
            }
        }
    }

    private void aboutToWriteCollection(AbstractCollectionEvent event) {
        SharedSessionContractImplementor session = event.getSession();
        if (session == null) {
            SharedSessionContractImplementor current = sessions.current();
            if (current != null) {
                own.begin(current);
            }
        }
    }

    private void collectionWritten(AbstractCollectionEvent event) {
        SharedSessionContractImplementor session = event.getSession();
        boolean stateless = session == null;
        if (stateless) {
            session = sessions.current();
            if (session != null) {
                own.end();
            }
        }
        CollectionPersister persister = event.getCollectionPersister();
        Shape shape = persister == null ? null : shapes.ofPersister(persister.getOwnerEntityPersister());
        Object id = event.getAffectedOwnerIdOrNull();
        // only what the owner's own tables hold is a change of the owner, and only if it is an attribute
        if (session == null
                || id == null
                || shape == null
                || persister.isInverse()
                || !shape.isAttribute(persister.getRole())) {
            return;
        }
        JpaTransaction open = sessions.open(session);
        if (open != null && open.justWrote(shape, id)) {
            return;
        }
        EntityEntry entry = stateless || event.getAffectedOwnerOrNull() == null
                ? null
                : session.getPersistenceContextInternal().getEntry(event.getAffectedOwnerOrNull());
        Shape actual = entry == null ? shape : exposed(entry.getPersister());
        if (actual == null || parts.interest().exposure(actual.uid()).isEmpty()) {
            return;
        }
        JpaTransaction transaction = sessions.transaction(session);
        if (transaction != null && !(stateless && transaction.knows(actual, id))) {
            Object[] loaded = entry == null ? null : entry.getLoadedState();
            transaction.updated(actual, id, () -> loaded == null ? null : actual.ofState(id, loaded), null);
        }
    }

    /** The part of a listener that differs. */
    @FunctionalInterface
    private interface Change {
        void record(Shape shape, JpaTransaction transaction);
    }
}
