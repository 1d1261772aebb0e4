package dev.pluginio.log.jpa;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The runs of the log, one after the other, of which each gave places in an epoch of its own: so what an earlier run gave,
 * and the database has forgotten, is never taken for what a later one gives. Immutable.
 */
final class Runs {

    private final NavigableMap<Long, Run> all = new TreeMap<>();

    /**
     * One of them.
     *
     * @param begun the place after which it gave its own
     * @param former how far those before it had come, as far as the database knew when it began
     * @param epoch what its places are named by, with their numbers
     */
    record Run(long begun, long former, long epoch) {}

    private Runs() {}

    /** The first one has begun. */
    static Runs first(Connection connection, long epoch) throws SQLException {
        Runs runs = new Runs();
        runs.add(connection, new Run(0, 0, epoch));
        return runs;
    }

    /**
     * Another one has begun.
     *
     * @param oldest the oldest place that anybody can still be led on from; runs that ended before it are forgotten
     */
    static Runs next(Connection connection, Run next, long oldest) throws SQLException {
        Runs runs = new Runs();
        try (PreparedStatement select = connection.prepareStatement("select begun, former, epoch from pluginio_run");
                ResultSet found = select.executeQuery()) {
            while (found.next()) {
                runs.put(new Run(found.getLong(1), found.getLong(2), found.getLong(3)));
            }
        }
        runs.forget(connection, oldest);
        runs.add(connection, next);
        return runs;
    }

    private void put(Run run) {
        all.put(run.begun(), run);
    }

    private void add(Connection connection, Run run) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("insert into pluginio_run (begun, former, epoch) values (?, ?, ?)")) {
            insert.setLong(1, run.begun());
            insert.setLong(2, run.former());
            insert.setLong(3, run.epoch());
            insert.executeUpdate();
        }
        put(run);
    }

    private void forget(Connection connection, long oldest) throws SQLException {
        @Nullable Long first = all.floorKey(oldest);
        if (first != null) {
            try (PreparedStatement delete = connection.prepareStatement("delete from pluginio_run where begun < ?")) {
                delete.setLong(1, first);
                delete.executeUpdate();
            }
            all.headMap(first).clear();
        }
    }

    /** The epoch in which a place would have been given. */
    long epoch(long sequence) {
        Map.@Nullable Entry<Long, Run> its = all.floorEntry(sequence);
        return (its == null ? all.firstEntry() : its).getValue().epoch();
    }

    /** Whether one of them came to a place, as far as the database knows; the last may come to any that follows. */
    boolean cameTo(long sequence) {
        Map.@Nullable Entry<Long, Run> next = all.higherEntry(sequence);
        return all.floorKey(sequence) != null
                && (next == null || sequence <= next.getValue().former());
    }
}
