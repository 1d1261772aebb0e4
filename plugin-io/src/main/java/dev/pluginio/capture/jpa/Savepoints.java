package dev.pluginio.capture.jpa;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.function.Supplier;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a read of ours from harming the host's transaction: where a statement fails, some databases (PostgreSQL, for one)
 * refuse everything that follows it in its transaction, unless one goes back to a savepoint before it.
 */
final class Savepoints {

    private static final Logger LOG = LoggerFactory.getLogger(Savepoints.class);

    private Savepoints() {}

    static Connection connection(SharedSessionContractImplementor host) {
        return host.getJdbcCoordinator().getLogicalConnection().getPhysicalConnection();
    }

    /** Runs a read between a savepoint and its release; if the read throws, goes back to the savepoint. */
    static <T extends @Nullable Object> T around(Connection connection, Supplier<T> read) {
        Savepoint savepoint = set(connection);
        boolean succeeded = false;
        try {
            T result = read.get();
            succeeded = true;
            return result;
        } finally {
            if (savepoint != null) {
                end(connection, savepoint, succeeded);
            }
        }
    }

    private static @Nullable Savepoint set(Connection connection) {
        try {
            return connection.setSavepoint();
        } catch (SQLException e) {
            LOG.debug("No savepoint: the database has none here", e);
            return null;
        }
    }

    private static void end(Connection connection, Savepoint savepoint, boolean succeeded) {
        try {
            if (succeeded) {
                connection.releaseSavepoint(savepoint);
            } else {
                connection.rollback(savepoint);
            }
        } catch (SQLException e) {
            LOG.debug("The savepoint is gone, or the database does not release any", e);
        }
    }
}
