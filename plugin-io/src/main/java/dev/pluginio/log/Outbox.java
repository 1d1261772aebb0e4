package dev.pluginio.log;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes changes down in the transaction of the host that makes them, so that they are told of if and only if it is
 * committed, even if the host dies right after. May be called concurrently.
 */
public interface Outbox {

    /** Writes nothing down. */
    Outbox NONE = new Outbox() {
        @Override
        public boolean isOpen() {
            return false;
        }

        @Override
        public @Nullable Long begin() {
            return null;
        }

        @Override
        public List<Row> put(Connection connection, @Nullable Long transaction, List<Announcement> announcements) {
            return List.of();
        }

        @Override
        public void withdraw(Connection connection, Collection<Row> rows) {}

        @Override
        public void release(Collection<Row> rows) {}

        @Override
        public void superseded(Collection<Row> rows) {}
    };

    /**
     * A change that was written down.
     *
     * @param id grows from row to row of one entry, if the row's lock is held while it is written
     */
    record Row(long id) {}

    /** Whether anything is written down. */
    boolean isOpen();

    /** Tells a transaction from all others whose changes wait; null if they need not be kept together. */
    @Nullable
    Long begin();

    /**
     * Writes changes down.
     *
     * @param connection the transaction's
     * @param transaction what {@link #begin} gave for it
     * @return a row for each of them, in order; each must be appended to the log with its announcement after the commit,
     *     or given back by one of the other methods
     * @throws SQLException if the database refuses; the transaction is as good as before if it is led back to a savepoint
     * @throws IllegalArgumentException if an entry holds something that cannot be kept
     */
    List<Row> put(Connection connection, @Nullable Long transaction, List<Announcement> announcements)
            throws SQLException;

    /**
     * Takes rows back in the transaction that wrote them.
     *
     * @throws SQLException if the database refuses
     */
    void withdraw(Connection connection, Collection<Row> rows) throws SQLException;

    /**
     * The transaction of these rows was rolled back, or nobody knows what became of it: then the log looks for itself.
     * Throws nothing.
     */
    void release(Collection<Row> rows);

    /** The rows were committed, but tell what the transaction did not do in the end. Throws nothing. */
    void superseded(Collection<Row> rows);
}
