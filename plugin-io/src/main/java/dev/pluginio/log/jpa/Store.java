package dev.pluginio.log.jpa;

import dev.pluginio.log.Offsets;
import dev.pluginio.log.Outbox.Row;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The log's tables, on connections of its own: one transaction a call. May be called concurrently; blocks. */
final class Store {

    // places are kept elsewhere without their epochs, too: none is given by two runs if a few commits were forgotten
    private static final long LEAP = 1_000_000;

    private final Connections connections;
    private final Rows rows;
    private final SecureRandom random;
    private final String host;
    private final String writer;
    private final @Nullable Predecessor predecessor;

    /**
     * Makes it.
     *
     * @param random where epochs, key and the name of this writer come from
     * @param host tells this process of the host from all others
     * @param predecessor wrote down what the host did until now; null if nobody did
     */
    Store(Connections connections, Rows rows, SecureRandom random, String host, @Nullable Predecessor predecessor) {
        this.predecessor = predecessor;
        this.connections = connections;
        this.rows = rows;
        this.random = random;
        this.host = host + "/";
        this.writer = this.host + Long.toHexString(random.nextLong());
    }

    /**
     * What outlives a process.
     *
     * @param key what the offsets are enciphered with
     * @param runs which places were given, this run's included
     * @param former the newest place that earlier processes took, as far as the database knows
     * @param head the place after which this one goes on
     * @param gap the newest place of which nothing is kept; 0 if there is none
     * @param kept how many events are kept
     */
    record State(byte[] key, Runs runs, long former, long head, long gap, long kept) {}

    /** Another process has taken the log over: this one may give no places any more. */
    static final class TakenOver extends SQLException {
        private static final long serialVersionUID = 1L;

        TakenOver() {
            super("another process writes the event log now");
        }
    }

    /** The database does not know any more what it was told before: it died, and has lost what it had not written. */
    static final class SetBack extends SQLException {
        private static final long serialVersionUID = 1L;

        SetBack(long known, long head) {
            super("the database has forgotten " + (known - head) + " events");
        }
    }

    /** By which name it writes. */
    String writer() {
        return writer;
    }

    /** Takes the log over from whoever had it; makes it where there is none. */
    State open() throws SQLException {
        return connections.inTransaction(connection -> {
            State found = state(connection);
            if (found == null) {
                return made(connection);
            }
            take(connection, found);
            return found;
        });
    }

    private @Nullable State state(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                        "select secret, head, gap, writer from pluginio_log where id = 1 for update");
                ResultSet found = select.executeQuery()) {
            if (!found.next()) {
                return null;
            }
            long head = found.getLong(2);
            return new State(
                    Base64.getDecoder().decode(found.getString(1)),
                    begin(connection, head),
                    head,
                    head + LEAP,
                    gap(found.getString(4), head, found.getLong(3)),
                    rows.count(connection));
        }
    }

    private Runs begin(Connection connection, long former) throws SQLException {
        List<Rows.Dated> oldest = rows.oldest(connection, 0, 1);
        return Runs.next(
                connection,
                new Runs.Run(former + LEAP, former, random.nextLong()),
                oldest.isEmpty() ? former : oldest.get(0).sequence());
    }

    /** One that was here before in this host has left: what the host did since was noted by it, or by nobody. */
    private long gap(String lastWriter, long head, long stored) {
        if (predecessor != null && predecessor.hasWrittenAll(lastWriter)) {
            return predecessor.gap();
        }
        return lastWriter.startsWith(host) ? head + LEAP : stored;
    }

    private void take(Connection connection, State state) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("update pluginio_log set writer = ?, head = ?, gap = ? where id = 1")) {
            update.setString(1, writer);
            update.setLong(2, state.head());
            update.setLong(3, state.gap());
            update.executeUpdate();
        }
    }

    private State made(Connection connection) throws SQLException {
        byte[] key = new byte[Offsets.KEY];
        random.nextBytes(key);
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into pluginio_log (id, secret, head, gap, writer) values (1, ?, 0, 0, ?)")) {
            insert.setString(1, Base64.getEncoder().encodeToString(key));
            insert.setString(2, writer);
            insert.executeUpdate();
        }
        return new State(key, Runs.first(connection, random.nextLong()), 0, 0, 0, 0);
    }

    /** Nobody is led past the place up to which this one has come. */
    void leave() throws SQLException {
        connections.inTransaction(connection -> {
            try (PreparedStatement update = connection.prepareStatement(
                    "update pluginio_log set gap = head + " + LEAP + " where id = 1 and writer = ?")) {
                update.setString(1, writer);
                return update.executeUpdate();
            }
        });
    }

    /**
     * Gives events their places.
     *
     * @param known the place that the database has been told of at least
     * @param head the newest place
     * @param gap the newest place of which nothing is kept
     * @param superseded rows to take away
     * @throws TakenOver if somebody else may do that now
     * @throws SetBack if the database has forgotten what it was told
     */
    void place(List<Rows.Placed> events, long known, long head, long gap, Collection<Row> superseded)
            throws SQLException {
        connections.inTransaction(connection -> {
            try (PreparedStatement update = connection.prepareStatement(
                    "update pluginio_log set head = ?, gap = ? where id = 1 and writer = ? and head >= ?")) {
                update.setLong(1, head);
                update.setLong(2, gap);
                update.setString(3, writer);
                update.setLong(4, known);
                if (update.executeUpdate() != 1) {
                    check(connection, known);
                }
            }
            rows.place(connection, events);
            if (!superseded.isEmpty()) {
                rows.delete(connection, superseded);
            }
            return true;
        });
    }

    /** Some drivers can be set not to count a row that is as it was. */
    private void check(Connection connection, long known) throws SQLException {
        try (PreparedStatement select =
                        connection.prepareStatement("select writer, head from pluginio_log where id = 1");
                ResultSet found = select.executeQuery()) {
            if (!found.next() || !found.getString(1).equals(writer)) {
                throw new TakenOver();
            }
            long head = found.getLong(2);
            if (head < known) {
                throw new SetBack(known, head);
            }
        }
    }

    /** The row that was written last, of those that are committed; 0 if there is none. */
    long latest() throws SQLException {
        return connections.inTransaction(rows::latest);
    }

    List<Rows.Stored> unsequenced(long afterId, long upToId, int most) throws SQLException {
        return connections.inTransaction(connection -> rows.unsequenced(connection, afterId, upToId, most));
    }

    List<Rows.Waiting> waiting() throws SQLException {
        return connections.inTransaction(rows::waiting);
    }

    List<Rows.Stored> unsequenced(List<Long> ids) throws SQLException {
        return connections.inTransaction(connection -> rows.unsequenced(connection, ids));
    }

    /**
     * Some events, and what the host did last to their entries.
     *
     * @param events by their places
     */
    record Page(List<Rows.Stored> events, List<Rows.Stored> newest) {}

    Page page(long after, long upTo, int most) throws SQLException {
        return connections.inTransaction(connection -> {
            List<Rows.Stored> events = rows.page(connection, after, upTo, most);
            return new Page(
                    events,
                    events.isEmpty()
                            ? List.of()
                            : rows.newest(
                                    connection,
                                    events.stream()
                                            .map(event -> event.announcement().change())
                                            .toList()));
        });
    }

    List<Rows.Dated> oldest(long after, int most) throws SQLException {
        return connections.inTransaction(connection -> rows.oldest(connection, after, most));
    }

    /** Gives how many events are gone. */
    int prune(long upTo) throws SQLException {
        return connections.inTransaction(connection -> rows.prune(connection, upTo));
    }
}
