package dev.pluginio.transport.socketio.limit;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Stands before the HTTP codec of one connection, and closes it when a request, an answer or the next request is too
 * long in coming; at the latest a quarter of the time later. Progress does not help: a client that sends a byte now and
 * then is as late as one that sends none. Confined to the channel's event loop, whichever that is at the time.
 */
public final class Threshold extends ChannelDuplexHandler {

    private static final byte[] TOO_LATE =
            "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);

    /** What is waited for. */
    private enum Phase {
        FIRST_BYTE,
        REQUEST,
        /** The client has nothing to do but wait. */
        DECISION,
        ANSWER
    }

    private final LongSupplier nanoTime;
    private final long requestNanos;
    private final long idleNanos;
    private final Consumer<String> late;

    private Phase phase = Phase.REQUEST;
    private long deadline;
    private @Nullable Future<?> timer;

    /**
     * Waits for a first request.
     *
     * @param requestTimeout how long a request may take, the first one from the opening of the connection on, and the
     *     client to take the answer
     * @param idleTimeout how long a connection may stay open after an answer
     * @param nanoTime a clock that only goes forward
     * @param late hears which of the two was exceeded
     */
    public Threshold(Duration requestTimeout, Duration idleTimeout, LongSupplier nanoTime, Consumer<String> late) {
        this.nanoTime = nanoTime;
        this.requestNanos = requestTimeout.toNanos();
        this.idleNanos = idleTimeout.toNanos();
        this.late = late;
    }

    /** The request is complete; what follows is another one. */
    public void requested() {
        phase = Phase.DECISION;
    }

    /** The answer has been written. */
    public void answered() {
        waitFor(Phase.FIRST_BYTE, idleNanos);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        waitFor(Phase.REQUEST, requestNanos);
        check(ctx);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        Future<?> pending = timer;
        if (pending != null) {
            pending.cancel(false);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (phase == Phase.FIRST_BYTE) {
            waitFor(Phase.REQUEST, requestNanos);
        }
        ctx.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (phase == Phase.DECISION) {
            waitFor(Phase.ANSWER, requestNanos);
        }
        ctx.write(message, promise);
    }

    private void waitFor(Phase next, long nanos) {
        phase = next;
        deadline = nanoTime.getAsLong() + nanos;
    }

    /** One timer serves all phases: when it rings, it looks what is due by then. */
    private void check(ChannelHandlerContext ctx) {
        if (!ctx.executor().inEventLoop()) {
            // the channel has moved to another event loop meanwhile
            ctx.executor().execute(() -> check(ctx));
        } else if (!ctx.isRemoved() && ctx.channel().isOpen()) {
            long left = phase == Phase.DECISION ? requestNanos : deadline - nanoTime.getAsLong();
            if (left > 0) {
                timer = ctx.executor()
                        .schedule(() -> check(ctx), Math.min(left, requestNanos / 4), TimeUnit.NANOSECONDS);
            } else {
                end(ctx);
            }
        }
    }

    private void end(ChannelHandlerContext ctx) {
        if (phase == Phase.REQUEST) {
            late.accept("requests in time");
            ctx.writeAndFlush(Unpooled.wrappedBuffer(TOO_LATE), ctx.voidPromise());
        } else if (phase == Phase.ANSWER) {
            late.accept("answers taken in time");
        }
        ctx.close();
    }
}
