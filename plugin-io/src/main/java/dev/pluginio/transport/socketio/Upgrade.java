package dev.pluginio.transport.socketio;

import org.jspecify.annotations.Nullable;

/** How a session changes over from polling to a WebSocket: the client probes it, and then says that it takes it. */
final class Upgrade {

    private static final String PROBE = "2probe";
    private static final String PROBE_ANSWER = "3probe";
    private static final String TAKEN = "5";
    private static final long MILLIS = 10_000;

    private final Loop loop;
    private @Nullable WebSocketLink link;
    private boolean probed;
    private Loop.Timer timer = () -> {};

    /** What a message on the WebSocket means. */
    enum Step {
        PROBED,
        TAKEN,
        WRONG
    }

    Upgrade(Loop loop) {
        this.loop = loop;
    }

    /** Whether there is a WebSocket that is tried. */
    boolean isUnderWay() {
        return link != null;
    }

    /** Whether the client has probed it: it then waits for its polls to end. */
    boolean isProbed() {
        return probed;
    }

    boolean isOn(WebSocketLink candidate) {
        return link == candidate;
    }

    void begin(WebSocketLink candidate) {
        link = candidate;
        timer = loop.after(MILLIS, candidate::cut);
    }

    Step step(WebSocketLink candidate, String message) {
        if (message.equals(PROBE) && !probed) {
            probed = true;
            candidate.write(Frame.of(PROBE_ANSWER));
            candidate.flush();
            return Step.PROBED;
        }
        if (message.equals(TAKEN) && probed) {
            timer.stop();
            link = null;
            return Step.TAKEN;
        }
        return Step.WRONG;
    }

    /** The WebSocket is closed: the client may go on polling, and try again. */
    void failed() {
        timer.stop();
        link = null;
        probed = false;
    }

    void stop() {
        timer.stop();
    }

    void cut() {
        if (link != null) {
            link.cut();
        }
    }
}
