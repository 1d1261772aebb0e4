package dev.pluginio.session;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** When one client's stay ends by itself. The moment may be moved, also before it was first set. Thread-safe. */
final class Expiry {

    private boolean begun;
    private @Nullable Instant end;
    private @Nullable Future<?> pending;
    private boolean over;

    /** Sets the moment that the client was admitted with, unless a later word has come before it. */
    synchronized void beginAt(Optional<Instant> first, Function<Instant, Future<?>> schedule) {
        if (!begun) {
            moveTo(first, schedule);
        }
    }

    /** Moves the end; empty is never. */
    synchronized void moveTo(Optional<Instant> moved, Function<Instant, Future<?>> schedule) {
        @Nullable Instant next = moved.orElse(null);
        if (over || (begun && Objects.equals(next, end))) {
            return;
        }
        begun = true;
        end = next;
        if (pending != null) {
            pending.cancel(false);
        }
        pending = next == null ? null : schedule.apply(next);
    }

    /** The stay has ended otherwise. */
    synchronized void cancel() {
        over = true;
        if (pending != null) {
            pending.cancel(false);
        }
    }
}
