package dev.pluginio.transport.socketio;

import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.concurrent.FastThreadLocal;

/**
 * How much is read of a connection at once. Clients say little: what learns it for each connection would be a large part
 * of what an idle one costs. An event loop reads one connection after the other, so one measure serves all it has.
 */
final class Reads implements RecvByteBufAllocator {

    /** So much is held by a connection whose client stops in the middle of a message. */
    private static final int BYTES = 2_048;

    /** How often, if there is more, until it is another connection's turn. */
    private static final int TIMES = 16;

    private final FastThreadLocal<Handle> measure = new FastThreadLocal<>() {
        @Override
        protected Handle initialValue() {
            return new FixedRecvByteBufAllocator(BYTES)
                    .maxMessagesPerRead(TIMES)
                    .newHandle();
        }
    };

    /** The one of the event loop, on which this is called. */
    @Override
    public Handle newHandle() {
        return measure.get();
    }
}
