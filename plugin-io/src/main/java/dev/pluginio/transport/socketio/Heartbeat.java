package dev.pluginio.transport.socketio;

import dev.pluginio.transport.TransportSettings;

/** Asks the client of a session for signs of life, and ends the session when none comes. */
final class Heartbeat {

    static final String TIMEOUT = "ping timeout";

    private static final String PING = "2";

    private final Session session;
    private final TransportSettings settings;
    private Loop.Timer timer = () -> {};
    private long due;
    private boolean asked;

    Heartbeat(Session session, TransportSettings settings) {
        this.session = session;
        this.settings = settings;
    }

    /** Begins with the time until the first ping. */
    void start() {
        timer.stop();
        due = session.loop().nanoTime() + settings.pingInterval().toNanos();
        timer = session.loop().at(due, this::ask);
    }

    private void ask() {
        long late = session.loop().nanoTime() - due;
        long patience = settings.pingTimeout().toNanos();
        // the time for the answer runs from when the ping was due; an event loop that was itself held up is forgiving
        due += late > patience / 10 ? late + patience : patience;
        asked = true;
        session.send(Frame.of(PING));
        timer = session.loop().at(due, () -> session.close(TIMEOUT, Session.Farewell.PLAIN));
    }

    /** Whether the time for an answer is over, even if the event loop has not come to notice. */
    boolean isOver() {
        return asked && session.loop().nanoTime() - due >= 0;
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
