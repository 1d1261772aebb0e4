package dev.pluginio.capture.jpa;

import dev.pluginio.access.Exposure;
import dev.pluginio.access.Populate;
import dev.pluginio.api.content.Entry;
import dev.pluginio.capture.ChangeSet;
import dev.pluginio.capture.EntryKey;
import dev.pluginio.capture.Telling;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.jspecify.annotations.Nullable;

/** What is told of the entries that one transaction changed, as they are read before it ends. For one thread. */
final class Tellings {

    private final SnapshotReader reader;
    private final Losses losses;
    private final Map<EntryKey, Telling> tellings = new HashMap<>(0);

    /** Is told of what cannot be read. */
    @FunctionalInterface
    interface Losses {
        void lost(Throwable cause, int count);
    }

    Tellings(SnapshotReader reader, Losses losses) {
        this.reader = reader;
        this.losses = losses;
    }

    /** The entries of which something is told, or known to be nothing. */
    Set<EntryKey> entries() {
        return tellings.keySet();
    }

    /** What is told of a change. */
    Telling of(ChangeSet.Change change) {
        Telling telling = tellings.get(change.key());
        return telling == null ? Telling.nothing(change.key(), change.kind()) : telling;
    }

    /** What is told of changes, without those of which that is not known. */
    List<Telling> of(List<ChangeSet.Change> changes) {
        return changes.stream()
                .map(change -> tellings.get(change.key()))
                .filter(Objects::nonNull)
                .toList();
    }

    /** Nothing is told of a change, unless more becomes known. */
    void nothing(ChangeSet.Change change) {
        tellings.put(change.key(), Telling.nothing(change.key(), change.kind()));
    }

    void forget(EntryKey key) {
        tellings.remove(key);
    }

    /**
     * Reads what is told of changes.
     *
     * @param gathered knows the shapes of their entries
     * @param wanted what is told of each content type
     */
    void read(
            SharedSessionContractImplementor session,
            List<ChangeSet.Change> changes,
            Gathered gathered,
            Map<String, Exposure> wanted,
            Steps steps) {
        Map<Shape, List<ChangeSet.Change>> byShape = new LinkedHashMap<>();
        for (ChangeSet.Change change : changes) {
            Shape shape = gathered.shape(change.key());
            if (shape != null) {
                byShape.computeIfAbsent(shape, s -> new ArrayList<>()).add(change);
            }
        }
        byShape.forEach((shape, all) -> {
            Exposure exposure = wanted.get(shape.uid());
            if (exposure == null) {
                return;
            }
            try {
                read(session, shape, all, exposure, steps);
            } catch (HostFailure e) {
                throw e;
            } catch (RuntimeException | Error e) {
                losses.lost(e, all.size());
            }
        });
    }

    private void read(
            SharedSessionContractImplementor session,
            Shape shape,
            List<ChangeSet.Change> all,
            Exposure exposure,
            Steps steps) {
        List<Object> ids = new ArrayList<>();
        for (ChangeSet.Change change : all) {
            if (change.kind() != ChangeSet.Kind.DELETE) {
                ids.add(change.key().id());
            }
        }
        Set<Object> unread = new HashSet<>();
        Map<EntryKey, Entry> after =
                ids.isEmpty() ? Map.of() : after(session, shape, ids, exposure.populate(), unread, steps);
        after.keySet().forEach(key -> unread.add(key.id()));
        for (ChangeSet.Change change : all) {
            boolean isGone = !unread.contains(change.key().id());
            tell(change, exposure, after.get(change.key()), isGone);
        }
    }

    /** Reads all at once; if that fails, one by one, so that an entry that cannot be read is lost alone. */
    private Map<EntryKey, Entry> after(
            SharedSessionContractImplementor session,
            Shape shape,
            List<Object> ids,
            Populate populate,
            Set<Object> unread,
            Steps steps) {
        try {
            return reader.read(session, shape, ids, populate, steps);
        } catch (HostFailure e) {
            throw e;
        } catch (RuntimeException e) {
            if (ids.size() == 1) {
                unread.addAll(ids);
                losses.lost(e, 1);
                return Map.of();
            }
        }
        Map<EntryKey, Entry> after = new HashMap<>();
        for (Object id : ids) {
            after.putAll(after(session, shape, List.of(id), populate, unread, steps));
        }
        return after;
    }

    /** Tells of a change; what was updated and then is not there when it is read has gone out of everybody's sight. */
    void tell(ChangeSet.Change change, Exposure exposure, @Nullable Entry after, boolean isGone) {
        EntryKey key = change.key();
        Entry before = change.before().get();
        ChangeSet.Kind kind = change.kind() == ChangeSet.Kind.UPDATE && isGone ? ChangeSet.Kind.DELETE : change.kind();
        switch (kind) {
            case CREATE -> tellings.put(key, Telling.of(key, kind, exposure, null, after));
            case UPDATE -> {
                if (after != null) {
                    tellings.put(key, Telling.of(key, kind, exposure, before == null ? after : before, after));
                }
            }
            case DELETE -> {
                Entry known = before == null ? Entry.of(key.id(), Map.of()) : before;
                tellings.put(key, Telling.of(key, kind, exposure, known, null));
            }
            case NOTHING -> tellings.put(key, Telling.nothing(key, kind));
        }
    }
}
