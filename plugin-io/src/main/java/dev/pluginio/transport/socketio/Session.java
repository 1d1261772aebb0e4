package dev.pluginio.transport.socketio;

import dev.pluginio.transport.TransportSettings;
import dev.pluginio.transport.socketio.limit.Fragments;
import dev.pluginio.transport.socketio.limit.Meter;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Engine.IO connection, whatever carries it: polling requests, a WebSocket, or first the one and then the other.
 * Confined to one event loop. What it sends waits in a bounded queue until its carrier can take it.
 */
final class Session {

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);
    /** What nearly every client says whose first transport is a WebSocket; kept once for all of them. */
    private static final Map<String, List<String>> USUAL =
            Map.of("EIO", List.of("4"), "transport", List.of("websocket"));

    private static final String CLOSE = "1";
    private static final long LINGER_MILLIS = 5_000;
    private static final long UPGRADE_MILLIS = 10_000;
    private static final int MOST_OF_A_STRANGER = 65_536;
    private static final String TOO_FAST = "packets or bytes a second";

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

    private final String sid;
    private final Loop loop;
    private final Surroundings surroundings;
    private final Map<String, List<String>> query;
    private final InetSocketAddress remoteAddress;
    private final Conversation conversation;

    private final Outbox outbox;
    private final Heartbeat heartbeat;
    private final Polling polling;
    private final Upgrade upgrade;
    private final Meter meter;

    private final AtomicBoolean upgradeTried = new AtomicBoolean();

    private State state = State.OPEN;
    private @Nullable WebSocketLink socket;
    private Loop.Timer deadline = () -> {};
    private boolean dirty;
    private boolean overflowed;
    private boolean lastWords;
    private boolean drained;

    Session(Surroundings surroundings, Loop loop, Map<String, List<String>> query, InetSocketAddress remoteAddress) {
        this.sid = surroundings.sessions().newId();
        this.loop = loop;
        this.surroundings = surroundings;
        this.query = query.equals(USUAL) ? USUAL : query;
        this.remoteAddress = remoteAddress;
        this.conversation = new Conversation(this, surroundings);
        this.polling = new Polling(loop, () -> loop.dirty(this));
        this.outbox = new Outbox(surroundings.settings().maxQueuedBytes());
        this.heartbeat = new Heartbeat(this, surroundings.settings(), surroundings.nanoTime());
        TransportSettings settings = surroundings.settings();
        long patience =
                Math.min(UPGRADE_MILLIS, settings.limits().requestTimeout().toMillis());
        this.upgrade =
                new Upgrade(loop, patience, link -> turnAway(link, Violation.ofLimit("change of transport in time")));
        this.meter = new Meter(settings.limits(), settings.maxPayload(), surroundings.nanoTime());
    }

    String sid() {
        return sid;
    }

    Loop loop() {
        return loop;
    }

    Conversation conversation() {
        return conversation;
    }

    Map<String, List<String>> query() {
        return query;
    }

    InetSocketAddress remoteAddress() {
        return remoteAddress;
    }

    // ---- opening -----------------------------------------------------------------------------------------------

    void open(Exchange exchange) {
        polling.hold(exchange);
        open("[\"websocket\"]");
    }

    void open(WebSocketLink link) {
        socket = link;
        open("[]");
    }

    private void open(String upgrades) {
        TransportSettings settings = surroundings.settings();
        surroundings.sessions().add(this);
        surroundings.observer().opened();
        send(Frame.of("0{\"sid\":\"" + sid + "\",\"upgrades\":" + upgrades
                + ",\"pingInterval\":" + settings.pingInterval().toMillis()
                + ",\"pingTimeout\":" + settings.pingTimeout().toMillis()
                + ",\"maxPayload\":" + settings.maxPayload() + "}"));
        heartbeat.start();
        left();
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
        if (state != State.OPEN || overflowed || frame.isDroppable() && !canWrite()) {
            return;
        }
        outbox.add(frame);
        loop.dirty(this);
        if (outbox.isOverfull() && !canWrite()) {
            overflowed = true;
            outbox.clear();
        }
    }

    private boolean canWrite() {
        return socket != null ? socket.isWritable() : polling.canAnswer();
    }

    /** Drops what waits for the client of a namespace; what belongs to other namespaces or to the protocol stays. */
    void withhold(Space space) {
        outbox.withhold(space);
    }

    /** Whether it was not yet marked as having something to flush. */
    boolean markDirty() {
        boolean first = !dirty;
        dirty = true;
        return first;
    }

    /** Gives the carrier what it can take. */
    void flush() {
        dirty = false;
        if (overflowed && state == State.OPEN) {
            surroundings.observer().overflowed();
            close("reads too slowly", Farewell.NONE);
        }
        if (socket != null) {
            flush(socket);
        } else {
            flushPoll();
        }
    }

    private void flush(WebSocketLink link) {
        while (link.isWritable()) {
            Frame frame = outbox.next();
            if (frame == null) {
                break;
            }
            link.write(frame);
        }
        if (state == State.CLOSING && outbox.isEmpty()) {
            if (lastWords) {
                link.sayGoodbye();
            } else {
                link.hangUp();
            }
        }
        link.flush();
    }

    private void flushPoll() {
        if (polling.canAnswer() && !outbox.isEmpty()) {
            // the end is told in an answer of its own: the official client looks at it before the packets beside it
            polling.answer(outbox);
            if (drained) {
                terminate();
            }
        } else if (state == State.CLOSING && (polling.isWaiting() && outbox.isEmpty() || mayEndUntold())) {
            terminate();
        }
    }

    /** Whether it is no use to wait for a poll: nothing is left that the client ought to get. */
    private boolean mayEndUntold() {
        return !lastWords && outbox.isEmpty() && !upgrade.isUnderWay();
    }

    // ---- polling -----------------------------------------------------------------------------------------------

    void poll(Exchange exchange) {
        endIfSilent();
        if (state == State.CLOSED) {
            if (surroundings.sessions().isLatePoll(sid)) {
                Polling.noop(exchange);
            } else {
                exchange.refuse(EngineError.SESSION_UNKNOWN);
            }
        } else if (socket != null) {
            exchange.refuse(EngineError.BAD_REQUEST);
        } else if (polling.isWaiting()) {
            exchange.refuse(EngineError.BAD_REQUEST);
            violated(new Violation("two polls at once"));
        } else if (upgrade.isProbed() && state == State.OPEN && outbox.isEmpty()) {
            // the client is about to change over and waits for its polls to end
            Polling.noop(exchange);
        } else {
            polling.hold(exchange);
            loop.dirty(this);
        }
    }

    /** A client that comes back too late is told so, even if the event loop had not noticed yet. */
    private void endIfSilent() {
        if (socket == null && heartbeat.isOver()) {
            close(Heartbeat.TIMEOUT, Farewell.NONE);
        }
    }

    /** A request that brings packets has begun. */
    void posting(Exchange exchange) {
        endIfSilent();
        if (state == State.CLOSED) {
            exchange.refuse(EngineError.SESSION_UNKNOWN);
        } else if (socket != null) {
            exchange.refuse(EngineError.BAD_REQUEST);
        } else if (polling.isBringing()) {
            exchange.refuse(EngineError.BAD_REQUEST);
            violated(new Violation("two posts at once"));
        } else {
            polling.expect(exchange);
        }
    }

    /** The request is there with its packets; without effect if it was refused when it began. */
    void post(Exchange exchange, byte[] body) {
        if (!polling.forget(exchange)) {
            return;
        }
        if (state == State.CLOSED) {
            exchange.refuse(EngineError.SESSION_UNKNOWN);
            return;
        }
        try {
            payload(body);
            exchange.ok();
        } catch (Violation e) {
            exchange.refuse(e.isOfLimit() ? EngineError.TOO_MANY_REQUESTS : EngineError.BAD_REQUEST);
            violated(e);
        }
    }

    /** The request brings more than it may; it has been answered. */
    void tooLarge(Exchange exchange) {
        if (polling.forget(exchange)) {
            violated(new Violation("payload too large"));
        }
    }

    private void payload(byte[] body) throws Violation {
        PollingPayload.read(body, part -> {
            if (part.binary()) {
                binary(part.bytes());
            } else {
                text(part.bytes());
            }
        });
    }

    /** The connection of a request was closed before the answer. */
    void gone(Exchange exchange) {
        if (polling.forget(exchange)) {
            close("transport error", Farewell.NONE);
        }
    }

    // ---- WebSocket ---------------------------------------------------------------------------------------------

    /** True once: the first change of transport belongs to the handshake. Called on any thread. */
    boolean isFirstUpgrade() {
        return upgradeTried.compareAndSet(false, true);
    }

    /** A WebSocket was opened for a session that polls. */
    void probe(WebSocketLink link) {
        if (state != State.OPEN || socket != null || upgrade.isUnderWay()) {
            turnAway(link, new Violation("WebSocket for a session that needs none"));
        } else {
            upgrade.begin(link);
        }
    }

    void text(WebSocketLink link, byte[] message) {
        try {
            if (link == socket) {
                text(message);
            } else if (upgrade.isOn(link)) {
                upgrade(link, new String(message, StandardCharsets.UTF_8));
            }
        } catch (Violation e) {
            violated(e);
        }
    }

    void binary(WebSocketLink link, byte[] message) {
        try {
            if (link == socket) {
                binary(message);
            } else {
                turnAway(link, new Violation("attachment on a WebSocket that carries no session"));
            }
        } catch (Violation e) {
            violated(e);
        }
    }

    private void upgrade(WebSocketLink link, String message) {
        switch (upgrade.step(link, message)) {
            case PROBED -> {
                if (outbox.isEmpty()) {
                    polling.release();
                }
                loop.dirty(this);
            }
            case TAKEN -> {
                polling.release();
                socket = link;
                loop.dirty(this);
            }
            case WRONG -> turnAway(link, new Violation("no packet of a change of transport"));
        }
    }

    /** The carrier broke a rule of its own. */
    void broken(WebSocketLink link, Violation violation) {
        if (link == socket) {
            violated(violation);
        } else {
            turnAway(link, violation);
        }
    }

    /** Cuts off a WebSocket that does not carry the session; whoever carries it goes on. */
    private void turnAway(WebSocketLink link, Violation violation) {
        tell(violation);
        link.cut();
    }

    /** The channel is closed. */
    void gone(WebSocketLink link) {
        if (upgrade.isOn(link)) {
            upgrade.failed();
        } else if (link == socket) {
            close("transport close", Farewell.NONE);
            terminate();
        }
    }

    // ---- receiving ---------------------------------------------------------------------------------------------

    private void text(byte[] message) throws Violation {
        measure(message.length);
        if (state != State.OPEN) {
            if (message.length == 1 && message[0] == '1') {
                terminate();
            }
            return;
        }
        switch (message.length == 0 ? 0 : message[0]) {
            case '1' -> closedByClient();
            case '3' -> heartbeat.answered();
            case '4' -> {
                heartbeat.heard();
                limit(message.length);
                conversation.text(message);
            }
            case '6' -> {}
            default -> throw new Violation("unknown Engine.IO packet");
        }
    }

    private void binary(byte[] message) throws Violation {
        measure(message.length);
        if (state == State.OPEN) {
            heartbeat.heard();
            limit(message.length);
            conversation.binary(message);
        }
    }

    /** Whoever has entered nothing yet has little to say. */
    private void limit(int size) throws Violation {
        if (size > MOST_OF_A_STRANGER && !conversation.hasEntered()) {
            throw new Violation("large message before a namespace was entered");
        }
    }

    /** Whether a client may be in so many rooms. Called on any thread. */
    boolean mayHaveRooms(int number) {
        int most = surroundings.settings().limits().roomsPerClient();
        boolean few = most == 0 || number <= most;
        if (!few) {
            LOG.debug("a client at {} is in as many rooms as it may be", remoteAddress);
            surroundings.observer().limited("rooms of one client");
        }
        return few;
    }

    private void measure(int size) throws Violation {
        if (!meter.take(size)) {
            throw Violation.ofLimit(TOO_FAST);
        }
    }

    /** Counts bytes beside those of the packet that is made of them. */
    void weigh(int size) throws Violation {
        if (!meter.takeBytes(size)) {
            throw Violation.ofLimit(TOO_FAST);
        }
    }

    /** Puts together what comes in fragments on a WebSocket. */
    Fragments fragments(WebSocketLink link) {
        TransportSettings settings = surroundings.settings();
        return new Fragments(
                settings.maxPayload(),
                settings.limits().requestTimeout(),
                () -> control(link, 0),
                () -> broken(link, Violation.ofLimit("fragments in time")));
    }

    /** A control frame or a fragment came; false if there were too many of them. */
    boolean control(WebSocketLink link, int size) {
        boolean few = meter.take(size);
        if (!few) {
            broken(link, Violation.ofLimit(TOO_FAST));
        }
        return few;
    }

    /** The client was to do something in time and has not. */
    void late(String limit) {
        violated(Violation.ofLimit(limit));
    }

    private void closedByClient() {
        if (socket == null && polling.isWaiting()) {
            polling.release();
        } else if (socket == null) {
            surroundings.sessions().bury(this);
        }
        close("transport close", Farewell.NONE);
    }

    // ---- closing -----------------------------------------------------------------------------------------------

    private void violated(Violation violation) {
        if (state != State.OPEN) {
            return;
        }
        tell(violation);
        close(violation.isOfLimit() ? "limit exceeded" : "parse error", Farewell.PLAIN);
    }

    private void tell(Violation violation) {
        LOG.debug("a connection from {} is closed: {}", remoteAddress, violation.rule());
        if (violation.isOfLimit()) {
            surroundings.observer().limited(violation.rule());
        } else {
            surroundings.observer().violated(violation.rule());
        }
    }

    /** Ends the connection. The clients on it are gone at once; what is still said is for the remote side only. */
    void close(String reason, Farewell farewell) {
        if (state != State.OPEN) {
            return;
        }
        state = State.CLOSING;
        heartbeat.stop();
        deadline.stop();
        upgrade.stop();
        conversation.end(reason);
        surroundings.observer().closed(reason);
        lastWords = farewell == Farewell.LAST_WORDS;
        if (!lastWords && !upgrade.isProbed()) {
            upgrade.cut(); // a client that changes over already does not poll any more: it hears of the end that way
        }
        if (farewell == Farewell.DRAINED && !outbox.isEmpty() && socket == null) {
            drained = true;
            outbox.add(Frame.of(CLOSE));
        } else if (farewell == Farewell.PLAIN || farewell == Farewell.NONE) {
            outbox.clear();
        }
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
        outbox.clear();
        surroundings.sessions().remove(this);
        polling.answer(CLOSE);
        upgrade.cut();
        if (socket != null) {
            socket.cut();
        }
    }
}
