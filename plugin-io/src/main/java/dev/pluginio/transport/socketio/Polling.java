package dev.pluginio.transport.socketio;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A session's polling side: the one request that waits until there is something to say, and the one that brings something. */
final class Polling {

    static final byte SEPARATOR = 0x1e;

    private static final String NOOP = "6";

    private final Loop loop;
    private final Runnable delivered;
    private @Nullable Exchange waiting;
    private @Nullable Exchange bringing;

    /** The last that was answered with what waited, until its client has taken the answer. */
    private @Nullable Exchange answering;

    /**
     * No request is there.
     *
     * @param loop the session's
     * @param delivered is run there when an answer was taken
     */
    Polling(Loop loop, Runnable delivered) {
        this.loop = loop;
        this.delivered = delivered;
    }

    boolean isWaiting() {
        return waiting != null;
    }

    /** Whether what waits for the client may go: a request is there, and the answer to the one before was taken. */
    boolean canAnswer() {
        return waiting != null && answering == null;
    }

    void hold(Exchange poll) {
        waiting = poll;
    }

    /** Answers the waiting request, if there is one, with all that waits. */
    void answer(Outbox outbox) {
        Exchange poll = take();
        if (poll != null) {
            answering = poll;
            poll.payload(payload(outbox), () -> loop.run(() -> taken(poll)));
        }
    }

    private void taken(Exchange poll) {
        if (answering == poll) {
            answering = null;
            delivered.run();
        }
    }

    private static ByteBuf payload(Outbox outbox) {
        ByteBuf payload = PooledByteBufAllocator.DEFAULT.buffer();
        for (Frame frame = outbox.next(); frame != null; frame = outbox.next()) {
            if (payload.isReadable()) {
                payload.writeByte(SEPARATOR);
            }
            frame.appendTo(payload);
        }
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

    /** Whether a request is on its way whose body has not come to its end. */
    boolean isBringing() {
        return bringing != null;
    }

    void expect(Exchange post) {
        bringing = post;
    }

    /** Forgets a request, of either kind; false if it is neither of them. */
    boolean forget(Exchange exchange) {
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
