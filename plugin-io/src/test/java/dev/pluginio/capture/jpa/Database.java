package dev.pluginio.capture.jpa;

import dev.pluginio.capture.jpa.model.Blog;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.persistence.EntityManagerFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.hibernate.resource.jdbc.spi.StatementInspector;
import org.jspecify.annotations.Nullable;

/** Makes the hosts of the tests. */
public final class Database {

    private static @Nullable EmbeddedPostgres postgres;
    private static @Nullable MariaDb mariaDb;

    private Database() {}

    public static EntityManagerFactory h2(StatementInspector inspector, Map<String, Object> settings) {
        return host("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", inspector, settings);
    }

    public static EntityManagerFactory postgres(StatementInspector inspector, Map<String, Object> settings) {
        return host(postgresUrl(), "postgres", inspector, settings);
    }

    /** A host on a database of its own. */
    public static EntityManagerFactory mariaDb(StatementInspector inspector, Map<String, Object> settings) {
        return mariaDb("", inspector, settings);
    }

    /** The same, by a driver that counts only the rows that an update changes in fact. */
    public static EntityManagerFactory mariaDbCountingChanges(Map<String, Object> settings) {
        return mariaDb("?useAffectedRows=true", sql -> sql, settings);
    }

    private static EntityManagerFactory mariaDb(
            String options, StatementInspector inspector, Map<String, Object> settings) {
        try {
            Map<String, Object> all = new HashMap<>(settings);
            all.putIfAbsent("jakarta.persistence.schema-generation.database.action", "create");
            return host(mariaDbServer().newDatabase() + options, "root", inspector, all);
        } catch (SQLException e) {
            throw new IllegalStateException("MariaDB gives no database", e);
        }
    }

    /** A server for all tests of this JVM. */
    private static synchronized MariaDb mariaDbServer() {
        MariaDb running = mariaDb;
        if (running == null) {
            try {
                running = MariaDb.start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Runtime.getRuntime().addShutdownHook(new Thread(running::close));
            mariaDb = running;
        }
        return running;
    }

    /** A host whose tables are there already, or are made. */
    public static EntityManagerFactory at(String url, String user) {
        return host(url, user, sql -> sql, Map.of("jakarta.persistence.schema-generation.database.action", "update"));
    }

    /** A database of PostgreSQL for all tests of this JVM. */
    public static synchronized String postgresUrl() {
        EmbeddedPostgres running = postgres;
        if (running == null) {
            running = started();
            postgres = running;
        }
        return running.getJdbcUrl("postgres", "postgres");
    }

    private static EmbeddedPostgres started() {
        try {
            EmbeddedPostgres started = EmbeddedPostgres.builder().start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(started)));
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void stop(EmbeddedPostgres running) {
        try {
            running.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static EntityManagerFactory host(
            String url, String user, StatementInspector inspector, Map<String, Object> settings) {
        HibernatePersistenceConfiguration host = new HibernatePersistenceConfiguration("host");
        Blog.ENTITIES.forEach(host::managedClass);
        host.property("jakarta.persistence.jdbc.url", url);
        host.property("jakarta.persistence.jdbc.user", user);
        host.property("jakarta.persistence.jdbc.password", "");
        host.property("jakarta.persistence.schema-generation.database.action", "drop-and-create");
        host.property("hibernate.connection.pool_size", "40");
        host.property("hibernate.generate_statistics", "true");
        host.property("hibernate.session_factory.statement_inspector", inspector);
        host.validationMode(jakarta.persistence.ValidationMode.NONE);
        settings.forEach(host::property);
        return host.createEntityManagerFactory();
    }
}
