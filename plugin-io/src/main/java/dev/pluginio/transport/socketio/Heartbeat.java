package dev.pluginio.transport.socketio;

import java.util.concurrent.TimeUnit;

/** Asks the client of a session for signs of life, and ends the session when none comes. */
final class Heartbeat extends Loop.Due {

    static final String TIMEOUT = "ping timeout";

    private static final String PING = "2";

    /** By how much an event loop is late on any machine that is busy. */
    private static final long USUAL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Session session;
    private boolean asked;

    /** It has said something since it was asked, only not that. */
    private boolean heard;

    /** It has had the time for its answer once more. */
    private boolean extended;

    /** What was queued for its clients when it last gave a sign of life was ready to be sent before the ping. */
    private boolean followed = true;

    Heartbeat(Session session) {
        this.session = session;
    }

    /** Begins with the time until the first ping. */
    void start() {
        session.loop()
                .appoint(
                        this,
                        session.loop().now() + session.settings().pingInterval().toNanos());
    }

    @Override
    void come() {
        if (asked) {
            giveUp();
        } else {
            ask();
        }
    }

    /** The time for the answer runs from when the ping was due; an event loop that was itself held up is forgiving. */
    private void ask() {
        asked = true;
        heard = false;
        extended = false;
        session.send(Frame.of(PING));
        await(isLate() ? session.loop().now() : due());
    }

    private void await(long from) {
        session.loop().appoint(this, from + session.settings().pingTimeout().toNanos());
    }

    /** Whether the event loop was held up for long: what came for it meanwhile may still have to be read. */
    private boolean isLate() {
        long timeout = session.settings().pingTimeout().toNanos();
        return session.loop().now() - due() > Math.max(timeout / 10, Math.min(timeout / 2, USUAL_NANOS));
    }

    /**
     * A client whose pong is stuck behind what else it sends is alive: it gets the time for its answer once more. So does
     * one whose pong could not be read in time.
     */
    private void giveUp() {
        if (isLate()) {
            await(session.loop().now());
        } else if (heard) {
            heard = false;
            extended = true;
            await(due());
        } else {
            session.close(TIMEOUT, Session.Farewell.PLAIN);
        }
    }

    /** Another packet than a pong has come. */
    void heard() {
        heard = asked && !extended;
    }

    /** Whether the time for an answer is over, even if the event loop is just about to notice. */
    boolean isOver() {
        return asked && !heard && session.loop().now() - due() >= 0 && !isLate();
    }

    /** A pong has come. One that nobody asked for counts for nothing. */
    void answered() {
        if (asked) {
            asked = false;
            if (followed) {
                session.conversation().alive();
            }
            followed = false;
            session.loop().submit(() -> followed = !asked);
            start();
        }
    }

    void stop() {
        session.loop().cancel(this);
    }
}
