package dev.pluginio.log.jpa;

import dev.pluginio.api.content.Action;
import dev.pluginio.api.event.ContentChange;
import dev.pluginio.api.realtime.Envelope;
import dev.pluginio.api.realtime.Reach;
import dev.pluginio.log.Announcement;
import dev.pluginio.log.Outbox.Row;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The table of events. Works on the connections it is given, in their transactions. Thread-safe. */
final class Rows {

    private static final Logger LOG = LoggerFactory.getLogger(Rows.class);

    private static final String COLUMNS =
            "id, seq, happened_at, uid, action, words, source, envelope, asked, payload, tx from pluginio_event";
    private static final String INSERT = "insert into pluginio_event"
            + " (seq, happened_at, uid, entry, action, words, source, envelope, asked, payload, tx)"
            + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String SEQUENCE =
            "update pluginio_event set seq = ?, happened_at = ?, envelope = ?, asked = ?, tx = ? where id = ?";
    private static final String DELETE = "delete from pluginio_event where id = ?";
    private static final String UNSEQUENCED =
            "select " + COLUMNS + " where seq is null and id > ? and id <= ? order by id limit ?";
    private static final String LATEST = "select max(id) from pluginio_event";
    private static final String WAITING = "select id, tx from pluginio_event where seq is null order by id";
    private static final String THESE = "select " + COLUMNS + " where seq is null and id in (%s)";
    private static final String PAGE = "select " + COLUMNS + " where seq > ? and seq <= ? order by seq limit ?";
    private static final String NEWEST = "select " + COLUMNS
            + " where entry = ? and seq is not null and source <> 'caller' order by seq desc limit 1";
    private static final String OLDEST =
            "select seq, happened_at from pluginio_event where seq > ? order by seq limit ?";
    private static final String COUNT = "select count(*) from pluginio_event where seq is not null";
    private static final String PRUNE = "delete from pluginio_event where seq <= ?";

    private static final int AT_ONCE = 256;

    private final Payload payload;

    Rows(Payload payload) {
        this.payload = payload;
    }

    /**
     * An announcement with its place in the order.
     *
     * @param at when the plugin learned of the commit
     * @param draft what to insert where it has no row yet; null if it has one, or cannot be kept
     * @param transaction the place of the first one of its transaction; null if they are not kept together
     */
    record Placed(
            long sequence,
            Instant at,
            Announcement announcement,
            @Nullable Draft draft,
            @Nullable Long transaction) {}

    /**
     * A row as it was read.
     *
     * @param sequence its place; 0 if it has none yet
     * @param at when the plugin learned of the commit; the epoch if it has not yet
     * @param transaction the place of the first one of its transaction; something else that they have in common if it has
     *     no place yet; null if they are not kept together
     */
    record Stored(
            Row row,
            long sequence,
            Instant at,
            Announcement announcement,
            @Nullable Long transaction) {}

    /**
     * A row without a place.
     *
     * @param transaction what it has in common with the others of its transaction; null if they are not kept together
     */
    record Waiting(long id, @Nullable Long transaction) {}

    /** A place in the order, and when it was taken. */
    record Dated(long sequence, Instant at) {}

    /** Inserts changes of one transaction that have no place yet. */
    List<Row> insert(Connection connection, @Nullable Long transaction, List<Draft> drafts) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT, new String[] {"id"})) {
            if (drafts.size() == 1) {
                bind(insert, drafts.get(0), null, null, transaction);
                insert.executeUpdate();
            } else {
                for (Draft draft : drafts) {
                    bind(insert, draft, null, null, transaction);
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            return keys(insert, drafts.size());
        }
    }

    private static List<Row> keys(PreparedStatement insert, int expected) throws SQLException {
        List<Row> rows = new ArrayList<>(expected);
        try (ResultSet keys = insert.getGeneratedKeys()) {
            while (keys.next()) {
                rows.add(new Row(keys.getLong(1)));
            }
        }
        if (rows.size() != expected) {
            throw new SQLException("the database gave " + rows.size() + " keys for " + expected + " rows");
        }
        return rows;
    }

    private static void bind(
            PreparedStatement insert,
            Draft draft,
            @Nullable Long sequence,
            @Nullable Instant at,
            @Nullable Long transaction)
            throws SQLException {
        setLong(insert, 1, sequence);
        setLong(insert, 2, at == null ? null : micros(at));
        insert.setString(3, draft.uid());
        insert.setString(4, draft.entry());
        insert.setString(5, draft.action());
        insert.setString(6, draft.words());
        insert.setString(7, draft.source());
        insert.setString(8, draft.envelope());
        insert.setBoolean(9, draft.asked());
        insert.setString(10, draft.payload());
        setLong(insert, 11, transaction);
    }

    private static void setLong(PreparedStatement statement, int index, @Nullable Long value) throws SQLException {
        if (value == null) {
            statement.setNull(index, Types.BIGINT);
        } else {
            statement.setLong(index, value);
        }
    }

    /** Gives events their places, which have rows, or inserts them there. */
    void place(Connection connection, List<Placed> events) throws SQLException {
        List<Placed> written = new ArrayList<>(events.size());
        List<Placed> unwritten = new ArrayList<>(0);
        for (Placed event : events) {
            if (event.announcement().row() != null) {
                written.add(event);
            } else if (event.draft() != null) {
                unwritten.add(event);
            }
        }
        if (!written.isEmpty()) {
            sequence(connection, written);
        }
        if (!unwritten.isEmpty()) {
            insertPlaced(connection, unwritten);
        }
    }

    private static void sequence(Connection connection, List<Placed> events) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(SEQUENCE)) {
            for (Placed event : events) {
                Row row = event.announcement().row();
                Envelope envelope = event.announcement().envelope();
                update.setLong(1, event.sequence());
                update.setLong(2, micros(event.at()));
                update.setString(3, envelope == null ? null : envelope.name().toLowerCase(Locale.ROOT));
                update.setBoolean(4, event.announcement().isAsked());
                setLong(update, 5, event.transaction());
                update.setLong(6, row == null ? 0 : row.id());
                update.addBatch();
            }
            update.executeBatch();
        }
    }

    private static void insertPlaced(Connection connection, List<Placed> events) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (Placed event : events) {
                Draft draft = event.draft();
                if (draft != null) {
                    bind(insert, draft, event.sequence(), event.at(), event.transaction());
                    insert.addBatch();
                }
            }
            insert.executeBatch();
        }
    }

    /** Takes rows away. */
    void delete(Connection connection, Collection<Row> rows) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(DELETE)) {
            for (Row row : rows) {
                delete.setLong(1, row.id());
                delete.addBatch();
            }
            delete.executeBatch();
        }
    }

    /** The row that was written last; 0 if there is none. */
    long latest(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(LATEST);
                ResultSet latest = select.executeQuery()) {
            latest.next();
            return latest.getLong(1);
        }
    }

    /** Rows without a place, in the order in which they were written. */
    List<Stored> unsequenced(Connection connection, long afterId, long upToId, int most) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(UNSEQUENCED)) {
            select.setLong(1, afterId);
            select.setLong(2, upToId);
            select.setInt(3, most);
            return readable(select);
        }
    }

    /** All rows without a place, in the order in which they were written. */
    List<Waiting> waiting(Connection connection) throws SQLException {
        List<Waiting> waiting = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(WAITING);
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                waiting.add(new Waiting(rows.getLong(1), rows.getObject(2, Long.class)));
            }
        }
        return waiting;
    }

    /** Some rows without a place, in any order; those that have none any more, or cannot be read, are left out. */
    List<Stored> unsequenced(Connection connection, List<Long> ids) throws SQLException {
        List<Stored> stored = new ArrayList<>(ids.size());
        for (int from = 0; from < ids.size(); from += AT_ONCE) {
            List<Long> some = ids.subList(from, Math.min(from + AT_ONCE, ids.size()));
            String marks = String.join(", ", Collections.nCopies(some.size(), "?"));
            try (PreparedStatement select = connection.prepareStatement(THESE.formatted(marks))) {
                for (int i = 0; i < some.size(); i++) {
                    select.setLong(i + 1, some.get(i));
                }
                stored.addAll(readable(select));
            }
        }
        return stored;
    }

    /** Rows by their places. */
    List<Stored> page(Connection connection, long after, long upTo, int most) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(PAGE)) {
            select.setLong(1, after);
            select.setLong(2, upTo);
            select.setInt(3, most);
            return read(select);
        }
    }

    /** What the host did last to each of some entries. */
    List<Stored> newest(Connection connection, Collection<ContentChange> changes) throws SQLException {
        List<String> entries = changes.stream().map(Draft::entry).distinct().toList();
        List<Stored> newest = new ArrayList<>(entries.size());
        try (PreparedStatement select =
                connection.prepareStatement(NEWEST)) { // one by one: each is the end of an index
            for (String entry : entries) {
                select.setString(1, entry);
                newest.addAll(read(select));
            }
        }
        return newest;
    }

    /** The oldest places that are taken after one. */
    List<Dated> oldest(Connection connection, long after, int most) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(OLDEST)) {
            select.setLong(1, after);
            select.setInt(2, most);
            List<Dated> oldest = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    oldest.add(new Dated(rows.getLong(1), moment(rows.getLong(2))));
                }
            }
            return oldest;
        }
    }

    /** Takes away what has a place up to this one; gives how many there were. */
    int prune(Connection connection, long upTo) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(PRUNE)) {
            delete.setLong(1, upTo);
            return delete.executeUpdate();
        }
    }

    /** How many have a place. */
    long count(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(COUNT);
                ResultSet rows = select.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** One that cannot be read must not hold up all others. */
    private List<Stored> readable(PreparedStatement select) throws SQLException {
        List<Stored> stored = new ArrayList<>();
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                try {
                    stored.add(read(rows));
                } catch (IllegalArgumentException e) {
                    LOG.error("Row {} of pluginio_event cannot be read; it is not told of", rows.getLong(1), e);
                }
            }
        }
        return stored;
    }

    private List<Stored> read(PreparedStatement select) throws SQLException {
        List<Stored> stored = new ArrayList<>();
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                stored.add(read(rows));
            }
        }
        return stored;
    }

    private Stored read(ResultSet rows) throws SQLException {
        Row row = new Row(rows.getLong(1));
        String envelope = rows.getString(8);
        Set<Action> words =
                Arrays.stream(rows.getString(6).split(",")).map(Action::new).collect(Collectors.toUnmodifiableSet());
        Announcement announcement = new Announcement(
                payload.read(rows.getString(4), new Action(rows.getString(5)), rows.getString(10)),
                words,
                envelope == null ? null : Envelope.valueOf(envelope.toUpperCase(Locale.ROOT)),
                rows.getBoolean(9) ? CompletableFuture.completedFuture(Reach.NOBODY) : null,
                Announcement.Source.valueOf(rows.getString(7).toUpperCase(Locale.ROOT)),
                row);
        return new Stored(row, rows.getLong(2), moment(rows.getLong(3)), announcement, rows.getObject(11, Long.class));
    }

    private static long micros(Instant at) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, at);
    }

    private static Instant moment(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
