package dev.pluginio.sample.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** B18: what the CMS has committed to its file is there, all or nothing of each transaction, but for the last at most. */
class KilledDatabaseTest {

    /** What H2 was writing at that moment it may give up; in the background, it would not have written any of them. */
    private static final int LAST = DyingWriters.COMMITS / 10;

    @TempDir
    Path folder;

    @Test
    void keepsTheCommitsOfAProcessThatIsKilled() throws Exception {
        String url = DatabaseSettings.file(folder).url();
        Path told = folder.resolve("told");
        Process writers = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DyingWriters.class.getName(),
                        url,
                        told.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile())
                .start();
        try {
            assertThat(writers.waitFor(2, TimeUnit.MINUTES)).isTrue();
        } finally {
            writers.destroyForcibly();
        }
        assertThat(folder.resolve("said")).isEmptyFile();
        List<Long> committed =
                Files.readAllLines(told).stream().map(Long::valueOf).toList();
        assertThat(committed).hasSize(DyingWriters.COMMITS);
        try (Connection connection = DriverManager.getConnection(url, "cms", "")) {
            assertThat(ids(connection, "one"))
                    .containsAll(committed.subList(0, DyingWriters.COMMITS - LAST))
                    .isEqualTo(ids(connection, "other"));
        }
    }

    private static Set<Long> ids(Connection connection, String table) throws SQLException {
        Set<Long> ids = new HashSet<>();
        try (ResultSet rows = connection.createStatement().executeQuery("select id from " + table)) {
            while (rows.next()) {
                ids.add(rows.getLong(1));
            }
        }
        return ids;
    }
}
