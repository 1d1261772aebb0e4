package dev.pluginio.capture.jpa;

import java.sql.Connection;
import java.sql.Savepoint;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Steps of ours in a host's transaction that follow one another, with nothing of the host's between them: reads, and one
 * write at the end. One savepoint serves all of them, and stays until the transaction ends: each statement less is time
 * that the host does not wait. For one thread.
 */
final class Steps {

    private @Nullable Savepoint before;
    private boolean begun;

    /**
     * Takes a step; if it throws, goes back to before the first.
     *
     * @throws HostFailure as {@link Savepoints#around} does
     */
    <T extends @Nullable Object> T take(Connection connection, Supplier<T> step) {
        if (!begun) {
            before = Savepoints.set(connection);
            begun = true;
        }
        return Savepoints.guarded(connection, before, step);
    }
}
