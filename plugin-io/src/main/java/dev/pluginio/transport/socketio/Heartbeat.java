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

    /** It has said something since it was asked, only not that. */
    private boolean heard;

    /** It has had the time for its answer once more. */
    private boolean extended;

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
        heard = false;
        extended = false;
        session.send(Frame.of(PING));
        timer = session.loop().afterNanos(patience - late, this::giveUp);
    }

    /** A client whose pong is stuck behind what else it sends is alive: it gets the time for its answer once more. */
    private void giveUp() {
        if (!heard) {
            session.close(TIMEOUT, Session.Farewell.PLAIN);
            return;
        }
        due += settings.pingTimeout().toNanos();
        heard = false;
        extended = true;
        timer = session.loop().afterNanos(due - nanoTime.getAsLong(), this::giveUp);
    }

    /** Another packet than a pong has come. */
    void heard() {
        heard = asked && !extended;
    }

    /** Whether the time for an answer is over, even if the event loop has not come to notice. */
    boolean isOver() {
        return asked && !heard && nanoTime.getAsLong() - due >= 0;
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
