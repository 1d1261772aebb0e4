package dev.pluginio.log.jpa;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The tables of keepsakes. Works on the connections it is given, in their transactions. */
final class KeepsakeRows {

    private static final String SIGN = "select alive_at from pluginio_server where id = 1 for update";
    private static final String FIRST_SIGN = "insert into pluginio_server (id, name, alive_at) values (1, ?, ?)";
    private static final String NEW_SERVER = "update pluginio_server set name = ?, alive_at = ? where id = 1";
    private static final String ALIVE = "update pluginio_server set alive_at = ? where id = 1 and name = ?";
    private static final String LATEST = "select name from pluginio_server where id = 1";
    private static final String LEFT = "update pluginio_keepsake set left_at = ? where left_at is null and server <> ?";
    private static final String KNOWN = "select name from pluginio_keepsake where name in (%s)";
    private static final String INSERT =
            "insert into pluginio_keepsake (server, left_at, note, name) values (?, ?, ?, ?)";
    private static final String UPDATE =
            "update pluginio_keepsake set server = ?, left_at = ?, note = ? where name = ?";
    private static final String DELETE = "delete from pluginio_keepsake where name = ?";
    private static final String FIND = "select server, left_at, note from pluginio_keepsake where name = ?";
    private static final String TAKE =
            "update pluginio_keepsake set server = ?, left_at = null where name = ? and server = ?";
    private static final String COUNT = "select count(*) from pluginio_keepsake where left_at is not null";
    private static final String OLDEST =
            "select name, left_at from pluginio_keepsake where left_at is not null order by left_at limit ?";

    private final String server;

    /**
     * Makes it.
     *
     * @param server tells this process from all others
     */
    KeepsakeRows(String server) {
        this.server = server;
    }

    /**
     * One as it is to be.
     *
     * @param leftAt when its time began to run; null if it does not yet
     */
    record Written(String name, @Nullable Long leftAt, String note) {}

    /** All that earlier processes kept, whose time does not run yet, were left when these were last alive. */
    void takeOver(Connection connection, long now) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SIGN);
                ResultSet sign = select.executeQuery()) {
            boolean isFirst = !sign.next();
            if (!isFirst) {
                leave(connection, sign.getLong(1));
            }
            try (PreparedStatement note = connection.prepareStatement(isFirst ? FIRST_SIGN : NEW_SERVER)) {
                note.setString(1, server);
                note.setLong(2, now);
                note.executeUpdate();
            }
        }
    }

    private void leave(Connection connection, long at) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(LEFT)) {
            update.setLong(1, at);
            update.setString(2, server);
            update.executeUpdate();
        }
    }

    /** This process is alive; false if another has taken over. */
    boolean isAlive(Connection connection, long now) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(ALIVE)) {
            update.setLong(1, now);
            update.setString(2, server);
            // some drivers can be set not to count a row that is as it was
            return update.executeUpdate() == 1 || isLatest(connection);
        }
    }

    private boolean isLatest(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(LATEST);
                ResultSet latest = select.executeQuery()) {
            return latest.next() && latest.getString(1).equals(server);
        }
    }

    /** Writes some, in place of what was there. */
    void write(Connection connection, List<Written> all) throws SQLException {
        if (all.isEmpty()) {
            return;
        }
        Set<String> known = known(connection, all);
        write(
                connection,
                UPDATE,
                all.stream().filter(one -> known.contains(one.name())).toList());
        write(
                connection,
                INSERT,
                all.stream().filter(one -> !known.contains(one.name())).toList());
    }

    private static Set<String> known(Connection connection, List<Written> all) throws SQLException {
        String marks = String.join(", ", Collections.nCopies(all.size(), "?"));
        try (PreparedStatement select = connection.prepareStatement(KNOWN.formatted(marks))) {
            for (int i = 0; i < all.size(); i++) {
                select.setString(i + 1, all.get(i).name());
            }
            Set<String> known = new HashSet<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    known.add(rows.getString(1));
                }
            }
            return known;
        }
    }

    private void write(Connection connection, String sql, List<Written> some) throws SQLException {
        if (some.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (Written one : some) {
                statement.setString(1, server);
                if (one.leftAt() == null) {
                    statement.setNull(2, Types.BIGINT);
                } else {
                    statement.setLong(2, one.leftAt());
                }
                statement.setString(3, one.note());
                statement.setString(4, one.name());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /** Takes some away. */
    void delete(Connection connection, Collection<String> names) throws SQLException {
        if (names.isEmpty()) {
            return;
        }
        try (PreparedStatement delete = connection.prepareStatement(DELETE)) {
            for (String name : names) {
                delete.setString(1, name);
                delete.addBatch();
            }
            delete.executeBatch();
        }
    }

    /**
     * Makes one that an earlier process kept this one's.
     *
     * @param notBefore when it may have been left at the earliest
     * @return its note; empty if there is none to be had
     */
    Optional<String> take(Connection connection, String name, long notBefore, Predicate<String> isMine)
            throws SQLException {
        String holder;
        String note;
        try (PreparedStatement select = connection.prepareStatement(FIND)) {
            select.setString(1, name);
            try (ResultSet found = select.executeQuery()) {
                if (!found.next()) {
                    return Optional.empty();
                }
                holder = found.getString(1);
                long leftAt = found.getLong(2);
                boolean isLeft = !found.wasNull();
                note = found.getString(3);
                if (holder.equals(server) || !isLeft || leftAt < notBefore || !isMine.test(note)) {
                    return Optional.empty();
                }
            }
        }
        try (PreparedStatement update = connection.prepareStatement(TAKE)) {
            update.setString(1, server);
            update.setString(2, name);
            update.setString(3, holder);
            return update.executeUpdate() == 1 ? Optional.of(note) : Optional.empty();
        }
    }

    /**
     * Takes away some that were left too long ago, or are too many.
     *
     * @param notBefore when one may have been left at the earliest
     * @param most how many that were left may stay
     * @param step how many are taken away at the most
     */
    void prune(Connection connection, long notBefore, int most, int step) throws SQLException {
        long tooMany = count(connection) - most;
        List<String> over = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(OLDEST)) {
            select.setInt(1, step);
            try (ResultSet oldest = select.executeQuery()) {
                while (oldest.next() && (over.size() < tooMany || oldest.getLong(2) < notBefore)) {
                    over.add(oldest.getString(1));
                }
            }
        }
        delete(connection, over);
    }

    private static long count(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(COUNT);
                ResultSet rows = select.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
