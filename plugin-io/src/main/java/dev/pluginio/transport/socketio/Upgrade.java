package dev.pluginio.transport.socketio;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * How a session changes over from polling to a WebSocket: the client probes it, and then says that it takes it. Where that
 * fails, it may try again. Confined to the session's event loop.
 */
final class Upgrade {

    private static final long MOST_MILLIS = 10_000;

    private static final String PROBE = "2probe";
    private static final String PROBE_ANSWER = "3probe";
    private static final String TAKEN = "5";

    private final Session session;

    /** The one that is tried; null if none is. */
    private @Nullable WebSocketLink link;

    private boolean probed;
    private Loop.@Nullable Timer timer;

    /** None is under way. */
    Upgrade(Session session) {
        this.session = session;
    }

    /** Whether there is a WebSocket that is tried. */
    boolean isUnderWay() {
        return link != null;
    }

    /** Whether the client has probed one: it then waits for its polls to end. */
    boolean isProbed() {
        return probed;
    }

    /** A WebSocket was opened for a session that polls. */
    void probe(WebSocketLink candidate) {
        if (!session.isOpen() || session.isCarried() || isUnderWay()) {
            candidate.turnAway(new Violation("WebSocket for a session that needs none"));
            return;
        }
        link = candidate;
        long patience = Math.min(
                MOST_MILLIS, session.settings().limits().requestTimeout().toMillis());
        timer = session.loop()
                .after(patience, () -> candidate.turnAway(Violation.ofLimit("change of transport in time")));
    }

    /** A message came on a WebSocket that does not carry the session; it says nothing if it is not the one that is tried. */
    void text(WebSocketLink from, byte[] message) {
        if (link != from) {
            return;
        }
        String said = new String(message, StandardCharsets.UTF_8);
        if (said.equals(PROBE) && !probed) {
            answer(from);
        } else if (said.equals(TAKEN) && probed) {
            stop();
            session.changeTo(from);
        } else {
            from.turnAway(new Violation("no packet of a change of transport"));
        }
    }

    private void answer(WebSocketLink candidate) {
        probed = true;
        candidate.write(Frame.of(PROBE_ANSWER));
        candidate.flush();
        if (!session.hasQueued()) {
            session.polling().release();
        }
        session.loop().dirty(session);
    }

    /** The channel of a WebSocket is closed: the client may go on polling. */
    void gone(WebSocketLink closed) {
        if (link == closed) {
            stop();
        }
    }

    /** None is tried any more. */
    private void stop() {
        stopTimer();
        link = null;
        probed = false;
    }

    private void stopTimer() {
        if (timer != null) {
            timer.stop();
            timer = null;
        }
    }

    /**
     * The session ends: it changes over no more.
     *
     * @param lastWords whether the client is still told something, and may do so on the one that is tried
     */
    void end(boolean lastWords) {
        stopTimer();
        if (!lastWords && !probed) {
            cut(); // a client that changes over already does not poll any more: it hears of the end that way
        }
    }

    void cut() {
        if (link != null) {
            link.cut();
        }
    }
}
