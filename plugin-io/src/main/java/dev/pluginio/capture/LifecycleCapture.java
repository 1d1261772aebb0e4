package dev.pluginio.capture;

import dev.pluginio.access.Exposure;
import dev.pluginio.api.content.Action;
import dev.pluginio.api.content.ContentCatalog;
import dev.pluginio.api.content.Entry;
import dev.pluginio.api.event.ContentChange;
import dev.pluginio.api.host.ContentLifecycle;
import dev.pluginio.log.Announcement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes changes from a host that tells of them itself. */
public final class LifecycleCapture implements ContentLifecycle, HostTransactions {

    private static final Logger LOG = LoggerFactory.getLogger(LifecycleCapture.class);

    private volatile ContentCatalog catalog;
    private final CaptureParts parts;
    private volatile boolean used;
    private final ThreadBound<Told> onThread = new ThreadBound<>(told -> !told.record.hasEnded());

    /** Takes changes of the types in the catalogue. */
    public LifecycleCapture(ContentCatalog catalog, CaptureParts parts) {
        this.catalog = catalog;
        this.parts = parts;
    }

    /** Takes changes of other types from now on. */
    public void reconfigure(ContentCatalog changed) {
        catalog = changed;
    }

    /** Whether the host has told of anything. */
    public boolean wasUsed() {
        return used;
    }

    @Override
    public Transaction begin() {
        used = true;
        Told told = new Told();
        onThread.touch(told);
        return told;
    }

    @Override
    public Optional<HostTransaction> current() {
        Told told = onThread.current();
        return told == null ? Optional.empty() : Optional.of(told.record);
    }

    @Override
    public Optional<HostTransaction> of(Object handle) {
        return handle instanceof Told told && told.isOf(this) && !told.record.hasEnded()
                ? Optional.of(told.record)
                : Optional.empty();
    }

    @Override
    public Optional<Entry> read(Object entity, Exposure exposure) {
        return Optional.empty();
    }

    private final class Told implements Transaction {
        private final TransactionRecord record = new TransactionRecord(parts);
        private final ChangeSet changes = new ChangeSet();
        private final Map<EntryKey, Entry> after = new HashMap<>();

        boolean isOf(LifecycleCapture capture) {
            return LifecycleCapture.this == capture;
        }

        @Override
        public void changed(ContentChange change) {
            catalog.require(change.uid());
            if (record.hasEnded()) {
                throw new IllegalStateException("a change of '" + change.uid()
                        + "' came after its transaction ended: call changed(…) before committed() or rolledBack()");
            }
            try {
                take(change);
            } catch (RuntimeException e) {
                LOG.error("A change of '{}' is lost", change.uid(), e);
                parts.observer().failed();
            }
        }

        private void take(ContentChange change) {
            EntryKey key = new EntryKey(change.uid(), change.entry().id());
            Action action = change.action();
            if (action.equals(Action.CREATE)) {
                changes.created(key);
            } else if (action.equals(Action.UPDATE)) {
                changes.updated(key, () -> change.before().orElse(null));
            } else if (action.equals(Action.DELETE)) {
                changes.deleted(key, () -> change.before().orElse(null));
            } else {
                if (isSent(change)) {
                    record.draw(List.of(key));
                    record.announce(Announcement.of(change));
                }
                return;
            }
            change.after().ifPresentOrElse(entry -> after.put(key, entry), () -> after.remove(key));
            record.draw(List.of(key));
        }

        /** What the host announces by name is sent as configured; actions of its own, of every type that is sent. */
        private boolean isSent(ContentChange change) {
            Action action = change.action();
            return parts.interest()
                    .exposure(change.uid())
                    .filter(exposure ->
                            !action.isBuiltIn() || exposure.actions().contains(action))
                    .isPresent();
        }

        @Override
        public void committed() {
            try {
                record.committed(tellings());
            } catch (RuntimeException e) {
                LOG.error("The changes of a transaction are lost", e);
                parts.observer().failed();
                record.forgotten(changes.size());
            }
            onThread.release(this);
        }

        @Override
        public void rolledBack() {
            record.forgotten(changes.size());
            onThread.release(this);
        }

        private List<Telling> tellings() {
            List<Telling> tellings = new ArrayList<>(changes.size());
            for (ChangeSet.Change change : changes.net()) {
                tellings.add(telling(change));
            }
            return tellings;
        }

        private Telling telling(ChangeSet.Change change) {
            EntryKey key = change.key();
            Exposure exposure = parts.interest().exposure(key.uid()).orElse(null);
            if (exposure == null
                    || change.kind() == ChangeSet.Kind.NOTHING
                    || !parts.interest().isWanted(key.uid())) {
                return Telling.nothing(key, change.kind());
            }
            @Nullable Entry before = change.before().get();
            return Telling.of(key, change.kind(), exposure, before, after.get(key));
        }
    }
}
