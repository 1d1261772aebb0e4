package dev.pluginio.capture.jpa;

import dev.pluginio.api.content.Entry;
import dev.pluginio.api.host.BulkChanges;
import dev.pluginio.capture.CaptureParts;
import dev.pluginio.capture.EntryKey;
import dev.pluginio.capture.Unheard;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.function.IntSupplier;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Announces bulk statements whose rows are known: locks and reads them before, and again before the commit. */
final class JpaBulkChanges implements BulkChanges {

    private static final Logger LOG = LoggerFactory.getLogger(JpaBulkChanges.class);

    private final Shapes shapes;
    private final Sessions sessions;
    private final SnapshotReader reader;
    private final CaptureParts parts;
    private final OwnWrites own;

    JpaBulkChanges(Shapes shapes, Sessions sessions, SnapshotReader reader, CaptureParts parts, OwnWrites own) {
        this.shapes = shapes;
        this.sessions = sessions;
        this.reader = reader;
        this.parts = parts;
        this.own = own;
    }

    @Override
    public int update(Object entityManager, String uid, Collection<?> ids, IntSupplier statement) {
        return run(entityManager, uid, ids, statement, false);
    }

    @Override
    public int delete(Object entityManager, String uid, Collection<?> ids, IntSupplier statement) {
        return run(entityManager, uid, ids, statement, true);
    }

    private int run(Object entityManager, String uid, Collection<?> ids, IntSupplier statement, boolean deletes) {
        Shape shape = shapes.ofType(uid);
        if (shape == null) {
            throw new IllegalArgumentException("there is no content type '" + uid + "' among the host's entities");
        }
        SharedSessionContractImplementor session = session(entityManager);
        if (session == null) {
            throw new IllegalArgumentException("an EntityManager is needed to run a bulk statement on '" + uid
                    + "', but this is a " + entityManager.getClass().getName());
        }
        Map<EntryKey, Entry> before = before(session, shape, ids);
        int rows;
        own.begin(session);
        try {
            rows = statement.getAsInt();
        } finally {
            own.end();
        }
        record(session, shape, before, deletes);
        return rows;
    }

    static @Nullable SharedSessionContractImplementor session(Object handle) {
        if (handle instanceof SharedSessionContractImplementor session) {
            return session;
        }
        try {
            return handle instanceof EntityManager manager
                    ? manager.unwrap(SharedSessionContractImplementor.class)
                    : null;
        } catch (RuntimeException e) {
            LOG.debug("An entity manager is not Hibernate's, or closed", e);
            return null;
        }
    }

    private Map<EntryKey, Entry> before(SharedSessionContractImplementor session, Shape shape, Collection<?> ids) {
        if (ids.isEmpty() || !Sessions.isActive(session)) {
            return Map.of();
        }
        Unheard.Phase asking = parts.sequencer().unheard().enter();
        try {
            if (!isHeard(shape)) {
                passBy(session);
                return Map.of();
            }
        } finally {
            asking.leave();
        }
        try {
            return reader.locked(session, shape, new ArrayList<>(new LinkedHashSet<>(ids)));
        } catch (HostFailure e) {
            throw e.failure();
        } catch (RuntimeException | Error e) {
            LOG.error("A bulk statement on '{}' is not announced: its rows could not be read", shape.uid(), e);
            parts.observer().failed();
            return Map.of();
        }
    }

    /** Whoever begins to listen before the transaction ends must know that there was something. */
    private void passBy(SharedSessionContractImplementor session) {
        try {
            JpaTransaction transaction = sessions.transaction(session);
            if (transaction != null) {
                transaction.passBy();
            }
        } catch (RuntimeException | Error e) {
            LOG.debug("A bulk statement goes by without a trace", e);
        }
    }

    private boolean isHeard(Shape shape) {
        try {
            return shapes.uidsOf(shape).stream().anyMatch(this::isWanted);
        } catch (RuntimeException | Error e) {
            LOG.error("A bulk statement on '{}' is not announced", shape.uid(), e);
            parts.observer().failed();
            return false;
        }
    }

    private boolean isWanted(String uid) {
        return parts.interest().exposure(uid).isPresent() && parts.interest().isWanted(uid);
    }

    private void record(
            SharedSessionContractImplementor session, Shape shape, Map<EntryKey, Entry> before, boolean deletes) {
        if (before.isEmpty()) {
            return;
        }
        try {
            JpaTransaction transaction = sessions.transaction(session);
            if (transaction != null) {
                before.forEach((key, entry) -> {
                    Shape actual = shapes.ofType(key.uid());
                    if (actual == null || parts.interest().exposure(key.uid()).isEmpty()) {
                        return;
                    }
                    if (deletes) {
                        transaction.deleted(actual, key.id(), () -> entry);
                    } else {
                        transaction.updated(actual, key.id(), () -> entry, null);
                    }
                });
            }
        } catch (RuntimeException | Error e) {
            LOG.error("A bulk statement on '{}' is not announced", shape.uid(), e);
            parts.observer().failed();
        }
    }
}
