package dev.pluginio.transport.socketio;

import dev.pluginio.transport.socketio.limit.Threshold;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a connection comes in: its requests are received, led to what they are about, and answered one after the other,
 * until one turns the connection into a WebSocket. Who sends the next before the answer is not read from until then, and
 * cut off if that was too much already.
 */
final class HttpDoor extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(HttpDoor.class);

    /** Parts of requests; one read of a connection makes more of them only of very many very small requests. */
    private static final int MOST_WAITING = 128;

    private final Surroundings surroundings;
    private final Threshold threshold;
    private final Reception reception;
    private final int maxPayload;

    private @Nullable Visit visit;
    private @Nullable Queue<HttpObject> waiting;
    private boolean proceeding;
    private boolean lastAnswer;

    /** A request that is being received or answered. */
    private static final class Visit {
        private final Exchange exchange;
        private Errand errand = Errand.NONE;
        private @Nullable ByteBuf body;
        private long received;
        private boolean complete;
        private boolean tooLarge;
        private boolean answered;

        Visit(Exchange exchange) {
            this.exchange = exchange;
        }

        void dropBody() {
            if (body != null) {
                body.release();
                body = null;
            }
        }
    }

    HttpDoor(Surroundings surroundings, Threshold threshold) {
        this.surroundings = surroundings;
        this.threshold = threshold;
        this.reception = new Reception(surroundings);
        this.maxPayload = surroundings.settings().maxPayload();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!(message instanceof HttpObject part) || lastAnswer) {
            ReferenceCountUtil.release(message);
        } else if (waiting != null || visit != null && visit.complete) {
            await(ctx, part);
        } else {
            take(ctx, part);
        }
    }

    private void await(ChannelHandlerContext ctx, HttpObject part) {
        if (waiting == null) {
            waiting = new ArrayDeque<>();
            ctx.channel().config().setAutoRead(false);
        }
        waiting.add(part);
        if (waiting.size() > MOST_WAITING) {
            LOG.debug(
                    "a connection from {} is closed: too many requests",
                    ctx.channel().remoteAddress());
            surroundings.observer().violated("too many requests before the answer");
            lastAnswer = true;
            dropWaiting();
            ctx.close();
        }
    }

    private void take(ChannelHandlerContext ctx, HttpObject part) {
        try {
            if (part instanceof HttpRequest request) {
                begin(ctx, request);
            }
            if (part instanceof HttpContent content && visit != null && !lastAnswer) {
                receive(ctx, visit, content);
            }
        } finally {
            ReferenceCountUtil.release(part);
        }
    }

    private void begin(ChannelHandlerContext ctx, HttpRequest request) {
        var begun = new Visit(new Exchange(this, ctx, request, surroundings));
        visit = begun;
        if (!request.decoderResult().isSuccess()) {
            refuse(ctx, begun, EngineError.of(request.decoderResult().cause()));
            return;
        }
        begun.errand = reception.receive(ctx, begun.exchange, request);
        if (HttpUtil.getContentLength(request, 0L) > begun.errand.mostBytes(maxPayload)) {
            tooLarge(ctx, begun);
        } else if (HttpUtil.is100ContinueExpected(request) && !begun.answered) {
            ctx.writeAndFlush(new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
        }
    }

    private void receive(ChannelHandlerContext ctx, Visit current, HttpContent part) {
        ByteBuf bytes = part.content();
        current.received += bytes.readableBytes();
        if (!part.decoderResult().isSuccess()) {
            refuse(ctx, current, EngineError.BAD_REQUEST);
            return;
        } else if (current.tooLarge) {
            discard(ctx, current, part);
            return;
        } else if (current.received > current.errand.mostBytes(maxPayload)) {
            tooLarge(ctx, current);
            return;
        } else if (current.errand.needsBody() && bytes.isReadable()) {
            if (current.body == null) {
                current.body = ctx.alloc().buffer(bytes.readableBytes());
            }
            current.body.writeBytes(bytes);
        }
        if (part instanceof LastHttpContent) {
            current.complete = true;
            tellThreshold(current);
            byte[] body = current.body == null ? new byte[0] : ByteBufUtil.getBytes(current.body);
            current.dropBody();
            current.errand.complete(body);
            proceed(ctx);
        }
    }

    private void tooLarge(ChannelHandlerContext ctx, Visit current) {
        current.tooLarge = true;
        current.dropBody();
        if (!current.errand.needsBody()) {
            // nobody else tells of it
            LOG.debug(
                    "a request of {} is refused: payload too large",
                    ctx.channel().remoteAddress());
            surroundings.observer().violated("payload too large");
        }
        current.exchange.tooLarge();
        current.errand.tooLarge();
        current.errand = Errand.NONE;
    }

    /** Reads on for a while: a connection that is closed before could take the answer with it. */
    private void discard(ChannelHandlerContext ctx, Visit current, HttpContent part) {
        if (part instanceof LastHttpContent || current.received > 2L * maxPayload) {
            lastAnswer = true;
            ctx.close();
        }
    }

    private void refuse(ChannelHandlerContext ctx, Visit current, EngineError error) {
        lastAnswer = true;
        LOG.debug("a request of {} is no HTTP within the limits", ctx.channel().remoteAddress());
        surroundings.observer().violated(error == EngineError.BAD_REQUEST ? "request is not HTTP" : error.message());
        current.dropBody();
        current.errand.gone();
        current.errand = Errand.NONE;
        if (current.answered) {
            ctx.close();
        } else {
            current.exchange.refuse(error);
        }
    }

    /** The answer has gone out; on the channel's event loop. */
    void answered(Exchange exchange, ChannelHandlerContext ctx) {
        if (visit != null && visit.exchange == exchange) {
            visit.answered = true;
            tellThreshold(visit);
            if (lastAnswer) {
                ctx.close();
            } else {
                proceed(ctx);
            }
        }
    }

    private void tellThreshold(Visit current) {
        if (current.answered) {
            threshold.answered();
        } else {
            threshold.requested();
        }
    }

    /** Goes on with what waits, until a request is not answered at once. */
    private void proceed(ChannelHandlerContext ctx) {
        if (proceeding) {
            return;
        }
        proceeding = true;
        try {
            while (isFree()) {
                HttpObject next = waiting == null ? null : waiting.poll();
                if (next == null) {
                    break;
                }
                take(ctx, next);
            }
        } finally {
            proceeding = false;
        }
        if (waiting != null && waiting.isEmpty()) {
            waiting = null;
            ctx.channel().config().setAutoRead(true);
        }
    }

    /** Whether the next part can be taken: that of a request under way, or the beginning of another. */
    private boolean isFree() {
        if (visit != null && visit.complete && visit.answered) {
            visit = null;
        }
        return visit == null || !visit.complete;
    }

    private void dropWaiting() {
        if (waiting != null) {
            waiting.forEach(ReferenceCountUtil::release);
            waiting.clear();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        Visit left = visit;
        if (left != null && !left.answered) {
            left.errand.gone();
        }
        super.channelInactive(ctx);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (visit != null) {
            visit.dropBody();
        }
        dropWaiting();
        Channel channel = ctx.channel();
        if (channel.isActive()) {
            channel.config().setAutoRead(true);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.debug("a connection broke: {}", cause.getClass().getSimpleName());
        if (cause.getCause() instanceof SSLException) {
            surroundings.observer().violated("no TLS that can be agreed on");
        }
        ctx.close().addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }
}
