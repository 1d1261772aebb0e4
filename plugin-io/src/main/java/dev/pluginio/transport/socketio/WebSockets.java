package dev.pluginio.transport.socketio;

import dev.pluginio.transport.socketio.limit.Fragments;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A session's WebSocket side: the one that carries it, or the one to which it is about to change over. Confined to the
 * session's event loop.
 */
final class WebSockets {

    private static final long UPGRADE_MILLIS = 10_000;

    private final Session session;

    /** Null where nobody has tried to change over yet. */
    private @Nullable Upgrade upgrade;

    private boolean upgradeTried;

    /** There is none. */
    WebSockets(Session session) {
        this.session = session;
    }

    private Upgrade newUpgrade() {
        long patience = Math.min(
                UPGRADE_MILLIS, session.settings().limits().requestTimeout().toMillis());
        return new Upgrade(
                session.loop(), patience, link -> turnAway(link, Violation.ofLimit("change of transport in time")));
    }

    /** The one that carries the session; null as long as it polls. */
    @Nullable
    WebSocketLink carrier() {
        return session.outlet().link();
    }

    boolean isCarrying() {
        return carrier() != null;
    }

    /** Whether a client that polls has probed one: it then waits for its polls to end. */
    boolean isProbed() {
        return upgrade != null && upgrade.isProbed();
    }

    /** Whether there is one that is tried. */
    boolean isTrying() {
        return upgrade != null && upgrade.isUnderWay();
    }

    /** True once: the first change of transport belongs to the handshake. Called on any thread. */
    synchronized boolean isFirstUpgrade() {
        boolean first = !upgradeTried;
        upgradeTried = true;
        return first;
    }

    /** One carries the session from now on. */
    void carry(WebSocketLink link) {
        session.outlet().carryOn(link);
    }

    /** One was opened for a session that polls. */
    void probe(WebSocketLink link) {
        if (!session.isOpen() || isCarrying() || isTrying()) {
            turnAway(link, new Violation("WebSocket for a session that needs none"));
        } else {
            upgrade = newUpgrade();
            upgrade.begin(link);
        }
    }

    void text(WebSocketLink link, byte[] message) {
        try {
            if (link == carrier()) {
                session.intake().text(message);
            } else if (upgrade != null && upgrade.isOn(link)) {
                step(upgrade, link, new String(message, StandardCharsets.UTF_8));
            }
        } catch (Violation e) {
            session.violated(e);
        }
    }

    void binary(WebSocketLink link, byte[] message) {
        try {
            if (link == carrier()) {
                session.intake().binary(message);
            } else {
                turnAway(link, new Violation("attachment on a WebSocket that carries no session"));
            }
        } catch (Violation e) {
            session.violated(e);
        }
    }

    private void step(Upgrade begun, WebSocketLink link, String message) {
        switch (begun.step(link, message)) {
            case PROBED -> {
                if (!session.hasQueued()) {
                    session.polling().release();
                }
                session.loop().dirty(session);
            }
            case TAKEN -> {
                session.doneWithPolling();
                carry(link);
                upgrade = null;
                session.loop().dirty(session);
            }
            case WRONG -> turnAway(link, new Violation("no packet of a change of transport"));
        }
    }

    /** Puts together what comes in fragments. */
    Fragments gather(WebSocketLink link, boolean text, boolean compressed) {
        Loop.Timer timer = session.loop()
                .after(
                        session.settings().limits().requestTimeout().toMillis(),
                        () -> broken(link, Violation.ofLimit("fragments in time")));
        return new Fragments(text, compressed, timer::stop);
    }

    /** A control frame or a fragment came; false if there were too many of them. */
    boolean control(WebSocketLink link, int size) {
        try {
            session.intake().measure(size);
            return true;
        } catch (Violation e) {
            broken(link, e);
            return false;
        }
    }

    /** One broke a rule of its own. */
    void broken(WebSocketLink link, Violation violation) {
        if (link == carrier()) {
            session.violated(violation);
        } else {
            turnAway(link, violation);
        }
    }

    /** Cuts off one that does not carry the session; whoever carries it goes on. */
    private void turnAway(WebSocketLink link, Violation violation) {
        session.tell(violation);
        link.cut();
    }

    /** The channel of one is closed. */
    void gone(WebSocketLink link) {
        if (upgrade != null && upgrade.isOn(link)) {
            upgrade.stop();
            upgrade = null; // the client may go on polling, and try again
        } else if (link == carrier()) {
            session.close("transport close", Session.Farewell.NONE);
            session.terminate();
        }
    }

    /**
     * The session ends: it changes over no more.
     *
     * @param lastWords whether the client is still told something, and may do so on the one that is tried
     */
    void end(boolean lastWords) {
        if (upgrade == null) {
            return;
        }
        upgrade.stop();
        if (!lastWords && !upgrade.isProbed()) {
            upgrade.cut(); // a client that changes over already does not poll any more: it hears of the end that way
        }
    }

    /** Closes what is left of them. */
    void cut() {
        if (upgrade != null) {
            upgrade.cut();
        }
        WebSocketLink carrier = carrier();
        if (carrier != null) {
            carrier.cut();
        }
    }
}
