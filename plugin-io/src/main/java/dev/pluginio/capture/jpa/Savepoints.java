package dev.pluginio.capture.jpa;

import jakarta.persistence.PersistenceException;
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

    /**
     * Runs a read between a savepoint and its release; if the read throws, goes back to the savepoint.
     *
     * @throws HostFailure if there is no way back: some databases end the whole transaction for a failure such as a
     *     deadlock, and what the host writes next would be committed without what it wrote before
     */
    static <T extends @Nullable Object> T around(Connection connection, Supplier<T> read) {
        Savepoint savepoint = set(connection);
        T result = guarded(connection, savepoint, read);
        if (savepoint != null) {
            release(connection, savepoint);
        }
        return result;
    }

    /** Runs something; if it throws, goes back to a savepoint, which stays. */
    static <T extends @Nullable Object> T guarded(
            Connection connection, @Nullable Savepoint savepoint, Supplier<T> guarded) {
        try {
            return guarded.get();
        } catch (RuntimeException | Error e) {
            if (savepoint != null) {
                goBack(connection, savepoint, e);
            }
            throw e;
        }
    }

    /** Sets a savepoint; null if the database has none here. */
    static @Nullable Savepoint set(Connection connection) {
        try {
            return connection.setSavepoint();
        } catch (SQLException e) {
            LOG.debug("No savepoint: the database has none here", e);
            return null;
        }
    }

    private static void goBack(Connection connection, Savepoint savepoint, Throwable cause) {
        try {
            connection.rollback(savepoint);
        } catch (SQLException e) {
            e.addSuppressed(cause);
            throw new HostFailure(new PersistenceException("the database ended the transaction", e));
        }
    }

    private static void release(Connection connection, Savepoint savepoint) {
        try {
            connection.releaseSavepoint(savepoint);
        } catch (SQLException e) {
            LOG.debug("The database does not release savepoints", e);
        }
    }
}
