package dev.pluginio.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.pluginio.api.host.StatementWatch;
import dev.pluginio.bench.content.Article;
import dev.pluginio.bench.content.Author;
import dev.pluginio.bench.content.Category;
import dev.pluginio.bench.content.Tag;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.ValidationMode;
import java.nio.file.Path;
import org.hibernate.boot.model.naming.PhysicalNamingStrategySnakeCaseImpl;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.jpa.HibernatePersistenceConfiguration;

/** A database of its own for one host, and Hibernate on it, set up as the sample sets it up. */
final class Database implements AutoCloseable {

    private static final int CONNECTIONS = 8;

    private final HikariDataSource pool;
    private final EntityManagerFactory factory;
    private final StatementWatch watch = new StatementWatch();

    private Database(HikariConfig config) {
        config.setMaximumPoolSize(CONNECTIONS);
        config.setAutoCommit(false);
        pool = new HikariDataSource(config);
        factory = new HibernatePersistenceConfiguration("bench")
                .managedClasses(Article.class, Author.class, Category.class, Tag.class)
                .property(AvailableSettings.JAKARTA_NON_JTA_DATASOURCE, pool)
                .property(AvailableSettings.JAKARTA_HBM2DDL_DATABASE_ACTION, "create")
                .property(AvailableSettings.PHYSICAL_NAMING_STRATEGY, new PhysicalNamingStrategySnakeCaseImpl())
                .property(AvailableSettings.CONNECTION_PROVIDER_DISABLES_AUTOCOMMIT, true)
                .property(AvailableSettings.DEFAULT_BATCH_FETCH_SIZE, 100)
                .property(AvailableSettings.STATEMENT_BATCH_SIZE, 50)
                .property(AvailableSettings.JDBC_TIME_ZONE, "UTC")
                // the plugin has a validator, which a plugin loader would hide
                .validationMode(ValidationMode.NONE)
                .statementInspector(watch::inspect)
                .createEntityManagerFactory();
    }

    /** Opens a new H2 database in files. */
    static Database h2(Path folder, String name) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(
                "jdbc:h2:file:" + folder.resolve(name).toAbsolutePath() + ";LOCK_TIMEOUT=10000;TRACE_LEVEL_FILE=0");
        config.setUsername("sa");
        config.setPassword("");
        return new Database(config);
    }

    /** Opens a new database of a PostgreSQL server. */
    static Database postgres(EmbeddedPostgres server, String name) throws java.sql.SQLException {
        try (var connection = server.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("create database " + name);
        }
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(server.getJdbcUrl("postgres", name));
        return new Database(config);
    }

    EntityManagerFactory factory() {
        return factory;
    }

    StatementWatch watch() {
        return watch;
    }

    @Override
    public void close() {
        factory.close();
        pool.close();
    }
}
