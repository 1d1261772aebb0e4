package dev.pluginio.log.jpa;

import dev.pluginio.capture.jpa.Database;
import jakarta.persistence.EntityManagerFactory;
import java.util.Map;

/** The same on MariaDB. */
class UpgradeOnMariaDbTest extends UpgradeTest {

    @Override
    EntityManagerFactory database() {
        return Database.mariaDb(sql -> sql, Map.of("hibernate.connection.pool_size", "5"));
    }

    @Override
    String quoted(String name) {
        return name;
    }
}
