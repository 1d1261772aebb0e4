package dev.pluginio.capture.jpa;

import jakarta.persistence.EntityManagerFactory;

/** The same on PostgreSQL. */
class JpaStatesOnPostgresTest extends JpaStatesTest {

    @Override
    EntityManagerFactory open() {
        return Database.postgres(this::inspect, settings());
    }
}
