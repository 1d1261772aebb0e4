package dev.pluginio.capture.jpa;

import dev.pluginio.access.Exposure;
import dev.pluginio.access.Populate;
import dev.pluginio.api.content.Entry;
import dev.pluginio.capture.CaptureParts;
import dev.pluginio.capture.ChangeSet;
import dev.pluginio.capture.EntryKey;
import dev.pluginio.capture.Telling;
import dev.pluginio.capture.TransactionRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.engine.spi.TransactionCompletionCallbacks.AfterCompletionCallback;
import org.hibernate.engine.spi.TransactionCompletionCallbacks.BeforeCompletionCallback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One transaction of one session, on the thread that works with the session. Collects references while entities are
 * flushed; before completion asks for interest, draws the ticket and reads; after completion hands on. What is flushed
 * later still, by other callbacks before completion, is taken in after that flush. Throws nothing.
 */
final class JpaTransaction implements BeforeCompletionCallback, AfterCompletionCallback {

    private static final Logger LOG = LoggerFactory.getLogger(JpaTransaction.class);

    private final CaptureParts parts;
    private final SnapshotReader reader;
    private final TransactionRecord record;
    private final ChangeSet changes = new ChangeSet();
    private final Map<EntryKey, Shape> shapes = new HashMap<>();
    private final Map<EntryKey, Supplier<Entry>> late = new HashMap<>();
    private final Set<EntryKey> fresh = new LinkedHashSet<>();
    private final Map<EntryKey, Telling> tellings = new HashMap<>();
    private boolean completing;

    JpaTransaction(CaptureParts parts, SnapshotReader reader) {
        this.parts = parts;
        this.reader = reader;
        this.record = new TransactionRecord(parts);
    }

    TransactionRecord record() {
        return record;
    }

    void created(Shape shape, Object id, Supplier<Entry> now) {
        changes.created(touched(shape, id, now));
    }

    void updated(Shape shape, Object id, Supplier<@Nullable Entry> before, @Nullable Supplier<Entry> now) {
        changes.updated(touched(shape, id, now), before);
    }

    void deleted(Shape shape, Object id, Supplier<@Nullable Entry> before) {
        changes.deleted(touched(shape, id, null), before);
    }

    boolean knows(Shape shape, Object id) {
        return changes.contains(new EntryKey(shape.uid(), id));
    }

    private EntryKey touched(Shape shape, Object id, @Nullable Supplier<Entry> now) {
        EntryKey key = new EntryKey(shape.uid(), id);
        shapes.put(key, shape);
        fresh.add(key);
        if (completing) {
            if (now != null) {
                late.put(key, now);
            }
            record.draw(List.of(key));
        }
        return key;
    }

    @Override
    public void doBeforeTransactionCompletion(SharedSessionContractImplementor session) {
        if (!record.hasEnded()) {
            completing = true;
            takeIn(session);
        }
    }

    /** A flush has ended; matters only once completion has begun. */
    void flushed(SharedSessionContractImplementor session) {
        if (completing && !fresh.isEmpty()) {
            takeIn(session);
        }
    }

    private void takeIn(SharedSessionContractImplementor session) {
        try {
            Map<String, Exposure> wanted = wanted(fresh);
            if (wanted.isEmpty()) {
                fresh.forEach(tellings::remove);
                fresh.clear();
                return;
            }
            Set<EntryKey> due = Set.copyOf(fresh);
            fresh.clear();
            List<ChangeSet.Change> toTell = new ArrayList<>();
            for (ChangeSet.Change change : changes.net()) {
                if (due.contains(change.key())) {
                    tellings.put(change.key(), Telling.nothing(change.key(), change.kind()));
                    if (change.kind() != ChangeSet.Kind.NOTHING
                            && wanted.containsKey(change.key().uid())) {
                        toTell.add(change);
                    }
                }
            }
            record.draw(toTell.stream().map(ChangeSet.Change::key).toList());
            readAll(session, toTell, wanted);
        } catch (RuntimeException | Error e) {
            lost(e, 1);
        }
    }

    private Map<String, Exposure> wanted(Set<EntryKey> keys) {
        Map<String, Exposure> wanted = new HashMap<>();
        Set<String> asked = new LinkedHashSet<>();
        for (EntryKey key : keys) {
            if (asked.add(key.uid()) && parts.interest().isWanted(key.uid())) {
                Optional<Exposure> exposure = parts.interest().exposure(key.uid());
                exposure.ifPresent(found -> wanted.put(key.uid(), found));
            }
        }
        return wanted;
    }

    private void readAll(
            SharedSessionContractImplementor session, List<ChangeSet.Change> toTell, Map<String, Exposure> wanted) {
        Map<Shape, List<ChangeSet.Change>> byShape = new LinkedHashMap<>();
        for (ChangeSet.Change change : toTell) {
            Shape shape = shapes.get(change.key());
            if (shape != null) {
                byShape.computeIfAbsent(shape, s -> new ArrayList<>()).add(change);
            }
        }
        byShape.forEach((shape, all) -> {
            try {
                tell(session, shape, all, wanted);
            } catch (RuntimeException | Error e) {
                lost(e, all.size());
            }
        });
    }

    private void tell(
            SharedSessionContractImplementor session,
            Shape shape,
            List<ChangeSet.Change> all,
            Map<String, Exposure> wanted) {
        Exposure exposure = wanted.get(shape.uid());
        if (exposure == null) {
            return;
        }
        List<Object> ids = new ArrayList<>();
        for (ChangeSet.Change change : all) {
            if (change.kind() != ChangeSet.Kind.DELETE) {
                ids.add(change.key().id());
            }
        }
        Map<EntryKey, Entry> after = ids.isEmpty() ? Map.of() : after(session, shape, ids, exposure.populate());
        for (ChangeSet.Change change : all) {
            tell(change, exposure, after.get(change.key()));
        }
    }

    /** Reads all at once; if that fails, one by one, so that an entry that cannot be read is lost alone. */
    private Map<EntryKey, Entry> after(
            SharedSessionContractImplementor session, Shape shape, List<Object> ids, Populate populate) {
        RuntimeException failure;
        try {
            return reader.read(session, shape, ids, populate);
        } catch (RuntimeException e) {
            failure = e;
        }
        if (ids.size() == 1) {
            lost(failure, 1);
            return Map.of();
        }
        Map<EntryKey, Entry> after = new HashMap<>();
        int broken = 0;
        for (Object id : ids) {
            try {
                after.putAll(reader.read(session, shape, List.of(id), populate));
            } catch (RuntimeException e) {
                failure = e;
                broken++;
            }
        }
        if (broken > 0) {
            lost(failure, broken);
        }
        return after;
    }

    private void tell(ChangeSet.Change change, Exposure exposure, @Nullable Entry after) {
        EntryKey key = change.key();
        Entry before = change.before().get();
        switch (change.kind()) {
            case CREATE -> tellings.put(key, Telling.of(key, change.kind(), exposure, null, after));
            case UPDATE -> {
                if (after != null) {
                    tellings.put(key, Telling.of(key, change.kind(), exposure, before == null ? after : before, after));
                }
            }
            case DELETE -> {
                Entry known = before == null ? Entry.of(key.id(), Map.of()) : before;
                tellings.put(key, Telling.of(key, change.kind(), exposure, known, null));
            }
            case NOTHING -> tellings.put(key, Telling.nothing(key, change.kind()));
        }
    }

    private void lost(Throwable cause, int count) {
        LOG.error("{} change(s) could not be read before the commit and are not announced", count, cause);
        for (int i = 0; i < count; i++) {
            parts.observer().failed();
        }
    }

    @Override
    public void doAfterTransactionCompletion(boolean success, SharedSessionContractImplementor session) {
        try {
            if (success) {
                tellFromMemory();
                record.committed(ordered());
            } else {
                record.forgotten(changes.size());
                Leftovers.remove(session, this);
            }
        } catch (RuntimeException | Error e) {
            lost(e, changes.size());
            record.forgotten(changes.size());
        }
    }

    /** The session was closed and its transaction with it. */
    void leftBehind() {
        record.forgotten(changes.size());
    }

    /** What was flushed after the last chance to read is told as the session saw it, without relations. */
    private void tellFromMemory() {
        if (fresh.isEmpty()) {
            return;
        }
        Map<String, Exposure> wanted = wanted(fresh);
        for (ChangeSet.Change change : changes.net()) {
            Exposure exposure = wanted.get(change.key().uid());
            if (exposure != null && fresh.contains(change.key())) {
                Exposure valuesOnly = new Exposure(
                        exposure.type(),
                        exposure.actions(),
                        Populate.VALUES,
                        exposure.onlyPublished(),
                        exposure.eventPrefix(),
                        exposure.permission());
                Supplier<Entry> now = late.get(change.key());
                tell(change, valuesOnly, now == null ? null : now.get());
            }
        }
    }

    private List<Telling> ordered() {
        List<Telling> ordered = new ArrayList<>(tellings.size());
        for (ChangeSet.Change change : changes.net()) {
            Telling telling = tellings.get(change.key());
            ordered.add(telling == null ? Telling.nothing(change.key(), change.kind()) : telling);
        }
        return ordered;
    }
}
