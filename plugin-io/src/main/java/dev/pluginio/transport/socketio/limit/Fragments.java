package dev.pluginio.transport.socketio.limit;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Puts the fragments of a message together. A message of one frame passes by; one that comes in many fragments must be
 * complete in time, and each fragment counts, even if it is empty.
 */
public final class Fragments extends WebSocketFrameAggregator {

    private final long timeoutNanos;
    private final BooleanSupplier counted;
    private final IntSupplier most;
    private final Runnable late;
    private int gathered;
    private @Nullable Future<?> timer;

    /**
     * Waits for nothing yet.
     *
     * @param maxPayload how large a message of any client may be, in bytes
     * @param most how large one of this client may be now
     * @param timeout how long a message may take from its first fragment to its last
     * @param counted counts a fragment; false if there were too many, and it is to be dropped
     * @param late called when a message is not complete in time
     */
    public Fragments(int maxPayload, IntSupplier most, Duration timeout, BooleanSupplier counted, Runnable late) {
        super(maxPayload);
        this.timeoutNanos = timeout.toNanos();
        this.counted = counted;
        this.most = most;
        this.late = late;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, WebSocketFrame fragment, List<Object> out) throws Exception {
        if (!counted.getAsBoolean()) {
            return;
        }
        if (fragment.isFinalFragment()) {
            stop();
        } else if (!(fragment instanceof ContinuationWebSocketFrame)) {
            stop();
            timer = ctx.executor().schedule(late, timeoutNanos, TimeUnit.NANOSECONDS);
            gathered = 0;
        }
        gathered += fragment.content().readableBytes();
        if (gathered > most.getAsInt()) {
            throw tooLarge();
        }
        super.decode(ctx, fragment, out);
    }

    /** What ends a WebSocket whose client sends too much at once. */
    public static CorruptedWebSocketFrameException tooLarge() {
        return new CorruptedWebSocketFrameException(
                WebSocketCloseStatus.MESSAGE_TOO_BIG, WebSocketCloseStatus.MESSAGE_TOO_BIG.reasonText());
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) throws Exception {
        stop();
        super.handlerRemoved(ctx);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        stop();
        super.channelInactive(ctx);
    }

    private void stop() {
        Future<?> waiting = timer;
        if (waiting != null) {
            timer = null;
            waiting.cancel(false);
        }
    }
}
