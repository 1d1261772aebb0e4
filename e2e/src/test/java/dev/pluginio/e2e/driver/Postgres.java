package dev.pluginio.e2e.driver;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** A real PostgreSQL, with a database of its own for each host. */
public final class Postgres implements AutoCloseable {

    private final EmbeddedPostgres server;
    private final AtomicInteger databases = new AtomicInteger();

    private Postgres(EmbeddedPostgres server) {
        this.server = server;
    }

    public static Postgres start() {
        try {
            return new Postgres(EmbeddedPostgres.builder().start());
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL did not start", e);
        }
    }

    /** Makes an empty database and gives its name. */
    public String newDatabase() {
        String name = "cms" + databases.incrementAndGet();
        execute("postgres", "create database " + name);
        return name;
    }

    /** Where a database is. */
    public String url(String database) {
        return server.getJdbcUrl("postgres", database);
    }

    /** Tells a host to keep its content there. */
    public SampleHost.Setup in(String database, SampleHost.Setup setup) {
        return setup.environment("JDBC_URL", server.getJdbcUrl("postgres", database))
                .environment("JDBC_USER", "postgres")
                .environment("JDBC_PASSWORD", "postgres");
    }

    public void execute(String database, String sql) {
        try (Connection connection = server.getDatabase("postgres", database).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
