package dev.pluginio.transport.socketio;

import dev.pluginio.transport.TransportSettings;
import java.util.function.LongSupplier;

/** Asks the client of a session for signs of life, and ends the session when none comes. */
final class Heartbeat {

    static final String TIMEOUT = "ping timeout";

    private static final String PING = "2";

    private final Session session;
    private final TransportSettings settings;
    private final LongSupplier nanoTime;
    private Loop.Timer timer = () -> {};
    private long due;
    private boolean asked;

    Heartbeat(Session session, TransportSettings settings, LongSupplier nanoTime) {
        this.session = session;
        this.settings = settings;
        this.nanoTime = nanoTime;
    }

    /** Begins with the time until the first ping. */
    void start() {
        timer.stop();
        long interval = settings.pingInterval().toNanos();
        due = nanoTime.getAsLong() + interval;
        timer = session.loop().afterNanos(interval, this::ask);
    }

    /** The time for the answer runs from when the ping was due; an event loop that was itself held up is forgiving. */
    private void ask() {
        long late = nanoTime.getAsLong() - due;
        long patience = settings.pingTimeout().toNanos();
        if (late > patience / 10) {
            due += late;
            late = 0;
        }
        due += patience;
        asked = true;
        session.send(Frame.of(PING));
        timer = session.loop().afterNanos(patience - late, () -> session.close(TIMEOUT, Session.Farewell.PLAIN));
    }

    /** Whether the time for an answer is over, even if the event loop has not come to notice. */
    boolean isOver() {
        return asked && nanoTime.getAsLong() - due >= 0;
    }

    /** A pong has come. One that nobody asked for counts for nothing. */
    void answered() {
        if (asked) {
            asked = false;
            start();
        }
    }

    void stop() {
        timer.stop();
    }
}
