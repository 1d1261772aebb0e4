package dev.pluginio.session;

import dev.pluginio.transport.dense.Agenda;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * When the stays of clients end by themselves. The moment may be moved, also before it was first set. One timer is enough
 * for all of them. Thread-safe.
 */
final class Expiries<E extends Expiries.Expiry> {

    private static final Duration FURTHEST = Duration.ofDays(36_500);

    private final Later later;
    private final Clock clock;
    private final Consumer<E> ended;
    private final Agenda<E> agenda = new Agenda<>();
    private @Nullable Future<?> reminder;
    private long reminded;

    /** Whose stay ends. */
    abstract static class Expiry extends Agenda.Entry {
        boolean begun;
        boolean over;
    }

    /**
     * Nobody's stay ends yet.
     *
     * @param ended is told, once for each moment that was set and not moved, on the timer's thread
     */
    Expiries(Later later, Clock clock, Consumer<E> ended) {
        this.later = later;
        this.clock = clock;
        this.ended = ended;
    }

    /** Sets the moment that a client was admitted with, unless a later word has come before it; empty is never. */
    synchronized void begin(E expiry, Optional<Instant> first) {
        if (!expiry.begun) {
            move(expiry, first);
        }
    }

    /** Moves the end; empty is never. */
    synchronized void move(E expiry, Optional<Instant> end) {
        if (expiry.over) {
            return;
        }
        expiry.begun = true;
        if (end.isPresent()) {
            agenda.put(expiry, millis(end.get()));
        } else {
            agenda.remove(expiry);
        }
        remind();
    }

    /** The stay has ended otherwise. */
    synchronized void cancel(E expiry) {
        expiry.over = true;
        agenda.remove(expiry);
        remind();
    }

    private long millis(Instant end) {
        Instant now = clock.instant();
        Instant furthest = now.plus(FURTHEST);
        return (end.isBefore(now) ? now : end.isAfter(furthest) ? furthest : end).toEpochMilli();
    }

    /** The timer may be too early, after the one it was for was moved or taken off: then it finds nothing to end. */
    private void remind() {
        E first = agenda.first();
        if (first != null && reminder != null && first.due() >= reminded) {
            return;
        }
        if (reminder != null) {
            reminder.cancel(false);
        }
        reminder = first == null ? null : remindAt(first.due());
    }

    private Future<?> remindAt(long moment) {
        reminded = moment;
        return later.run(() -> endUpTo(moment), Math.max(0, moment - clock.millis()));
    }

    private void endUpTo(long moment) {
        due(moment).forEach(ended);
    }

    private synchronized List<E> due(long moment) {
        List<E> due = new ArrayList<>();
        for (E first = agenda.first(); first != null && first.due() <= moment; first = agenda.first()) {
            agenda.remove(first);
            due.add(first);
        }
        if (moment == reminded) {
            reminder = null;
            remind();
        }
        return due;
    }
}
