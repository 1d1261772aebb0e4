package dev.pluginio.transport.socketio;

import dev.pluginio.transport.TransportObserver;
import dev.pluginio.transport.TransportSettings;
import dev.pluginio.transport.socketio.limit.Meter;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Engine.IO connection, whatever carries it: polling requests, a WebSocket, or first the one and then the other.
 * Begins and ends, and brings together those who do its parts. Confined to one event loop.
 */
final class Session {

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    private static final String CLOSE = "1";
    private static final long LINGER_MILLIS = 5_000;

    /** How a connection ends. */
    enum Farewell {
        /** What waits is delivered, then the client is told. */
        LAST_WORDS,
        /** What waits is delivered, and the client may connect again. */
        DRAINED,
        /** What waits is dropped, the client is told. */
        PLAIN,
        /** The client has closed it, or does not read: nothing is said. */
        NONE
    }

    private enum State {
        OPEN,
        CLOSING,
        CLOSED
    }

    /** The halves of its id. */
    private final long idHead;

    private final long idTail;
    private final Loop loop;
    private final Surroundings surroundings;
    private final Surroundings.Configured configured;
    private final Opening opening;
    private final InetSocketAddress remoteAddress;
    private final Conversation conversation;

    private final Outlet outlet;
    private final Heartbeat heartbeat;
    private Meter meter;

    /** How it changes over to a WebSocket; null where nobody has tried to yet. */
    private volatile @Nullable Upgrade upgrade;

    private State state = State.OPEN;
    private Loop.Timer deadline = () -> {};

    /** Null as long as it has not polled, and when it does no more. */
    private @Nullable Polling polling;

    Session(Surroundings surroundings, Loop loop, Opening opening, InetSocketAddress remoteAddress) {
        this.configured = surroundings.configured();
        RandomId id = surroundings.sessions().newId();
        this.idHead = id.head();
        this.idTail = id.tail();
        this.loop = loop;
        this.surroundings = surroundings;
        this.opening = opening;
        this.remoteAddress = remoteAddress;
        this.conversation = new Conversation(this);
        this.outlet = new Outlet(this);
        this.heartbeat = new Heartbeat(this);
        this.meter = new Meter(configured.rates());
    }

    Surroundings surroundings() {
        return surroundings;
    }

    /** Those that held when it began: what its client was told. */
    TransportSettings settings() {
        return configured.settings();
    }

    /** The same, with what was made of them. */
    Surroundings.Configured configured() {
        return configured;
    }

    /** The id that only its client knows. */
    RandomId id() {
        return new RandomId(idHead, idTail);
    }

    /** The text of its id. */
    String sid() {
        return id().text();
    }

    Loop loop() {
        return loop;
    }

    Conversation conversation() {
        return conversation;
    }

    Opening opening() {
        return opening;
    }

    InetSocketAddress remoteAddress() {
        return remoteAddress;
    }

    TransportObserver observer() {
        return surroundings.observer();
    }

    Heartbeat heartbeat() {
        return heartbeat;
    }

    Outlet outlet() {
        return outlet;
    }

    Polling polling() {
        Polling current = polling == null ? new Polling(this, surroundings.sessions()) : polling;
        polling = current;
        return current;
    }

    /** It is carried by a WebSocket from now on, and polls no more when what is under way is done. */
    void changeTo(WebSocketLink link) {
        polling().release();
        if (polling().isIdle()) {
            polling = null;
        }
        outlet.carryOn(link);
        loop.dirty(this);
    }

    /** Measures what comes, by the limits that hold now; what the client was told it may send at once, it may. */
    Meter meter() {
        Meter.Rates now = surroundings.configured().rates();
        if (!meter.rates().areAs(now)) {
            meter = new Meter(now.granting(settings().maxPayload()));
        }
        return meter;
    }

    /** Whether a WebSocket carries it: it polls no more. */
    boolean isCarried() {
        return outlet.link() != null;
    }

    /** True once: the first change of transport belongs to the handshake. Called on any thread. */
    synchronized boolean isFirstUpgrade() {
        boolean first = upgrade == null;
        if (first) {
            upgrade = new Upgrade(this);
        }
        return first;
    }

    /** A WebSocket was opened to which it may change over. */
    void probe(WebSocketLink link) {
        Upgrade begun = upgrade;
        if (begun != null) {
            begun.probe(link);
        }
    }

    @Nullable
    Upgrade upgrade() {
        return upgrade;
    }

    /** Whether a client that polls waits for its polls to end, because it is about to change over. */
    boolean isProbed() {
        Upgrade begun = upgrade;
        return begun != null && begun.isProbed();
    }

    boolean isOpen() {
        return state == State.OPEN;
    }

    /** Whether it is over for its clients, while the remote side is still told so. */
    boolean isClosing() {
        return state == State.CLOSING;
    }

    boolean isClosed() {
        return state == State.CLOSED;
    }

    // ---- opening -----------------------------------------------------------------------------------------------

    void open(Exchange exchange) {
        polling().hold(exchange);
        open("[\"websocket\"]");
    }

    void open(WebSocketLink link) {
        outlet.carryOn(link);
        open("[]");
    }

    private void open(String upgrades) {
        TransportSettings settings = settings();
        surroundings.sessions().add(this);
        observer().opened();
        send(Frame.of("0{\"sid\":\"" + sid() + "\",\"upgrades\":" + upgrades
                + ",\"pingInterval\":" + settings.pingInterval().toMillis()
                + ",\"pingTimeout\":" + settings.pingTimeout().toMillis()
                + ",\"maxPayload\":" + settings.maxPayload() + "}"));
        heartbeat.start();
        left();
        if (!surroundings.doorkeeper().admits(remoteAddress)) {
            // the rules changed since it was let in, when it was not yet known
            close("address may not connect", Farewell.PLAIN);
        }
    }

    /** It has asked to enter a namespace. */
    void entered() {
        deadline.stop();
        deadline = () -> {}; // what is stopped would still be held
    }

    /** It is in no namespace: it may stay so only for a while. */
    void left() {
        deadline.stop();
        if (state == State.OPEN) {
            deadline = loop.after(
                    surroundings.settings().connectTimeout().toMillis(),
                    () -> close("connect timeout", Farewell.PLAIN));
        }
    }

    // ---- sending -----------------------------------------------------------------------------------------------

    /** Queues a packet; without effect once the connection is closing. */
    void send(Frame frame) {
        if (state == State.OPEN) {
            outlet.send(frame);
        }
    }

    /** Whether something waits that its carrier has not taken. */
    boolean hasQueued() {
        return !outlet.isEmpty();
    }

    /** Drops what waits for the client of a namespace; what belongs to other namespaces or to the protocol stays. */
    void withhold(Space space) {
        outlet.withhold(space);
    }

    // ---- rules ---------------------------------------------------------------------------------------------------

    /** The client was to do something in time and has not. */
    void late(String limit) {
        violated(Violation.ofLimit(limit));
    }

    /** The client broke a rule: what it says counts no more. */
    void violated(Violation violation) {
        if (state != State.OPEN) {
            return;
        }
        tell(violation);
        end(violation.isOfLimit() ? "limit exceeded" : "parse error", Farewell.PLAIN);
    }

    void tell(Violation violation) {
        LOG.debug("a connection from {} is closed: {}", remoteAddress, violation.rule());
        if (violation.isOfLimit()) {
            observer().limited(violation.rule());
        } else {
            observer().violated(violation.rule());
        }
    }

    // ---- closing -------------------------------------------------------------------------------------------------

    /** The client has said that it ends the connection. */
    void closedByClient() {
        if (!isCarried() && polling().isWaiting()) {
            polling().release();
        } else if (!isCarried()) {
            surroundings.sessions().bury(this);
        }
        close("transport close", Farewell.NONE);
    }

    /** A client that comes back too late is told so, even if the event loop had not noticed yet. */
    void endIfSilent() {
        if (!isCarried() && heartbeat.isOver()) {
            close(Heartbeat.TIMEOUT, Farewell.NONE);
        }
    }

    /** Ends the connection. The clients on it are gone at once; what is still said is for the remote side only. */
    void close(String reason, Farewell farewell) {
        if (state == State.OPEN) {
            LOG.debug("a connection from {} ends: {}", remoteAddress, reason);
            end(reason, farewell);
        }
    }

    private void end(String reason, Farewell farewell) {
        state = State.CLOSING;
        heartbeat.stop();
        deadline.stop();
        conversation.end(reason);
        observer().closed(reason);
        Upgrade begun = upgrade;
        if (begun != null) {
            begun.end(farewell == Farewell.LAST_WORDS);
        }
        outlet.end(farewell);
        if (farewell == Farewell.NONE) {
            terminate();
        } else {
            deadline = loop.after(LINGER_MILLIS, this::terminate);
            loop.dirty(this);
        }
    }

    /** Ends what is left of it without a word more. */
    void terminate() {
        if (state == State.CLOSED) {
            return;
        }
        state = State.CLOSED;
        deadline.stop();
        outlet.clear();
        try {
            if (polling != null) {
                polling.answer(CLOSE);
            }
            Upgrade begun = upgrade;
            if (begun != null) {
                begun.cut();
            }
            outlet.cut();
        } finally {
            surroundings.sessions().remove(this); // last: once there are none, a stop ends the loops
        }
    }
}
