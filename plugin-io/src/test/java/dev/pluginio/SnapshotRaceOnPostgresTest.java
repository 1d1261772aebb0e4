package dev.pluginio;

import dev.pluginio.capture.jpa.Database;
import jakarta.persistence.EntityManagerFactory;
import java.util.Map;

class SnapshotRaceOnPostgresTest extends SnapshotRaceTest {

    @Override
    EntityManagerFactory open() {
        return Database.postgres(sql -> sql, Map.of());
    }

    @Override
    int rounds() {
        return Integer.getInteger("race.postgres", 5);
    }
}
