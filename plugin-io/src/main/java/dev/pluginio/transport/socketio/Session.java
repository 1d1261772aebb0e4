package dev.pluginio.transport.socketio;

import dev.pluginio.transport.Clearance;
import dev.pluginio.transport.TransportSettings;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
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
    private final Map<String, List<String>> headers;
    private final Conversation conversation;

    private final Outbox outbox;
    private final Heartbeat heartbeat;
    private final Polling polling;
    private final WebSockets webSockets;
    private final Intake intake;

    private State state = State.OPEN;
    private @Nullable Given given;
    private Loop.Timer deadline = () -> {};
    private boolean dirty;
    private boolean overflowed;
    private boolean lastWords;
    private boolean drained;

    Session(
            Surroundings surroundings,
            Loop loop,
            Map<String, List<String>> query,
            InetSocketAddress remoteAddress,
            Map<String, List<String>> headers) {
        TransportSettings settings = surroundings.settings();
        this.sid = surroundings.sessions().newId();
        this.loop = loop;
        this.surroundings = surroundings;
        this.query = query.equals(USUAL) ? USUAL : query;
        this.remoteAddress = remoteAddress;
        this.headers = headers;
        this.conversation = new Conversation(this, surroundings);
        this.outbox = new Outbox(settings.maxQueuedBytes());
        this.heartbeat = new Heartbeat(this, settings, surroundings.nanoTime());
        this.polling = new Polling(this, surroundings.sessions());
        this.webSockets = new WebSockets(this, settings);
        this.intake = new Intake(this, surroundings);
    }

    /** Those that held when it began: what its client was told. */
    TransportSettings settings() {
        return webSockets.settings();
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

    Map<String, List<String>> headers() {
        return headers;
    }

    InetSocketAddress remoteAddress() {
        return remoteAddress;
    }

    Heartbeat heartbeat() {
        return heartbeat;
    }

    Polling polling() {
        return polling;
    }

    WebSockets webSockets() {
        return webSockets;
    }

    Intake intake() {
        return intake;
    }

    boolean isOpen() {
        return state == State.OPEN;
    }

    boolean isClosed() {
        return state == State.CLOSED;
    }

    // ---- opening -----------------------------------------------------------------------------------------------

    void open(Exchange exchange) {
        polling.hold(exchange);
        open("[\"websocket\"]");
    }

    void open(WebSocketLink link) {
        webSockets.carry(link);
        open("[]");
    }

    private void open(String upgrades) {
        TransportSettings settings = settings();
        surroundings.sessions().add(this);
        surroundings.observer().opened();
        send(Frame.of("0{\"sid\":\"" + sid + "\",\"upgrades\":" + upgrades
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
        if (state != State.OPEN || overflowed || frame.isDroppable() && !canWrite()) {
            return;
        }
        if (frame.newest() != null && !canWrite()) {
            outbox.thinOut();
        }
        outbox.add(frame);
        loop.dirty(this);
        if (outbox.isOverfull() && !canWrite()) {
            overflowed = true;
            outbox.clear();
        }
    }

    private boolean canWrite() {
        WebSocketLink link = webSockets.carrier();
        return link != null ? link.isWritable() : polling.canAnswer();
    }

    /** Whether something waits that its carrier has not taken. */
    boolean hasQueued() {
        return !outbox.isEmpty();
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
        WebSocketLink link = webSockets.carrier();
        if (link != null) {
            flush(link);
        } else {
            flushPoll();
        }
        outbox.thinOut();
    }

    private void flush(WebSocketLink link) {
        List<Frame> batch = loop.batch();
        while (link.isWritable()) {
            Frame frame = outbox.next();
            if (frame == null) {
                break;
            }
            if (isCleared(frame)) {
                link.write(frame);
                batch.add(frame);
            }
        }
        if (state == State.CLOSING && outbox.isEmpty()) {
            if (lastWords) {
                link.sayGoodbye();
            } else {
                link.hangUp();
            }
        }
        link.flush();
        if (!batch.isEmpty() && link.hasBacklog()) {
            keep(link, batch);
        }
    }

    private boolean isCleared(Frame frame) {
        Clearance needed = frame.clearance();
        if (needed == null || needed.stands() || conversation.permits(frame)) {
            return true;
        }
        surroundings.observer().withdrawn();
        return false;
    }

    /** The network did not take all: until it has, it is known what waits. */
    private void keep(WebSocketLink link, List<Frame> batch) {
        Given held = given == null ? new Given() : given;
        given = held;
        held.add(batch);
        loop.stalled().add(this);
        int number = batch.size();
        link.whenGone(() -> {
            held.left(number);
            if (held.isEmpty()) {
                given = null;
                loop.stalled().remove(this);
            }
        });
    }

    /**
     * Closes the connection if something waits on it, out of our hands, that its client must not get any more.
     *
     * @return whether nothing waits on it
     */
    boolean reconsider() {
        if (polling.holdsForbidden(conversation) || given != null && given.holdsForbidden(conversation)) {
            LOG.debug("a connection from {} is closed: what waits on it is not for its client any more", remoteAddress);
            surroundings.observer().withdrawn();
            WebSocketLink link = webSockets.carrier();
            if (link != null) {
                link.abort();
            }
            close("rights narrowed", Farewell.NONE);
            terminate();
            polling.cut();
        }
        return given == null && !polling.isAnswering();
    }

    private void flushPoll() {
        if (polling.canAnswer()) {
            outbox.keep(this::isCleared);
        }
        if (polling.canAnswer() && !outbox.isEmpty()) {
            // the end is told in an answer of its own: the official client looks at it before the packets beside it
            polling.answer(outbox);
            if (drained) {
                terminate();
            }
        } else if (polling.canAnswer() && state == State.OPEN && webSockets.isProbed()) {
            polling.release(); // what waited for it is not for the client any more, and it waits for its polls to end
        } else if (state == State.CLOSING && (polling.isWaiting() && outbox.isEmpty() || mayEndUntold())) {
            terminate();
        }
    }

    /** Whether it is no use to wait for a poll: nothing is left that the client ought to get. */
    private boolean mayEndUntold() {
        return !lastWords && outbox.isEmpty() && !webSockets.isTrying();
    }

    // ---- rules ---------------------------------------------------------------------------------------------------

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
        close(violation.isOfLimit() ? "limit exceeded" : "parse error", Farewell.PLAIN);
    }

    void tell(Violation violation) {
        LOG.debug("a connection from {} is closed: {}", remoteAddress, violation.rule());
        if (violation.isOfLimit()) {
            surroundings.observer().limited(violation.rule());
        } else {
            surroundings.observer().violated(violation.rule());
        }
    }

    // ---- closing -------------------------------------------------------------------------------------------------

    /** The client has said that it ends the connection. */
    void closedByClient() {
        if (!webSockets.isCarrying() && polling.isWaiting()) {
            polling.release();
        } else if (!webSockets.isCarrying()) {
            surroundings.sessions().bury(this);
        }
        close("transport close", Farewell.NONE);
    }

    /** A client that comes back too late is told so, even if the event loop had not noticed yet. */
    void endIfSilent() {
        if (!webSockets.isCarrying() && heartbeat.isOver()) {
            close(Heartbeat.TIMEOUT, Farewell.NONE);
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
        conversation.end(reason);
        surroundings.observer().closed(reason);
        lastWords = farewell == Farewell.LAST_WORDS;
        webSockets.end(lastWords);
        if (farewell == Farewell.DRAINED && !outbox.isEmpty() && !webSockets.isCarrying()) {
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
        webSockets.cut();
    }
}
