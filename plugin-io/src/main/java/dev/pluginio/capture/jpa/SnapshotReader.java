package dev.pluginio.capture.jpa;

import dev.pluginio.access.Populate;
import dev.pluginio.api.content.Entry;
import dev.pluginio.capture.EntryKey;
import dev.pluginio.capture.StoredEntries;
import jakarta.persistence.EntityNotFoundException;
import jakarta.persistence.LockModeType;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.hibernate.CacheMode;
import org.hibernate.FlushMode;
import org.hibernate.Hibernate;
import org.hibernate.ObjectNotFoundException;
import org.hibernate.Session;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads entries as a fresh read in the host's transaction shows them: through a session of its own on the same
 * connection, which knows nothing of the host's session and cannot spoil its transaction.
 */
final class SnapshotReader {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotReader.class);
    private static final int CHUNK = 500;
    private static final int BATCH = 100;

    private final SessionFactoryImplementor factory;
    private final Shapes shapes;

    SnapshotReader(SessionFactoryImplementor factory, Shapes shapes) {
        this.factory = factory;
        this.shapes = shapes;
    }

    /**
     * Reads entries of one entity.
     *
     * @param host the session whose transaction is active
     * @param shape the entity, or a superclass
     * @return the entries that are there, by key; those of other content types under their own
     */
    Map<EntryKey, Entry> read(SharedSessionContractImplementor host, Shape shape, List<Object> ids, Populate populate) {
        return read(host, shape, ids, populate, LockModeType.NONE, Savepoints::around);
    }

    /** The same, as one of several steps. */
    Map<EntryKey, Entry> read(
            SharedSessionContractImplementor host, Shape shape, List<Object> ids, Populate populate, Steps steps) {
        return read(host, shape, ids, populate, LockModeType.NONE, steps::take);
    }

    /**
     * Locks rows until the host's transaction ends, as its own statement would, and reads their values.
     *
     * @param host the session whose transaction is active; neither loads nor flushes anything by this
     */
    Map<EntryKey, Entry> locked(SharedSessionContractImplementor host, Shape shape, List<Object> ids) {
        return read(host, shape, ids, Populate.VALUES, LockModeType.PESSIMISTIC_WRITE, Savepoints::around);
    }

    private Map<EntryKey, Entry> read(
            SharedSessionContractImplementor host,
            Shape shape,
            List<Object> ids,
            Populate populate,
            LockModeType lock,
            BiFunction<Connection, Supplier<Map<EntryKey, Entry>>, Map<EntryKey, Entry>> harmlessly) {
        try {
            finishBatch(host);
            Connection connection = Savepoints.connection(host);
            return harmlessly.apply(connection, () -> {
                try (Session session = open(host, connection)) {
                    session.setDefaultReadOnly(true);
                    return read(session, shape, ids, populate, lock);
                }
            });
        } catch (HostFailure e) {
            host.markForRollbackOnly();
            throw e;
        }
    }

    /** Runs what the host has written but its session still holds back, so that the read sees it. */
    private static void finishBatch(SharedSessionContractImplementor host) {
        try {
            host.getJdbcCoordinator().executeBatch();
        } catch (RuntimeException e) {
            throw new HostFailure(e);
        }
    }

    /** Reads one entry outside of any transaction of the host; null if it is not there. */
    @Nullable
    Entry readAlone(Shape shape, Object id, Populate populate) {
        try (Session session = factory.withOptions()
                .noInterceptor()
                .noSessionInterceptorCreation()
                .flushMode(FlushMode.MANUAL)
                .openSession()) {
            session.setDefaultReadOnly(true);
            return read(session, shape, List.of(id), populate, LockModeType.NONE)
                    .get(new EntryKey(shape.uid(), id));
        }
    }

    /**
     * Reads one entry as it was committed last, past all caches.
     *
     * @param attribute the attribute that has this value in one row at most; empty for the primary key
     * @return the entry; null if it is not there
     */
    StoredEntries.@Nullable Stored readAlone(Shape shape, String attribute, Object value, Populate populate) {
        try (Session session = factory.withOptions()
                .noInterceptor()
                .noSessionInterceptorCreation()
                .initialCacheMode(CacheMode.IGNORE)
                .flushMode(FlushMode.MANUAL)
                .openSession()) {
            session.setDefaultReadOnly(true);
            List<Object> ids = attribute.isEmpty() ? List.of(value) : idsOf(session, shape, attribute, value);
            return read(session, shape, ids, populate, LockModeType.NONE).entrySet().stream()
                    .findFirst()
                    .map(found -> new StoredEntries.Stored(found.getKey(), found.getValue()))
                    .orElse(null);
        }
    }

    private static List<Object> idsOf(Session session, Shape shape, String attribute, Object value) {
        String entity = shape.persister().getEntityName();
        return session.createSelectionQuery(
                        "select e.id from " + entity + " e where e." + attribute + " = :value", Object.class)
                .setParameter("value", value)
                .setMaxResults(1)
                .getResultList();
    }

    private Session open(SharedSessionContractImplementor host, Connection connection) {
        var options = factory.withOptions()
                .connection(connection)
                .noInterceptor()
                .noSessionInterceptorCreation()
                .autoJoinTransactions(false)
                .initialCacheMode(CacheMode.IGNORE)
                .flushMode(FlushMode.MANUAL);
        Object tenant = host.getTenantIdentifierValue();
        if (tenant != null) {
            options.tenantIdentifier(tenant);
        }
        return options.openSession();
    }

    private Map<EntryKey, Entry> read(
            Session session, Shape shape, List<Object> ids, Populate populate, LockModeType lock) {
        Map<EntryKey, Entry> entries = new HashMap<>();
        for (int from = 0; from < ids.size(); from += CHUNK) {
            List<Object> chunk = ids.subList(from, Math.min(ids.size(), from + CHUNK));
            Related related = new Related(session);
            for (Object entity : load(session, shape, chunk, populate, lock)) {
                Shape actual = related.shape(entity);
                if (actual != null) {
                    Object id = actual.persister()
                            .getIdentifier(entity, session.unwrap(SharedSessionContractImplementor.class));
                    entries.put(
                            new EntryKey(actual.uid(), id),
                            actual.ofEntity(
                                    id,
                                    entity,
                                    actual.uid().equals(shape.uid()) ? populate : Populate.VALUES,
                                    related));
                }
            }
            if (ids.size() > CHUNK) {
                session.clear();
            }
        }
        return entries;
    }

    /** With a batch size Hibernate builds a loader for each find: only where there is something to batch. */
    private static List<Object> load(
            Session session, Shape shape, List<Object> ids, Populate populate, LockModeType lock) {
        List<Object> found = new ArrayList<>(ids.size());
        Class<?> type = shape.persister().getMappedClass();
        if (type != null && lock != LockModeType.NONE) {
            session.findMultiple(type, ids, lock).forEach(entity -> addIfThere(found, entity));
            return found;
        }
        boolean single = ids.size() == 1;
        if (!single) {
            session.setFetchBatchSize(BATCH);
        }
        if (single || type == null || Map.class.isAssignableFrom(type)) {
            for (Object id : ids) {
                addIfThere(found, session.find(shape.persister().getEntityName(), id));
            }
        } else {
            session.findMultiple(type, ids).forEach(entity -> addIfThere(found, entity));
        }
        if (single && !populate.relations().isEmpty()) {
            session.setFetchBatchSize(BATCH);
        }
        return found;
    }

    private static void addIfThere(List<Object> found, @Nullable Object entity) {
        if (entity != null) {
            found.add(Hibernate.unproxy(entity));
        }
    }

    private final class Related implements Shape.Related {
        private final Session session;

        Related(Session session) {
            this.session = session;
        }

        @Nullable
        Shape shape(Object entity) {
            return shapes.ofEntity(session.getEntityName(entity));
        }

        @Override
        public @Nullable Entry entry(Object entity, String targetUid, Populate populate) {
            Shape shape = shape(entity);
            return shape == null || !shape.uid().equals(targetUid)
                    ? null
                    : shape.ofRelated(session.getIdentifier(entity), entity, populate, this);
        }

        @Override
        public boolean initialize(Object value) {
            try {
                Hibernate.initialize(value);
                return true;
            } catch (ObjectNotFoundException | EntityNotFoundException e) {
                LOG.debug("A relation leads to a row that is not there", e);
                return false;
            }
        }
    }
}
