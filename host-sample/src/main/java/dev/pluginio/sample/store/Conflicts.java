package dev.pluginio.sample.store;

import dev.pluginio.sample.problem.Problem;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.hibernate.StaleStateException;
import org.jspecify.annotations.Nullable;

/** Tells what a client can do about an exception of the database, by its SQL state. */
final class Conflicts {

    private static final Map<String, Supplier<Problem>> BY_STATE = Map.ofEntries(
            // the standard's and both databases' words for a value that must be unique
            Map.entry("23505", () -> Problem.invalid("This value must be unique, and there is an entry that has it")),
            // a foreign key, as PostgreSQL and H2 say it
            Map.entry("23503", Conflicts::brokenRelation),
            Map.entry("23506", Conflicts::brokenRelation),
            // serialization failure, deadlock, lock not available; H2: deadlock, lock timeout, concurrent update
            Map.entry("40001", Conflicts::busy),
            Map.entry("40P01", Conflicts::busy),
            Map.entry("55P03", Conflicts::busy),
            Map.entry("HYT00", Conflicts::busy),
            Map.entry("90131", Conflicts::busy));

    private Conflicts() {}

    static Optional<Problem> in(Throwable thrown) {
        for (@Nullable Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && BY_STATE.containsKey(String.valueOf(sql.getSQLState()))) {
                return Optional.ofNullable(BY_STATE.get(String.valueOf(sql.getSQLState())))
                        .map(Supplier::get);
            }
            if (cause instanceof StaleStateException) {
                return Optional.of(busy());
            }
        }
        return Optional.empty();
    }

    private static Problem brokenRelation() {
        return Problem.conflict("Other entries refer to this one, or one that it refers to is gone");
    }

    private static Problem busy() {
        return Problem.conflict("Somebody else changed this at the same time; please try again");
    }
}
