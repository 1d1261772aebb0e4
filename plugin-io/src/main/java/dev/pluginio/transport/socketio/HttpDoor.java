package dev.pluginio.transport.socketio;

import dev.pluginio.transport.TransportSettings;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a connection comes in: each request is checked and led to its session, until one turns the connection into a
 * WebSocket. One request at a time: who sends another before the answer is cut off after the answer.
 */
final class HttpDoor extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(HttpDoor.class);
    private static final int MAX_PARAMETERS = 64;

    private final Surroundings surroundings;
    private final String path;

    private @Nullable Exchange open;
    private @Nullable Session polled;
    private boolean lastAnswer;

    HttpDoor(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.path = surroundings.settings().path();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!(message instanceof FullHttpRequest request)) {
            ReferenceCountUtil.release(message);
            return;
        }
        try {
            if (open != null) {
                lastAnswer = true;
            } else {
                receive(ctx, request);
            }
        } finally {
            request.release();
        }
    }

    private void receive(ChannelHandlerContext ctx, FullHttpRequest request) {
        boolean valid = request.decoderResult().isSuccess();
        boolean keepAlive = valid && HttpUtil.isKeepAlive(request);
        var exchange = new Exchange(this, ctx, keepAlive, surroundings.origins().headers(request));
        open = exchange;
        var target = new QueryStringDecoder(request.uri(), StandardCharsets.UTF_8, true, MAX_PARAMETERS);
        try {
            if (!valid) {
                refuse(exchange, EngineError.BAD_REQUEST);
            } else if (!isPath(target.path())) {
                exchange.empty(HttpResponseStatus.NOT_FOUND);
            } else if (!surroundings.origins().allow(request)) {
                refuse(exchange, EngineError.FORBIDDEN);
            } else if (request.method().equals(HttpMethod.OPTIONS)) {
                exchange.empty(HttpResponseStatus.NO_CONTENT);
            } else {
                route(ctx, exchange, request, target.parameters());
            }
        } catch (IllegalArgumentException e) {
            refuse(exchange, EngineError.BAD_REQUEST);
        }
    }

    private boolean isPath(String requested) {
        return requested.equals(path) || requested.equals(path + "/");
    }

    private void route(
            ChannelHandlerContext ctx, Exchange exchange, FullHttpRequest request, Map<String, List<String>> query) {
        String transport = first(query, "transport");
        String sid = first(query, "sid");
        if (!"4".equals(first(query, "EIO"))) {
            refuse(exchange, EngineError.UNSUPPORTED_PROTOCOL);
        } else if ("websocket".equals(transport)) {
            webSocket(ctx, exchange, request, query, sid);
        } else if (!"polling".equals(transport)) {
            refuse(exchange, EngineError.TRANSPORT_UNKNOWN);
        } else if (sid != null) {
            polling(exchange, request, sid);
        } else if (request.method().equals(HttpMethod.GET)) {
            newSession(ctx, query).open(exchange);
        } else {
            refuse(exchange, EngineError.BAD_HANDSHAKE_METHOD);
        }
    }

    private Session newSession(ChannelHandlerContext ctx, Map<String, List<String>> query) {
        Loop loop = surroundings.hub().loop(ctx.channel().eventLoop());
        return new Session(
                surroundings, loop, query, (InetSocketAddress) ctx.channel().remoteAddress());
    }

    private void polling(Exchange exchange, FullHttpRequest request, String sid) {
        Session session = surroundings.sessions().get(sid);
        boolean get = request.method().equals(HttpMethod.GET);
        if (session == null && get) {
            Polling.late(surroundings.sessions(), sid, exchange);
        } else if (session == null) {
            refuse(exchange, EngineError.SESSION_UNKNOWN);
        } else if (get) {
            polled = session;
            session.loop().run(() -> session.poll(exchange));
        } else if (request.method().equals(HttpMethod.POST)) {
            byte[] body = ByteBufUtil.getBytes(request.content());
            session.loop().run(() -> session.post(exchange, body));
        } else {
            refuse(exchange, EngineError.BAD_REQUEST);
        }
    }

    private void webSocket(
            ChannelHandlerContext ctx,
            Exchange exchange,
            FullHttpRequest request,
            Map<String, List<String>> query,
            @Nullable String sid) {
        Session session = sid == null ? null : surroundings.sessions().get(sid);
        if (!request.method().equals(HttpMethod.GET)) {
            refuse(exchange, EngineError.BAD_HANDSHAKE_METHOD);
        } else if (!request.headers().contains(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)) {
            refuse(exchange, EngineError.BAD_REQUEST);
        } else if (sid != null && session == null) {
            refuse(exchange, EngineError.SESSION_UNKNOWN);
        } else if (session == null) {
            Session fresh = newSession(ctx, query);
            upgrade(ctx, exchange, request, fresh, fresh::open);
        } else {
            FullHttpRequest kept = request.retain();
            moveTo(session.loop(), ctx.channel(), () -> {
                try {
                    upgrade(ctx, exchange, kept, session, session::probe);
                } finally {
                    kept.release();
                }
            });
        }
    }

    /** A session and its carrier live on one event loop: the channel moves to where the session is. */
    private static void moveTo(Loop loop, Channel channel, Runnable then) {
        if (channel.eventLoop() == loop.executor()) {
            then.run();
            return;
        }
        channel.deregister()
                .addListener(left -> loop.executor().register(channel).addListener(arrived -> {
                    if (!arrived.isSuccess()) {
                        channel.close();
                    }
                    then.run();
                }));
    }

    private void upgrade(
            ChannelHandlerContext ctx,
            Exchange exchange,
            FullHttpRequest request,
            Session session,
            Consumer<WebSocketLink> opened) {
        TransportSettings settings = surroundings.settings();
        boolean offered = WebSocketHandshake.start(ctx, this, request, settings.maxPayload(), session, opened);
        if (!offered) {
            refuse(exchange, EngineError.BAD_REQUEST);
        }
    }

    private void refuse(Exchange exchange, EngineError error) {
        surroundings.observer().violated(error.message());
        exchange.refuse(error);
    }

    private static @Nullable String first(Map<String, List<String>> query, String name) {
        List<String> values = query.get(name);
        return values == null || values.isEmpty() ? null : values.get(0);
    }

    /** The answer has gone out; on the channel's event loop. */
    void answered(Exchange exchange, Channel channel) {
        if (open == exchange) {
            open = null;
            polled = null;
            if (lastAnswer) {
                channel.close();
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        Session session = polled;
        Exchange exchange = open;
        if (session != null && exchange != null) {
            session.loop().run(() -> session.pollGone(exchange));
        }
        super.channelInactive(ctx);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof IdleStateEvent && open == null) {
            ctx.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.debug("a connection broke: {}", cause.getClass().getSimpleName());
        ctx.close().addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }
}
