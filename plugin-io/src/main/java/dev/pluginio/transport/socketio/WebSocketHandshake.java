package dev.pluginio.transport.socketio;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketFrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker08;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns an HTTP connection into a WebSocket. */
final class WebSocketHandshake {

    private static final Logger LOG = LoggerFactory.getLogger(WebSocketHandshake.class);

    /** For decoders other than the link. */
    private static final WebSocketDecoderConfig UNUSED =
            WebSocketDecoderConfig.newBuilder().build();

    private WebSocketHandshake() {}

    /**
     * Answers the request and puts a {@link WebSocketLink} in the place of the {@link HttpDoor}.
     *
     * @param opened gets the link when the answer has been written
     * @return false if the request is no handshake; it then has yet to be answered
     */
    static boolean start(
            ChannelHandlerContext ctx, FullHttpRequest request, Session session, Consumer<WebSocketLink> opened) {
        if (!isUnderstood(request.headers())) {
            return false;
        }
        boolean mayDeflate = session.settings().compression().webSocket().isPresent();
        String extension = mayDeflate ? PerMessageDeflate.agree(request.headers()) : null;
        var link = new WebSocketLink(session, extension != null);
        WebSocketServerHandshaker handshaker = handshaker(request, link);
        HttpHeaders answer = new DefaultHttpHeaders();
        if (extension != null) {
            answer.set(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS, extension);
        }
        try {
            handshaker
                    .handshake(ctx.channel(), request, answer, ctx.newPromise())
                    .addListener(done -> {
                        if (done.isSuccess() && ctx.channel().isActive()) {
                            leaveAlone(ctx.pipeline());
                            opened.accept(link);
                        } else {
                            ctx.close();
                        }
                    });
            return true;
        } catch (RuntimeException e) {
            LOG.debug("a handshake is none: {}", e.getClass().getSimpleName());
            return false;
        }
    }

    private static WebSocketServerHandshaker handshaker(HttpRequest request, WebSocketLink link) {
        if (request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_VERSION, "").equals("8")) {
            return new WebSocketServerHandshaker08(request.uri(), null, UNUSED) {
                @Override
                protected WebSocketFrameDecoder newWebsocketDecoder() {
                    return link;
                }
            };
        }
        return new WebSocketServerHandshaker13(request.uri(), null, UNUSED) {
            @Override
            protected WebSocketFrameDecoder newWebsocketDecoder() {
                return link;
            }
        };
    }

    /** Drafts of the protocol, which know neither masks nor this key, are not spoken. */
    private static boolean isUnderstood(HttpHeaders headers) {
        String version = headers.get(HttpHeaderNames.SEC_WEBSOCKET_VERSION, "");
        return (version.equals("13") || version.equals("8")) && headers.contains(HttpHeaderNames.SEC_WEBSOCKET_KEY);
    }

    /** The link reads frames, and writes what is encoded already: nothing else has to do with the connection any more. */
    private static void leaveAlone(ChannelPipeline pipeline) {
        pipeline.remove(Pipeline.THRESHOLD);
        pipeline.remove(HttpDoor.class);
        pipeline.remove(encoder(pipeline));
    }

    private static ChannelHandler encoder(ChannelPipeline pipeline) {
        return pipeline.toMap().values().stream()
                .filter(WebSocketFrameEncoder.class::isInstance)
                .findFirst()
                .orElseThrow();
    }
}
