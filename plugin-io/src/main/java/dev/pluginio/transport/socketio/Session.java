package dev.pluginio.transport.socketio;

import dev.pluginio.transport.TransportSettings;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * One Engine.IO connection, whatever carries it: polling requests, a WebSocket, or first the one and then the other.
 * Confined to one event loop. What it sends waits in a bounded queue until its carrier can take it.
 */
final class Session {

    static final byte SEPARATOR = 0x1e;

    private static final String CLOSE = "1";
    private static final String PING = "2";
    private static final String NOOP = "6";
    private static final String PROBE = "2probe";
    private static final String PROBE_ANSWER = "3probe";
    private static final String UPGRADE = "5";
    private static final long LINGER_MILLIS = 5_000;
    private static final long UPGRADE_MILLIS = 10_000;

    /** How a connection ends. */
    enum Farewell {
        /** What waits is delivered, then the client is told. */
        LAST_WORDS,
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

    private State state = State.OPEN;
    private final Queue<Frame> outbox = new ArrayDeque<>();
    private long queued;
    private boolean dirty;
    private boolean overflowed;
    private boolean lastWords;

    private @Nullable Exchange poll;
    private @Nullable WebSocketLink socket;
    private @Nullable WebSocketLink probe;
    private boolean probed;

    private Loop.Timer heartbeat = () -> {};
    private Loop.Timer deadline = () -> {};
    private Loop.Timer upgrading = () -> {};
    private boolean pinged;

    Session(Surroundings surroundings, Loop loop, Map<String, List<String>> query, InetSocketAddress remoteAddress) {
        this.sid = surroundings.sessions().newId();
        this.loop = loop;
        this.surroundings = surroundings;
        this.query = query;
        this.remoteAddress = remoteAddress;
        this.conversation = new Conversation(this, surroundings);
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
        poll = exchange;
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
        awaitPing();
        left();
    }

    /** It has asked to enter a namespace. */
    void entered() {
        deadline.stop();
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

    // ---- heartbeat ---------------------------------------------------------------------------------------------

    private void awaitPing() {
        heartbeat.stop();
        heartbeat = loop.after(surroundings.settings().pingInterval().toMillis(), this::ping);
    }

    private void ping() {
        pinged = true;
        send(Frame.of(PING));
        heartbeat = loop.after(
                surroundings.settings().pingTimeout().toMillis(), () -> close("ping timeout", Farewell.PLAIN));
    }

    private void pong() {
        if (pinged) {
            pinged = false;
            awaitPing();
        }
    }

    // ---- sending -----------------------------------------------------------------------------------------------

    /** Queues a packet; without effect once the connection is closing. */
    void send(Frame frame) {
        if (state != State.OPEN || overflowed) {
            return;
        }
        outbox.add(frame);
        queued += frame.size();
        loop.dirty(this);
        if (queued > surroundings.settings().maxQueuedBytes() && !canWrite()) {
            overflowed = true;
            drop();
        }
    }

    private boolean canWrite() {
        return socket != null ? socket.isWritable() : poll != null;
    }

    private void drop() {
        outbox.clear();
        queued = 0;
    }

    /** Drops what waits for the client of a namespace; what belongs to other namespaces or to the protocol stays. */
    void withhold(Space space) {
        outbox.removeIf(frame -> {
            boolean withheld = frame.isFor(space);
            if (withheld) {
                queued -= frame.size();
            }
            return withheld;
        });
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
            close("transport close", Farewell.NONE);
        }
        if (socket != null) {
            flush(socket);
        } else {
            flushPoll();
        }
    }

    private void flush(WebSocketLink link) {
        while (link.isWritable()) {
            Frame frame = outbox.poll();
            if (frame == null) {
                break;
            }
            queued -= frame.size();
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
        Exchange waiting = poll;
        if (waiting != null && !outbox.isEmpty()) {
            // the end is told in an answer of its own: the official client looks at it before the packets beside it
            answer(waiting);
        } else if (state == State.CLOSING && (waiting != null || !lastWords && probe == null)) {
            terminate();
        }
    }

    private void answer(Exchange waiting) {
        poll = null;
        ByteBuf payload = PooledByteBufAllocator.DEFAULT.buffer();
        for (Frame frame = outbox.poll(); frame != null; frame = outbox.poll()) {
            if (payload.isReadable()) {
                payload.writeByte(SEPARATOR);
            }
            frame.appendTo(payload);
        }
        queued = 0;
        waiting.payload(payload);
    }

    // ---- polling -----------------------------------------------------------------------------------------------

    void poll(Exchange exchange) {
        if (state == State.CLOSED) {
            latePoll(surroundings.sessions(), sid, exchange);
        } else if (socket != null) {
            exchange.refuse(EngineError.BAD_REQUEST);
        } else if (poll != null) {
            exchange.refuse(EngineError.BAD_REQUEST);
            violated("two polls at once");
        } else if (probed && state == State.OPEN && outbox.isEmpty()) {
            // the client is about to change over and waits for its polls to end
            exchange.payload(text(NOOP));
        } else {
            poll = exchange;
            loop.dirty(this);
        }
    }

    /** Answers a poll for a session that is no more. */
    static void latePoll(Sessions sessions, String sid, Exchange exchange) {
        if (sessions.isLatePoll(sid)) {
            exchange.payload(text(NOOP));
        } else {
            exchange.refuse(EngineError.SESSION_UNKNOWN);
        }
    }

    void post(Exchange exchange, byte[] body) {
        if (state == State.CLOSED) {
            exchange.refuse(EngineError.SESSION_UNKNOWN);
        } else if (socket != null) {
            exchange.refuse(EngineError.BAD_REQUEST);
        } else {
            try {
                payload(body);
                exchange.ok();
            } catch (Violation e) {
                exchange.refuse(EngineError.BAD_REQUEST);
                violated(e.rule());
            }
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

    /** The client has dropped a poll before it was answered. */
    void pollGone(Exchange exchange) {
        if (poll == exchange) {
            poll = null;
            close("transport error", Farewell.NONE);
        }
    }

    // ---- WebSocket ---------------------------------------------------------------------------------------------

    /** A WebSocket was opened for a session that polls. */
    void probe(WebSocketLink link) {
        if (state != State.OPEN || socket != null || probe != null) {
            link.cut();
            return;
        }
        probe = link;
        upgrading = loop.after(UPGRADE_MILLIS, link::cut);
    }

    void text(WebSocketLink link, byte[] message) {
        try {
            if (link == socket) {
                text(message);
            } else if (link == probe) {
                upgrade(link, new String(message, StandardCharsets.UTF_8));
            }
        } catch (Violation e) {
            violated(e.rule());
        }
    }

    void binary(WebSocketLink link, byte[] message) {
        try {
            if (link == socket) {
                binary(message);
            } else {
                link.cut();
            }
        } catch (Violation e) {
            violated(e.rule());
        }
    }

    private void upgrade(WebSocketLink link, String message) {
        if (message.equals(PROBE) && !probed) {
            probed = true;
            link.write(Frame.of(PROBE_ANSWER));
            link.flush();
            if (poll != null && outbox.isEmpty()) {
                outbox.add(Frame.of(NOOP));
            }
            loop.dirty(this);
        } else if (message.equals(UPGRADE) && probed) {
            upgrading.stop();
            if (poll != null) {
                poll.payload(text(NOOP));
                poll = null;
            }
            probe = null;
            socket = link;
            loop.dirty(this);
        } else {
            link.cut();
        }
    }

    /** The carrier broke a rule of its own. */
    void broken(WebSocketLink link, String rule) {
        if (link == socket) {
            violated(rule);
        } else {
            link.cut();
        }
    }

    /** The channel is closed. */
    void gone(WebSocketLink link) {
        if (link == probe) {
            upgrading.stop();
            probe = null;
            probed = false;
        } else if (link == socket) {
            close("transport close", Farewell.NONE);
            terminate();
        }
    }

    // ---- receiving ---------------------------------------------------------------------------------------------

    private void text(byte[] message) throws Violation {
        if (state != State.OPEN) {
            if (message.length == 1 && message[0] == '1') {
                terminate();
            }
            return;
        }
        switch (message.length == 0 ? 0 : message[0]) {
            case '1' -> closedByClient();
            case '3' -> pong();
            case '4' -> conversation.text(message);
            case '6' -> {}
            default -> throw new Violation("unknown Engine.IO packet");
        }
    }

    private void binary(byte[] message) throws Violation {
        if (state == State.OPEN) {
            conversation.binary(message);
        }
    }

    private void closedByClient() {
        if (socket == null && poll != null) {
            poll.payload(text(NOOP));
            poll = null;
        } else if (socket == null) {
            surroundings.sessions().bury(this);
        }
        close("transport close", Farewell.NONE);
    }

    // ---- closing -----------------------------------------------------------------------------------------------

    private void violated(String rule) {
        if (state == State.OPEN) {
            surroundings.observer().violated(rule);
            close("parse error", Farewell.PLAIN);
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
        upgrading.stop();
        conversation.end(reason);
        surroundings.observer().closed(reason);
        lastWords = farewell == Farewell.LAST_WORDS;
        if (probe != null && !lastWords && !probed) {
            probe.cut(); // a client that changes over already does not poll any more: it hears of the end that way
        }
        if (!lastWords) {
            drop();
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
        drop();
        surroundings.sessions().remove(this);
        if (poll != null) {
            poll.payload(text(CLOSE));
            poll = null;
        }
        if (probe != null) {
            probe.cut();
        }
        if (socket != null) {
            socket.cut();
        }
    }

    private static ByteBuf text(String packet) {
        return Unpooled.copiedBuffer(packet, StandardCharsets.US_ASCII);
    }
}
