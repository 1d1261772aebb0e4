package dev.pluginio.log.jpa;

import dev.pluginio.capture.jpa.Database;
import jakarta.persistence.EntityManagerFactory;
import java.util.Map;

/** The same on PostgreSQL. */
class UpgradeOnPostgresTest extends UpgradeTest {

    @Override
    EntityManagerFactory database() {
        return Database.postgres(sql -> sql, Map.of("hibernate.connection.pool_size", "5"));
    }
}
