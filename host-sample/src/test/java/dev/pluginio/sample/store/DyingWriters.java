package dev.pluginio.sample.store;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Write into two tables in each transaction, as fast as they can, and note each commit in a file, until the process dies in the
 * middle of it, as if it was killed. What a process has written to a file outlives it.
 */
final class DyingWriters {

    static final int COMMITS = 200;
    private static final int WRITERS = 4;

    private final String url;
    private final FileOutputStream told;
    private int commits;

    private DyingWriters(String url, FileOutputStream told) {
        this.url = url;
        this.told = told;
    }

    /** Arguments: the database, and the file. */
    public static void main(String[] arguments) throws IOException, SQLException {
        try (Connection connection = connect(arguments[0]);
                Statement statement = connection.createStatement()) {
            statement.execute("create table one (id bigint primary key)");
            statement.execute("create table other (id bigint primary key)");
        }
        DyingWriters all = new DyingWriters(arguments[0], new FileOutputStream(arguments[1]));
        for (int writer = 0; writer < WRITERS; writer++) {
            long first = writer * 1_000_000L;
            new Thread(() -> all.write(first)).start();
        }
    }

    private static Connection connect(String url) throws SQLException {
        return DriverManager.getConnection(url, "cms", "");
    }

    private void write(long first) {
        try (Connection connection = connect(url);
                PreparedStatement one = connection.prepareStatement("insert into one values (?)");
                PreparedStatement other = connection.prepareStatement("insert into other values (?)")) {
            connection.setAutoCommit(false);
            for (long id = first; ; id++) {
                one.setLong(1, id);
                one.executeUpdate();
                other.setLong(1, id);
                other.executeUpdate();
                connection.commit();
                committed(id);
            }
        } catch (SQLException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private synchronized void committed(long id) throws IOException {
        told.write((id + "\n").getBytes(StandardCharsets.US_ASCII));
        if (++commits == COMMITS) {
            Runtime.getRuntime().halt(0);
        }
    }
}
