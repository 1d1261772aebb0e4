package dev.pluginio.capture.jpa;

import jakarta.persistence.EntityManagerFactory;

/** The same on PostgreSQL. */
class JpaEntitiesOnPostgresTest extends JpaEntitiesTest {

    @Override
    EntityManagerFactory open() {
        return Database.postgres(this::inspect, settings());
    }
}
