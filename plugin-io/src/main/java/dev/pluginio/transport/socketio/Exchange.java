package dev.pluginio.transport.socketio;

import dev.pluginio.transport.Pages;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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
    private final @Nullable String acceptEncoding;
    private final int compressFrom;
    private final AtomicBoolean answered = new AtomicBoolean();

    Exchange(HttpDoor door, ChannelHandlerContext context, HttpRequest request, Surroundings surroundings) {
        this.door = door;
        this.context = context;
        // the connection of a WebSocket that was refused is of no more use
        this.keepAlive =
                request.decoderResult().isSuccess() && HttpUtil.isKeepAlive(request) && !Reception.isWebSocket(request);
        this.corsHeaders = surroundings.origins().headers(request);
        this.acceptEncoding = request.headers().get(HttpHeaderNames.ACCEPT_ENCODING);
        this.compressFrom = surroundings.settings().compression().polling().orElse(Integer.MAX_VALUE);
    }

    /** Answers a poll; on an event loop. */
    void payload(ByteBuf payload) {
        payload(payload, taken -> {});
    }

    /**
     * Answers a poll; on an event loop.
     *
     * @param written is told, mostly on the channel's event loop, when the answer has gone out, or that it cannot any more
     */
    void payload(ByteBuf payload, Consumer<Boolean> written) {
        ContentCoding coding = payload.readableBytes() < compressFrom ? null : ContentCoding.accepted(acceptEncoding);
        if (coding == null) {
            send(response(HttpResponseStatus.OK, TEXT, payload, keepAlive), !keepAlive, written);
            return;
        }
        byte[] plain = ByteBufUtil.getBytes(payload);
        payload.release();
        FullHttpResponse response =
                response(HttpResponseStatus.OK, TEXT, Unpooled.wrappedBuffer(coding.encode(plain)), keepAlive);
        response.headers()
                .set(HttpHeaderNames.CONTENT_ENCODING, coding.token())
                .add(HttpHeaderNames.VARY, HttpHeaderNames.ACCEPT_ENCODING);
        send(response, !keepAlive, written);
    }

    /** Answers a post that was taken. */
    void ok() {
        answer(HttpResponseStatus.OK, "text/html", Unpooled.copiedBuffer("ok", StandardCharsets.US_ASCII));
    }

    void refuse(EngineError error) {
        answer(error.status(), "application/json", Unpooled.copiedBuffer(error.body(), StandardCharsets.US_ASCII));
    }

    /** Answers with what is no part of the protocol. */
    void page(Pages.Answer page) {
        answer(HttpResponseStatus.valueOf(page.status()), page.contentType(), Unpooled.wrappedBuffer(page.body()));
    }

    /** Answers without a body. */
    void empty(HttpResponseStatus status) {
        answer(status, TEXT, Unpooled.EMPTY_BUFFER);
    }

    /** Answers a request whose body is too large; the connection is left to whoever reads it. */
    void tooLarge() {
        send(
                response(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE, TEXT, Unpooled.EMPTY_BUFFER, false),
                false,
                taken -> {});
    }

    /** Closes the connection, whether or not the answer has gone out; on any thread. */
    void cut() {
        WebSocketLink.abort(context.channel());
    }

    private void answer(HttpResponseStatus status, String contentType, ByteBuf body) {
        send(response(status, contentType, body, keepAlive), !keepAlive, taken -> {});
    }

    private FullHttpResponse response(HttpResponseStatus status, String contentType, ByteBuf body, boolean keep) {
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
        response.headers().set(corsHeaders);
        if (!status.equals(HttpResponseStatus.NO_CONTENT)) {
            response.headers()
                    .set(HttpHeaderNames.CONTENT_TYPE, contentType)
                    .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes())
                    .set(HttpHeaderNames.CACHE_CONTROL, "no-store");
        }
        HttpUtil.setKeepAlive(response, keep);
        return response;
    }

    private void send(FullHttpResponse response, boolean thenClose, Consumer<Boolean> then) {
        // loops end at a stop, each with its connections, when nobody waits for an answer any more
        if (!answered.compareAndSet(false, true) || context.executor().isShuttingDown()) {
            response.release();
            then.accept(false);
            return;
        }
        context.writeAndFlush(response).addListener((ChannelFutureListener) written -> {
            if (!written.isSuccess() || thenClose) {
                context.close();
            }
            door.answered(this, context);
            then.accept(written.isSuccess());
        });
    }
}
