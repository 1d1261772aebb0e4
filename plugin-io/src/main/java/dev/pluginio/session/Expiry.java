package dev.pluginio.session;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** When one client's stay ends by itself. The moment may be moved, also before it was first set. Thread-safe. */
final class Expiry {

    private @Nullable Optional<Instant> end;
    private @Nullable Future<?> pending;
    private boolean over;

    /** Sets the moment that the client was admitted with, unless a later word has come before it. */
    synchronized void beginAt(Optional<Instant> first, Function<Instant, Future<?>> schedule) {
        if (end == null) {
            moveTo(first, schedule);
        }
    }

    /** Moves the end; empty is never. */
    synchronized void moveTo(Optional<Instant> moved, Function<Instant, Future<?>> schedule) {
        if (over || moved.equals(end)) {
            return;
        }
        end = moved;
        if (pending != null) {
            pending.cancel(false);
        }
        pending = moved.<Future<?>>map(schedule).orElse(null);
    }

    /** The stay has ended otherwise. */
    synchronized void cancel() {
        over = true;
        if (pending != null) {
            pending.cancel(false);
        }
    }
}
