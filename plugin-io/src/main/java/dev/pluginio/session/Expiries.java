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
final class Expiries {

    private static final Duration FURTHEST = Duration.ofDays(36_500);

    private final Later later;
    private final Clock clock;
    private final Consumer<Session> ended;
    private final Agenda<Expiry> agenda = new Agenda<>();
    private @Nullable Future<?> reminder;
    private long reminded;

    /** That of one client. */
    static final class Expiry extends Agenda.Entry {
        private final Session session;
        private boolean begun;
        private boolean over;

        Expiry(Session session) {
            this.session = session;
        }
    }

    /**
     * Nobody's stay ends yet.
     *
     * @param ended is told, once for each moment that was set and not moved, on the timer's thread
     */
    Expiries(Later later, Clock clock, Consumer<Session> ended) {
        this.later = later;
        this.clock = clock;
        this.ended = ended;
    }

    /** Sets the moment that a client was admitted with, unless a later word has come before it; empty is never. */
    synchronized void begin(Expiry expiry, Optional<Instant> first) {
        if (!expiry.begun) {
            move(expiry, first);
        }
    }

    /** Moves the end; empty is never. */
    synchronized void move(Expiry expiry, Optional<Instant> end) {
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
    synchronized void cancel(Expiry expiry) {
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
        Expiry first = agenda.first();
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

    private synchronized List<Session> due(long moment) {
        List<Session> due = new ArrayList<>();
        for (Expiry first = agenda.first(); first != null && first.due() <= moment; first = agenda.first()) {
            agenda.remove(first);
            due.add(first.session);
        }
        if (moment == reminded) {
            reminder = null;
            remind();
        }
        return due;
    }
}
