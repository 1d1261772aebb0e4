package dev.pluginio.transport.socketio;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A session's polling side: the one request that waits until there is something to say, and the one that brings something.
 * Confined to the session's event loop.
 */
final class Polling {

    static final byte SEPARATOR = 0x1e;

    /** About as much as a WebSocket holds before it takes no more, and what began within it. */
    private static final int LARGE = 262_144;

    private static final String NOOP = "6";

    private final Session session;
    private final Sessions sessions;
    private @Nullable Exchange waiting;
    private @Nullable Exchange bringing;

    /** The last that was answered with what waited, until its client has taken the answer. */
    private @Nullable Exchange answering;

    /** What it was answered with. */
    private @Nullable Given given;

    /** No request is there. */
    Polling(Session session, Sessions sessions) {
        this.session = session;
        this.sessions = sessions;
    }

    // ---- what comes ----------------------------------------------------------------------------------------------

    /** The request that opens the session: it is answered with what the session has to say about itself. */
    void hold(Exchange poll) {
        waiting = poll;
    }

    /** A request for what there is to say. */
    void poll(Exchange exchange) {
        session.endIfSilent();
        if (session.isClosed()) {
            if (sessions.isLatePoll(session.sid())) {
                noop(exchange);
            } else {
                exchange.refuse(EngineError.SESSION_UNKNOWN);
            }
        } else if (session.isCarried()) {
            exchange.refuse(EngineError.BAD_REQUEST);
        } else if (isWaiting()) {
            exchange.refuse(EngineError.BAD_REQUEST);
            session.violated(new Violation("two polls at once"));
        } else if (session.isProbed() && session.isOpen() && !session.hasQueued()) {
            // the client is about to change over and waits for its polls to end
            noop(exchange);
        } else {
            hold(exchange);
            session.loop().dirty(session);
        }
    }

    /** A request that brings packets has begun. */
    void posting(Exchange exchange) {
        session.endIfSilent();
        if (session.isClosed()) {
            exchange.refuse(EngineError.SESSION_UNKNOWN);
        } else if (session.isCarried()) {
            exchange.refuse(EngineError.BAD_REQUEST);
        } else if (bringing != null) {
            // neither of them is taken: the first might otherwise be told "ok" while the session ends
            bringing.refuse(EngineError.BAD_REQUEST);
            bringing = null;
            exchange.refuse(EngineError.BAD_REQUEST);
            session.violated(new Violation("two posts at once"));
        } else {
            bringing = exchange;
        }
    }

    /** The request is there with its packets; without effect if it was refused when it began. */
    void post(Exchange exchange, byte[] body) {
        if (!forget(exchange)) {
            return;
        }
        if (session.isClosed()) {
            exchange.refuse(EngineError.SESSION_UNKNOWN);
            return;
        }
        try {
            PollingPayload.read(body, this::read);
            exchange.ok();
        } catch (Violation e) {
            exchange.refuse(e.isOfLimit() ? EngineError.TOO_MANY_REQUESTS : EngineError.BAD_REQUEST);
            session.violated(e);
        }
    }

    private void read(PollingPayload.Part part) throws Violation {
        if (part.binary()) {
            Intake.binary(session, part.bytes());
        } else {
            Intake.text(session, part.bytes());
        }
    }

    /** The request brings more than it may; it has been answered. */
    void tooLarge(Exchange exchange) {
        if (forget(exchange)) {
            session.violated(new Violation("payload too large"));
        }
    }

    /** The connection of a request was closed before the answer. */
    void gone(Exchange exchange) {
        if (forget(exchange)) {
            session.close("transport error", Session.Farewell.NONE);
        }
    }

    /** Forgets a request, of either kind; false if it is neither of them. */
    private boolean forget(Exchange exchange) {
        boolean was = false;
        if (waiting == exchange) {
            waiting = null;
            was = true;
        }
        if (bringing == exchange) {
            bringing = null;
            was = true;
        }
        return was;
    }

    // ---- what goes -----------------------------------------------------------------------------------------------

    boolean isWaiting() {
        return waiting != null;
    }

    /** Whether no request is there, and the last answer was taken. */
    boolean isIdle() {
        return waiting == null && bringing == null && answering == null;
    }

    /** Whether what waits for the client may go: a request is there, and the answer to the one before was taken. */
    boolean canAnswer() {
        return waiting != null && answering == null;
    }

    /** Answers the waiting request, if there is one, with what waits; what makes it too large stays for the next. */
    void answer(Outbox outbox) {
        Exchange poll = take();
        if (poll != null) {
            answering = poll;
            Given held = new Given();
            poll.payload(payload(outbox, held), took -> session.loop().run(() -> taken(poll, took)));
            if (answering == poll) {
                given = held;
                session.loop().stalled().add(session);
            }
        }
    }

    /** Whether something is on its way to the client that it must not get any more. */
    boolean holdsForbidden(Conversation conversation) {
        return given != null && given.holdsForbidden(conversation);
    }

    /** Whether its client has not taken the last answer yet. */
    boolean isAnswering() {
        return answering != null;
    }

    /** Closes the connection on which the last answer waits. */
    void cut() {
        if (answering != null) {
            answering.cut();
        }
    }

    /** What was in an answer that got lost is gone: better no session than one with a gap. */
    private void taken(Exchange poll, boolean took) {
        if (answering == poll) {
            answering = null;
            given = null;
            session.loop().stalled().remove(session);
            if (!took) {
                session.close("transport error", Session.Farewell.NONE);
            }
            session.loop().dirty(session);
        }
    }

    private static ByteBuf payload(Outbox outbox, Given held) {
        List<Frame> frames = new ArrayList<>();
        ByteBuf payload = PooledByteBufAllocator.DEFAULT.buffer();
        while (payload.readableBytes() < LARGE) {
            Frame frame = outbox.next();
            if (frame == null) {
                break;
            }
            if (payload.isReadable()) {
                payload.writeByte(SEPARATOR);
            }
            frame.appendTo(payload);
            frames.add(frame);
        }
        held.add(frames);
        return payload;
    }

    /** Answers the waiting request, if there is one, with a packet. */
    void answer(String packet) {
        Exchange poll = take();
        if (poll != null) {
            poll.payload(text(packet));
        }
    }

    /** Answers the waiting request, if there is one, with nothing to say. */
    void release() {
        answer(NOOP);
    }

    private @Nullable Exchange take() {
        Exchange poll = waiting;
        waiting = null;
        return poll;
    }

    /** Answers a request at once, with nothing to say. */
    static void noop(Exchange poll) {
        poll.payload(text(NOOP));
    }

    private static ByteBuf text(String packet) {
        return Unpooled.copiedBuffer(packet, StandardCharsets.US_ASCII);
    }
}
