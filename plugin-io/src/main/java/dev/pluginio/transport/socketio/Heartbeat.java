package dev.pluginio.transport.socketio;

import dev.pluginio.transport.TransportSettings;

/** Asks the client of a session for signs of life, and ends the session when none comes. */
final class Heartbeat {

    private static final String PING = "2";

    private final Session session;
    private final TransportSettings settings;
    private Loop.Timer timer = () -> {};
    private boolean asked;

    Heartbeat(Session session, TransportSettings settings) {
        this.session = session;
        this.settings = settings;
    }

    /** Begins with the time until the first ping. */
    void start() {
        timer.stop();
        timer = session.loop().after(settings.pingInterval().toMillis(), this::ask);
    }

    private void ask() {
        asked = true;
        session.send(Frame.of(PING));
        timer = session.loop()
                .after(settings.pingTimeout().toMillis(), () -> session.close("ping timeout", Session.Farewell.PLAIN));
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
