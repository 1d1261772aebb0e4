package dev.pluginio.capture.jpa;

import dev.pluginio.capture.jpa.model.Blog;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.persistence.EntityManagerFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.UUID;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.hibernate.resource.jdbc.spi.StatementInspector;

/** Makes the hosts of the tests. */
final class Database {

    private static EmbeddedPostgres postgres;

    private Database() {}

    static EntityManagerFactory h2(StatementInspector inspector, Map<String, Object> settings) {
        return host("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", inspector, settings);
    }

    static EntityManagerFactory postgres(StatementInspector inspector, Map<String, Object> settings) {
        return host(postgresUrl(), "postgres", inspector, settings);
    }

    private static synchronized String postgresUrl() {
        if (postgres == null) {
            try {
                postgres = EmbeddedPostgres.builder().start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Runtime.getRuntime().addShutdownHook(new Thread(Database::stop));
        }
        return postgres.getJdbcUrl("postgres", "postgres");
    }

    private static void stop() {
        try {
            postgres.close();
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
        settings.forEach(host::property);
        return host.createEntityManagerFactory();
    }
}
