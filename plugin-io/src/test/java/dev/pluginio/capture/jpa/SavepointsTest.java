package dev.pluginio.capture.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** A read of ours leaves the host's transaction as it was, or the host hears that there is nothing left of it. */
class SavepointsTest {

    private static Connection open() throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:h2:mem:");
        connection.setAutoCommit(false);
        connection.createStatement().execute("create table note (id int)");
        connection.createStatement().execute("insert into note values (1)");
        return connection;
    }

    private static void execute(Connection connection, String sql) {
        try {
            connection.createStatement().execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void takesBackWhatAFailedReadDid() throws SQLException {
        try (Connection connection = open()) {
            assertThatThrownBy(() -> Savepoints.around(connection, () -> {
                        execute(connection, "delete from note");
                        throw new IllegalStateException("failed");
                    }))
                    .hasMessage("failed");
            assertThat(connection
                            .createStatement()
                            .executeQuery("select 1 from note")
                            .next())
                    .isTrue();
        }
    }

    @Test
    void tellsTheHostIfTheDatabaseEndedItsTransaction() throws SQLException {
        IllegalStateException deadlock = new IllegalStateException("deadlock");
        try (Connection connection = open()) {
            assertThatThrownBy(() -> Savepoints.around(connection, () -> {
                        execute(connection, "rollback"); // as some databases do by themselves to a deadlock's victim
                        throw deadlock;
                    }))
                    .isInstanceOfSatisfying(
                            HostFailure.class,
                            failure -> assertThat(failure.failure()).hasRootCauseInstanceOf(SQLException.class));
        }
    }
}
