package dev.pluginio.log.jpa;

import dev.pluginio.api.event.ContentChange;
import dev.pluginio.api.event.ContentEvent;
import dev.pluginio.log.Announcement;
import dev.pluginio.log.Journal;
import dev.pluginio.log.Offsets;
import dev.pluginio.log.Position;
import dev.pluginio.log.Retention;
import dev.pluginio.log.Ring;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is kept: the newest in memory, all of it in the table. It may be read on any thread; the rest is done by the log's.
 */
final class JpaJournal implements Journal {

    private static final Logger LOG = LoggerFactory.getLogger(JpaJournal.class);
    private static final int STEP = 500;

    private final Store store;
    private final Offsets offsets;
    private final Ring ring;
    private final Runs runs;
    private final Map<ContentChange, ContentChange> newest = Collections.synchronizedMap(new WeakHashMap<>());
    private volatile Predicate<Announcement> enough = kept -> true;
    private volatile Retention retention;
    private volatile Position head;
    private volatile long gap;
    private volatile long floor;
    private long count;

    JpaJournal(Store store, Store.State state, Retention retention, Clock clock) throws SQLException {
        this.store = store;
        this.runs = state.runs();
        this.offsets = new Offsets(runs::epoch, state.key());
        this.retention = retention;
        this.head = new Position(state.head());
        this.ring = new Ring(retention, head, clock);
        this.gap = state.gap();
        this.count = state.kept();
        List<Rows.Dated> oldest = store.oldest(0, 1);
        this.floor = oldest.isEmpty() ? state.former() : oldest.get(0).sequence() - 1;
    }

    /** Keeps more or less from now on. */
    void reconfigure(Retention changed) {
        retention = changed;
        ring.reconfigure(changed);
    }

    /** The newest place of which nothing is in the table. */
    long gap() {
        return gap;
    }

    /** Nothing is in the table of a place, or something was lost before it. */
    synchronized void gapAt(long sequence) {
        gap = Math.max(gap, sequence);
    }

    /** The name of a place. */
    String offset(long sequence) {
        return offsets.of(new Position(sequence));
    }

    /** The name of a transaction, by the place of its first event; null for none. */
    @Nullable
    String transaction(@Nullable Long first) {
        return first == null ? null : offsets.ofTransaction(first);
    }

    /** The next event is about to be read; null if nothing may be kept of it. */
    void add(long sequence, @Nullable Announcement kept, ContentEvent event) {
        Position position = new Position(sequence);
        count++;
        if (kept == null) {
            lost(sequence);
        } else {
            ring.add(position, kept, event.about(kept.change()));
        }
    }

    /** Nobody is led past a place. */
    void lost(long sequence) {
        gapAt(sequence);
        ring.gap(new Position(sequence));
    }

    /** Nobody is led past what lacks something that is needed of it. */
    void require(Predicate<Announcement> needed) {
        enough = needed;
        ring.require(needed);
    }

    /** Everything up to a place was handed on. */
    void cameTo(long sequence) {
        head = new Position(sequence);
    }

    @Override
    public Position head() {
        return head;
    }

    @Override
    public Optional<Position> find(String untrustedOffset) {
        return offsets.find(untrustedOffset);
    }

    @Override
    public String offset(Position place) {
        return offsets.of(place);
    }

    @Override
    public boolean reaches(Position from) {
        return ring.reaches(from) || isInTable(from.sequence());
    }

    /** Between the runs no places were given, as far as the database knows; if it lost some, so must clients. */
    private boolean isInTable(long from) {
        return from >= floor && from >= gap && runs.cameTo(from);
    }

    @Override
    public boolean isNear(Position from) {
        return ring.reaches(from);
    }

    @Override
    public Optional<List<Kept>> after(Position from, int most) {
        Optional<List<Kept>> near = ring.after(from, most);
        if (near.isPresent() || !isInTable(from.sequence())) {
            return near;
        }
        try {
            List<Kept> page = read(from.sequence(), most);
            return isInTable(from.sequence()) ? Optional.of(page) : Optional.empty();
        } catch (SQLException | IllegalArgumentException e) {
            LOG.error("The event log cannot be read: clients that come back reload", e);
            return Optional.empty();
        }
    }

    private List<Kept> read(long from, int most) throws SQLException {
        Store.Page page = store.page(from, head.sequence(), most);
        Map<String, Rows.Stored> last = new HashMap<>();
        page.newest().forEach(one -> last.put(Draft.entry(one.announcement().change()), one));
        List<Kept> kept = new ArrayList<>(page.events().size());
        for (Rows.Stored stored : page.events()) {
            Announcement announcement = stored.announcement();
            if (!enough.test(announcement)) {
                gapAt(stored.sequence());
            }
            ContentChange change = announcement.change();
            Rows.Stored latest = last.get(Draft.entry(change));
            if (latest != null && latest.sequence() != stored.sequence()) {
                newest.put(change, latest.announcement().change());
            }
            kept.add(new Kept(
                    new Position(stored.sequence()),
                    announcement,
                    new ContentEvent(
                            change, stored.at(), offset(stored.sequence()), transaction(stored.transaction()))));
        }
        return kept;
    }

    @Override
    public ContentChange newest(ContentChange change) {
        ContentChange inMemory = ring.newest(change);
        return inMemory != null ? inMemory : newest.getOrDefault(change, change);
    }

    /** Takes away some of what is kept for too long. */
    void prune(Instant now) {
        ring.forgetTheOld();
        Retention limits = retention;
        Instant tooOld = now.minus(limits.age());
        long tooMany = count - limits.events();
        try {
            long upTo = floor;
            long seen = 0;
            for (Rows.Dated oldest : store.oldest(floor, STEP)) {
                if (++seen > tooMany && !oldest.at().isBefore(tooOld)) {
                    break;
                }
                upTo = oldest.sequence();
            }
            if (upTo > floor) {
                floor = upTo; // first, so that nobody reads what is on its way out
                count -= store.prune(upTo);
            }
        } catch (SQLException e) {
            LOG.warn("The event log cannot be pruned; it is tried again", e);
        }
    }
}
