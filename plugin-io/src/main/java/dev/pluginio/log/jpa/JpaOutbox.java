package dev.pluginio.log.jpa;

import dev.pluginio.log.Announcement;
import dev.pluginio.log.Outbox;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Writes rows, and knows which of them somebody of this process still holds, who will append them. */
final class JpaOutbox implements Outbox {

    private final Rows rows;
    private final Payload payload;
    private volatile UnaryOperator<Announcement> trim = UnaryOperator.identity();
    private final Set<Long> held = ConcurrentHashMap.newKeySet();
    private final Queue<Row> superseded = new ConcurrentLinkedQueue<>();
    private final AtomicLong begun;
    private volatile boolean together;

    /**
     * Holds nothing.
     *
     * @param first from where transactions are counted: at random, as others write rows, too
     */
    JpaOutbox(Rows rows, Payload payload, long first) {
        this.rows = rows;
        this.payload = payload;
        this.begun = new AtomicLong(first);
    }

    /** Whether it is written down which changes are of one transaction. */
    void keepTogether(boolean isTogether) {
        together = isTogether;
    }

    /** Whether transactions are kept together now. */
    boolean isTogether() {
        return together;
    }

    /** Leaves out what must not be kept. */
    void trim(UnaryOperator<Announcement> trimmed) {
        trim = trimmed;
    }

    /** What is kept of an announcement. */
    Announcement kept(Announcement announcement) {
        return trim.apply(announcement).kept();
    }

    /** What is written of an announcement. */
    Draft draft(Announcement announcement) {
        return Draft.of(kept(announcement), payload);
    }

    @Override
    public boolean isOpen() {
        return true; // a transaction that outlives the plugin is found by the next one
    }

    @Override
    public @Nullable Long begin() {
        return together ? begun.incrementAndGet() : null;
    }

    @Override
    public List<Row> put(Connection connection, @Nullable Long transaction, List<Announcement> announcements)
            throws SQLException {
        List<Draft> drafts = new ArrayList<>(announcements.size());
        for (Announcement announcement : announcements) {
            drafts.add(draft(announcement));
        }
        List<Row> written = rows.insert(connection, transaction, drafts);
        hold(written);
        return written;
    }

    /** From now on it is known that somebody will say what becomes of these. */
    void hold(Collection<Row> rowsHeld) {
        rowsHeld.forEach(row -> held.add(row.id()));
    }

    @Override
    public void withdraw(Connection connection, Collection<Row> outdated) throws SQLException {
        rows.delete(connection, outdated);
        release(outdated);
    }

    @Override
    public void release(Collection<Row> released) {
        released.forEach(row -> held.remove(row.id()));
    }

    @Override
    public void superseded(Collection<Row> outdated) {
        superseded.addAll(outdated);
    }

    /** Whether somebody will append it. */
    boolean isHeld(Row row) {
        return isHeld(row.id());
    }

    /** Whether somebody will append it. */
    boolean isHeld(long row) {
        return held.contains(row);
    }

    /** Rows to be taken away, which are held until they are. */
    List<Row> superseded() {
        List<Row> all = new ArrayList<>(0);
        for (Row row = superseded.poll(); row != null; row = superseded.poll()) {
            all.add(row);
        }
        return all;
    }
}
