package dev.pluginio.sample;

import dev.pluginio.sample.store.DatabaseSettings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;

@SuppressWarnings("NullAway.Init") // started before all tests
class WritingOnPostgreSqlTest extends WritingTest {

    private EmbeddedPostgres postgres;

    @Override
    DatabaseSettings database(Path folder) {
        try {
            postgres = EmbeddedPostgres.start();
            return DatabaseSettings.at(postgres.getJdbcUrl("postgres", "postgres"), "postgres", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    @AfterAll
    void stop() throws IOException {
        super.stop();
        postgres.close();
    }
}
