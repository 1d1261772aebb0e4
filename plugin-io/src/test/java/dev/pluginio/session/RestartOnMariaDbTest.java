package dev.pluginio.session;

import dev.pluginio.capture.jpa.Database;
import jakarta.persistence.EntityManagerFactory;
import java.util.Map;

/** The same on MariaDB, by a driver that counts only what an update changes in fact. */
class RestartOnMariaDbTest extends RestartTest {

    @Override
    EntityManagerFactory database() {
        return Database.mariaDbCountingChanges(Map.of("hibernate.connection.pool_size", "5"));
    }
}
