package dev.pluginio.transport.socketio;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One HTTP request that is answered once, from whatever event loop; what comes later is dropped. The connection is kept
 * if the client wants.
 */
final class Exchange {

    private static final String TEXT = "text/plain; charset=UTF-8";

    private final HttpDoor door;
    private final ChannelHandlerContext context;
    private final boolean keepAlive;
    private final HttpHeaders corsHeaders;
    private final AtomicBoolean answered = new AtomicBoolean();

    Exchange(HttpDoor door, ChannelHandlerContext context, boolean keepAlive, HttpHeaders corsHeaders) {
        this.door = door;
        this.context = context;
        this.keepAlive = keepAlive;
        this.corsHeaders = corsHeaders;
    }

    /** Answers a poll. */
    void payload(ByteBuf payload) {
        answer(HttpResponseStatus.OK, TEXT, payload);
    }

    /** Answers a post that was taken. */
    void ok() {
        answer(HttpResponseStatus.OK, "text/html", Unpooled.copiedBuffer("ok", StandardCharsets.US_ASCII));
    }

    void refuse(EngineError error) {
        answer(error.status(), "application/json", Unpooled.copiedBuffer(error.body(), StandardCharsets.US_ASCII));
    }

    /** Answers without a body. */
    void empty(HttpResponseStatus status) {
        answer(status, TEXT, Unpooled.EMPTY_BUFFER);
    }

    /** Answers a request whose body is too large; the connection is left to whoever reads it. */
    void tooLarge() {
        answer(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE, TEXT, Unpooled.EMPTY_BUFFER, false, false);
    }

    private void answer(HttpResponseStatus status, String contentType, ByteBuf body) {
        answer(status, contentType, body, keepAlive, !keepAlive);
    }

    private void answer(HttpResponseStatus status, String contentType, ByteBuf body, boolean keep, boolean close) {
        if (!answered.compareAndSet(false, true)) {
            body.release();
            return;
        }
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
        response.headers().set(corsHeaders);
        if (!status.equals(HttpResponseStatus.NO_CONTENT)) {
            response.headers()
                    .set(HttpHeaderNames.CONTENT_TYPE, contentType)
                    .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes())
                    .set(HttpHeaderNames.CACHE_CONTROL, "no-store");
        }
        HttpUtil.setKeepAlive(response, keep);
        context.writeAndFlush(response).addListener((ChannelFutureListener) written -> {
            if (!written.isSuccess() || close) {
                context.close();
            }
            door.answered(this, context);
        });
    }
}
