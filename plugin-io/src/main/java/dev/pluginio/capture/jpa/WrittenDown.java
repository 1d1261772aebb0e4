package dev.pluginio.capture.jpa;

import dev.pluginio.api.event.ContentChange;
import dev.pluginio.capture.CaptureParts;
import dev.pluginio.capture.EntryKey;
import dev.pluginio.capture.Telling;
import dev.pluginio.log.Announcement;
import dev.pluginio.log.Outbox.Row;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one transaction has written down of its changes, on the thread that works with its session. Where that cannot be
 * done, the changes are told from memory. Throws nothing but what the host's own writes throw.
 */
final class WrittenDown {

    private static final Logger LOG = LoggerFactory.getLogger(WrittenDown.class);

    private final CaptureParts parts;
    private final Map<ContentChange, Row> rows = new IdentityHashMap<>(2);
    private final Map<EntryKey, List<ContentChange>> told = new HashMap<>(2);
    private final List<Row> stale = new ArrayList<>(0);
    private @Nullable Long transaction;

    WrittenDown(CaptureParts parts) {
        this.parts = parts;
    }

    /** Writes down what is told of entries, in place of what was written down of them before. */
    void put(SharedSessionContractImplementor session, List<Telling> tellings, Steps steps) {
        if (!parts.outbox().isOpen()) {
            return;
        }
        List<Announcement> announcements = new ArrayList<>(tellings.size());
        List<Row> outdated = new ArrayList<>(0);
        for (Telling telling : tellings) {
            for (ContentChange former : told.getOrDefault(telling.key(), List.of())) {
                Row row = rows.remove(former);
                if (row != null) {
                    outdated.add(row);
                }
            }
            told.put(telling.key(), telling.changes());
            for (ContentChange change : telling.changes()) {
                announcements.add(new Announcement(change, telling.words(), null, null, Announcement.Source.HOST));
            }
            telling.untold(parts.interest()).map(Announcement::untold).ifPresent(announcements::add);
        }
        write(session, outdated, announcements, steps);
    }

    /** Writes down what was asked for and is not what the transaction itself does. */
    void putAsked(SharedSessionContractImplementor session, List<Announcement> asked, Set<EntryKey> captured) {
        if (asked.isEmpty() || !parts.outbox().isOpen()) {
            return;
        }
        write(
                session,
                List.of(),
                asked.stream()
                        .filter(request -> !rows.containsKey(request.change()) && !isCaptured(request, captured))
                        .toList(),
                new Steps());
    }

    private static boolean isCaptured(Announcement request, Set<EntryKey> captured) {
        ContentChange change = request.change();
        return change.action().isBuiltIn()
                && captured.contains(new EntryKey(change.uid(), change.entry().id()));
    }

    private void write(
            SharedSessionContractImplementor session,
            List<Row> outdated,
            List<Announcement> announcements,
            Steps steps) {
        if (outdated.isEmpty() && announcements.isEmpty()) {
            return;
        }
        try {
            Connection connection = Savepoints.connection(session);
            List<Row> written = steps.take(connection, () -> write(connection, outdated, announcements));
            for (int i = 0; i < written.size(); i++) {
                rows.put(announcements.get(i).change(), written.get(i));
            }
        } catch (HostFailure e) {
            session.markForRollbackOnly();
            throw e;
        } catch (RuntimeException e) {
            LOG.error(
                    "{} change(s) could not be written to the event log in the host's transaction, and are told from"
                            + " memory only",
                    announcements.size(),
                    e);
            parts.observer().unwritten(announcements.size());
            stale.addAll(outdated);
        }
    }

    private List<Row> write(Connection connection, List<Row> outdated, List<Announcement> announcements) {
        try {
            if (!outdated.isEmpty()) {
                parts.outbox().withdraw(connection, outdated);
            }
            if (announcements.isEmpty()) {
                return List.of();
            }
            transaction = transaction == null ? parts.outbox().begin() : transaction;
            return parts.outbox().put(connection, transaction, announcements);
        } catch (SQLException e) {
            throw new IllegalStateException("the event log cannot be written", e);
        }
    }

    /** The announcement with its row, if it has one; each row is given once. */
    Announcement placed(Announcement announcement) {
        Row row = rows.remove(announcement.change());
        return row == null ? announcement : announcement.in(row);
    }

    /** The transaction was committed, and what it tells has been placed. */
    void committed() {
        stale.addAll(rows.values());
        if (!stale.isEmpty()) {
            parts.outbox().superseded(List.copyOf(stale));
        }
        forget();
    }

    /** The transaction was rolled back, or nobody knows what became of it. */
    void release() {
        stale.addAll(rows.values());
        if (!stale.isEmpty()) {
            parts.outbox().release(List.copyOf(stale));
        }
        forget();
    }

    private void forget() {
        rows.clear();
        stale.clear();
    }
}
