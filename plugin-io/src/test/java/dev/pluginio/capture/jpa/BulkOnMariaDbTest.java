package dev.pluginio.capture.jpa;

import jakarta.persistence.EntityManagerFactory;

/** The same on MariaDB. */
class BulkOnMariaDbTest extends BulkTest {

    @Override
    EntityManagerFactory open() {
        return Database.mariaDb(this::inspect, settings());
    }
}
