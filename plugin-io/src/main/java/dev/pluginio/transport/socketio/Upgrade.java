package dev.pluginio.transport.socketio;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How a session changes over from polling to a WebSocket: the client probes it, and then says that it takes it. */
final class Upgrade {

    private static final String PROBE = "2probe";
    private static final String PROBE_ANSWER = "3probe";
    private static final String TAKEN = "5";

    private final Loop loop;
    private final long millis;
    private final Consumer<WebSocketLink> late;
    private @Nullable WebSocketLink link;
    private boolean probed;
    private Loop.Timer timer = () -> {};

    /** What a message on the WebSocket means. */
    enum Step {
        PROBED,
        TAKEN,
        WRONG
    }

    /**
     * None is under way.
     *
     * @param millis how long one may take
     * @param late gets the WebSocket of one that took longer
     */
    Upgrade(Loop loop, long millis, Consumer<WebSocketLink> late) {
        this.loop = loop;
        this.millis = millis;
        this.late = late;
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
        timer = loop.after(millis, () -> late.accept(candidate));
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

    void stop() {
        timer.stop();
    }

    void cut() {
        if (link != null) {
            link.cut();
        }
    }
}
