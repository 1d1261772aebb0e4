package dev.pluginio.delivery;

import dev.pluginio.api.content.Entry;
import dev.pluginio.api.event.ContentChange;
import dev.pluginio.transport.Room;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the entries that somebody is subscribed to: as much of their last state as it takes to tell who may
 * read them, so that no event needs to ask the database. An entry is known as long as it has a follower. Thread-safe.
 */
public final class Standings {

    private final Function<String, Set<String>> needs;
    private final Map<Name, Standing> byDocument = new HashMap<>();
    private final Map<Name, Standing> byId = new HashMap<>();
    private volatile Map<String, Integer> followed = Map.of();

    private record Name(String uid, String id) {}

    /**
     * Begins with none.
     *
     * @param needs by content type, the attributes that decide who may read an entry
     */
    public Standings(Function<String, Set<String>> needs) {
        this.needs = needs;
    }

    /** Whether an entry of this content type has a follower. Never waits. */
    public boolean isFollowed(String uid) {
        return followed.containsKey(uid);
    }

    /** Somebody follows an entry, until {@link #drop}; its state may not be known yet. */
    public synchronized Standing follow(String uid, Entry entry) {
        Standing standing = byDocument.computeIfAbsent(
                new Name(uid, entry.documentId()), name -> new Standing(uid, entry.id(), entry.documentId()));
        String id = String.valueOf(entry.id()); // another one than before, if it was made anew under its documentId
        standing.ids.add(id);
        byId.put(new Name(uid, id), standing);
        standing.followers++;
        count(uid, 1);
        return standing;
    }

    /** Somebody follows an entry no longer. */
    public synchronized void drop(Standing standing) {
        standing.followers--;
        count(standing.uid, -1);
        if (standing.followers == 0) {
            byDocument.remove(new Name(standing.uid, standing.documentId), standing);
            standing.ids.forEach(id -> byId.remove(new Name(standing.uid, id), standing));
        }
    }

    private void count(String uid, int difference) {
        Map<String, Integer> now = new HashMap<>(followed);
        now.merge(uid, difference, (some, more) -> some + more == 0 ? null : some + more);
        followed = Map.copyOf(now);
    }

    /** A followed entry, by its primary key, or by its documentId, or by whichever it is; empty if nobody follows it. */
    public synchronized Optional<Standing> find(String uid, @Nullable Object id, @Nullable String documentId) {
        Standing found = documentId == null ? null : byDocument.get(new Name(uid, documentId));
        if (found == null && id != null) {
            Name name = new Name(uid, String.valueOf(id));
            found = byId.getOrDefault(name, id instanceof String ? byDocument.get(name) : null);
        }
        return Optional.ofNullable(found);
    }

    /** The host changed an entry. */
    void changed(ContentChange change) {
        if (!isFollowed(change.uid())) {
            return;
        }
        String documentId = change.entry().documentId();
        change.before()
                .filter(before -> !before.documentId().equals(documentId))
                .ifPresent(before -> take(change.uid(), before, Optional.empty()));
        take(change.uid(), change.entry(), change.after());
    }

    private synchronized void take(String uid, Entry entry, Optional<Entry> now) {
        Standing standing = byDocument.get(new Name(uid, entry.documentId()));
        if (standing != null) {
            standing.learn(now.orElse(null));
        }
    }

    private static Entry essenceOf(Entry entry, Set<String> names) {
        Map<String, @Nullable Object> values = new HashMap<>();
        entry.values().forEach((name, value) -> {
            if (name.equals(Entry.PUBLISHED_AT) || names.contains(name)) {
                values.put(name, value);
            }
        });
        return new Entry(entry.id(), entry.documentId(), values);
    }

    private static Set<String> knownOf(Entry entry, Set<String> wanted) {
        return entry.values().keySet().containsAll(wanted)
                ? wanted
                : wanted.stream().filter(entry.values()::containsKey).collect(Collectors.toUnmodifiableSet());
    }

    /** How many entries are followed. */
    public synchronized int size() {
        return byDocument.size();
    }

    /** What is known of one entry. */
    public final class Standing {
        private final String uid;
        private final Object id;
        private final String documentId;
        private final Set<String> ids = new HashSet<>(2);
        private int followers;
        private @Nullable Set<String> learnt;
        private @Nullable Entry state;

        private Standing(String uid, Object id, String documentId) {
            this.uid = uid;
            this.id = id;
            this.documentId = documentId;
        }

        /** The content type. */
        public String uid() {
            return uid;
        }

        /** The primary key. */
        public Object id() {
            return id;
        }

        /** The identifier for clients. */
        public String documentId() {
            return documentId;
        }

        /** The room of those who are subscribed to it. */
        public Room room() {
            return Room.entity(uid, documentId);
        }

        /** Whether its state is known, with all that rules need of it now. */
        public boolean isKnown() {
            synchronized (Standings.this) {
                return learnt != null && learnt.containsAll(needs.apply(uid));
            }
        }

        /** Its last state; empty if it is gone, or not known. */
        public Optional<Entry> state() {
            synchronized (Standings.this) {
                return isKnown() ? Optional.ofNullable(state) : Optional.empty();
            }
        }

        /** It was read; what changes told meanwhile is newer. */
        public void read(@Nullable Entry entry) {
            synchronized (Standings.this) {
                if (!isKnown()) {
                    learnt = needs.apply(uid);
                    state = entry == null ? null : essenceOf(entry, learnt);
                }
            }
        }

        /** A change told of it; one that was captured before a rule came may lack what the rule needs. */
        private void learn(@Nullable Entry entry) {
            Set<String> wanted = needs.apply(uid);
            learnt = entry == null ? wanted : knownOf(entry, wanted);
            state = entry == null ? null : essenceOf(entry, wanted);
        }
    }
}
