package dev.pluginio.transport.socketio;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Turns an HTTP connection into a WebSocket. */
final class WebSocketHandshake {

    private WebSocketHandshake() {}

    /**
     * Answers the request and puts a {@link WebSocketLink} in the place of the {@link HttpDoor}.
     *
     * @param opened gets the link when the answer has been written
     * @return false if the request is no handshake; it then has yet to be answered
     */
    static boolean start(
            ChannelHandlerContext ctx,
            FullHttpRequest request,
            int maxPayload,
            Session session,
            Consumer<WebSocketLink> opened) {
        var config = WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(maxPayload)
                .withUTF8Validator(false)
                .build();
        @Nullable
        WebSocketServerHandshaker handshaker =
                new WebSocketServerHandshakerFactory(request.uri(), null, config).newHandshaker(request);
        if (handshaker == null) {
            return false;
        }
        try {
            handshaker.handshake(ctx.channel(), request).addListener(done -> {
                if (done.isSuccess() && ctx.channel().isActive()) {
                    opened.accept(install(ctx.pipeline(), session));
                } else {
                    ctx.close();
                }
            });
            return true;
        } catch (WebSocketHandshakeException e) {
            return false;
        }
    }

    private static WebSocketLink install(ChannelPipeline pipeline, Session session) {
        pipeline.remove(Pipeline.THRESHOLD);
        pipeline.addLast(new Utf8FrameValidator());
        pipeline.remove(HttpDoor.class);
        var link = new WebSocketLink(session, pipeline.lastContext());
        pipeline.addLast(session.fragments(link), link);
        return link;
    }
}
