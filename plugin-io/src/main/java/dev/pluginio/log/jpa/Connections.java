package dev.pluginio.log.jpa;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.hibernate.engine.jdbc.connections.spi.JdbcConnectionAccess;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Connections of the host's, for work of our own beside its transactions. May be called concurrently; blocks. */
final class Connections {

    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(Connections.class);

    private static final int UNKNOWN = -1;

    private final JdbcConnectionAccess access;
    private final ClassLoader host;
    private volatile int usual = UNKNOWN;

    Connections(SessionFactoryImplementor factory) {
        this.access = factory.getJdbcServices().getBootstrapJdbcConnectionAccess();
        this.host = factory.getClass().getClassLoader();
    }

    /** What is done with a connection. */
    @FunctionalInterface
    interface Work<T extends @Nullable Object> {
        T on(Connection connection) throws SQLException;
    }

    /** Works in a transaction that sees what is committed, and commits it. */
    <T extends @Nullable Object> T inTransaction(Work<T> work) throws SQLException {
        Connection connection = obtain();
        try {
            return inTransaction(connection, work);
        } finally {
            access.releaseConnection(connection);
        }
    }

    /** The host's pool may start threads for it, which must not keep our class loader. */
    private Connection obtain() throws SQLException {
        Thread thread = Thread.currentThread();
        ClassLoader own = thread.getContextClassLoader();
        thread.setContextClassLoader(host);
        try {
            return access.obtainConnection();
        } finally {
            thread.setContextClassLoader(own);
        }
    }

    private <T extends @Nullable Object> T inTransaction(Connection connection, Work<T> work) throws SQLException {
        boolean commitsByItself = connection.getAutoCommit();
        int isolation = isolation(connection);
        if (isolation != Connection.TRANSACTION_READ_COMMITTED) {
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        }
        if (commitsByItself) {
            connection.setAutoCommit(false);
        }
        try {
            T result = work.on(connection);
            connection.commit();
            return result;
        } catch (SQLException | RuntimeException | Error e) {
            rollBack(connection);
            throw e;
        } finally {
            restore(connection, commitsByItself, isolation);
        }
    }

    /** Asked once: a pool hands out its connections alike, and some drivers ask the database each time. */
    private int isolation(Connection connection) throws SQLException {
        if (usual == UNKNOWN) {
            usual = connection.getTransactionIsolation();
        }
        return usual;
    }

    private static void rollBack(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            LOG.debug("A transaction of the event log could not be rolled back", e);
        }
    }

    private static void restore(Connection connection, boolean commitsByItself, int isolation) {
        try {
            if (commitsByItself) {
                connection.setAutoCommit(true);
            }
            if (isolation != Connection.TRANSACTION_READ_COMMITTED) {
                connection.setTransactionIsolation(isolation);
            }
        } catch (SQLException e) {
            LOG.debug("A connection could not be made as it was", e);
        }
    }

    /** A source of connections that go back to the host when they are closed. */
    DataSource asDataSource() {
        return (DataSource) Proxy.newProxyInstance(
                Connections.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getConnection")) {
                        return lent(obtain());
                    }
                    throw new SQLFeatureNotSupportedException(method.getName());
                });
    }

    /** Closed twice, it goes back once: it may be somebody else's by then. */
    private Connection lent(Connection connection) {
        AtomicBoolean closed = new AtomicBoolean();
        return (Connection) Proxy.newProxyInstance(
                Connections.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("isClosed") && closed.get()) {
                        return true;
                    }
                    if (method.getName().equals("close")) {
                        if (closed.compareAndSet(false, true)) {
                            access.releaseConnection(connection);
                        }
                        return null;
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause() == null ? e : e.getCause();
                    }
                });
    }
}
