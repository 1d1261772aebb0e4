package dev.pluginio.sample.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.pluginio.api.host.StatementWatch;
import dev.pluginio.sample.problem.Problem;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceException;
import java.util.List;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.hibernate.boot.model.naming.PhysicalNamingStrategySnakeCaseImpl;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.hibernate.tool.schema.Action;

/** The open database. */
public final class Database implements AutoCloseable {

    private final HikariDataSource pool;
    private final EntityManagerFactory factory;

    private Database(HikariDataSource pool, EntityManagerFactory factory) {
        this.pool = pool;
        this.factory = factory;
    }

    /**
     * Opens the database and brings its tables up to date.
     *
     * @param settings where it is
     * @param entities what is mapped
     * @param watch is shown every statement
     * @return the database; to be closed
     */
    public static Database open(DatabaseSettings settings, List<Class<?>> entities, StatementWatch watch) {
        HikariDataSource pool = new HikariDataSource(poolConfig(settings));
        try {
            Flyway.configure(Database.class.getClassLoader())
                    .dataSource(pool)
                    .load()
                    .migrate();
            return new Database(pool, factory(pool, entities, watch));
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
    }

    private static HikariConfig poolConfig(DatabaseSettings settings) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("cms");
        config.setJdbcUrl(settings.url());
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        config.setMaximumPoolSize(settings.connections());
        config.setAutoCommit(false);
        return config;
    }

    private static EntityManagerFactory factory(HikariDataSource pool, List<Class<?>> entities, StatementWatch watch) {
        return new HibernatePersistenceConfiguration("cms")
                .managedClasses(entities)
                .property(AvailableSettings.JAKARTA_NON_JTA_DATASOURCE, pool)
                .property(AvailableSettings.PHYSICAL_NAMING_STRATEGY, new PhysicalNamingStrategySnakeCaseImpl())
                .property(AvailableSettings.CONNECTION_PROVIDER_DISABLES_AUTOCOMMIT, true)
                // the migrations make the tables; an entity that has none stops the start
                .schemaToolingAction(Action.VALIDATE)
                .property(AvailableSettings.DEFAULT_BATCH_FETCH_SIZE, 100)
                .property(AvailableSettings.STATEMENT_BATCH_SIZE, 50)
                .property(AvailableSettings.JDBC_TIME_ZONE, "UTC")
                // the one line that lets plugins warn of bulk statements which nobody announced
                .statementInspector(watch::inspect)
                .createEntityManagerFactory();
    }

    /**
     * What Hibernate hosts give to plugins.
     *
     * @return the factory; closed with the database
     */
    public EntityManagerFactory factory() {
        return factory;
    }

    /**
     * Works in a transaction of its own, which is committed when the work returns and rolled back when it throws.
     *
     * @param work what to do
     * @param <T> what the work gives
     * @return what the work gave, after the commit
     * @throws Problem if other data or other writers stand against it
     */
    public <T> T inTransaction(Function<EntityManager, T> work) {
        try {
            return factory.callInTransaction(work);
        } catch (PersistenceException e) {
            throw Conflicts.in(e).<RuntimeException>map(Function.identity()).orElse(e);
        }
    }

    @Override
    public void close() {
        try (pool) {
            factory.close();
        }
    }
}
