package dev.pluginio.transport.socketio;

import dev.pluginio.transport.Pages;
import dev.pluginio.transport.socketio.limit.Doorkeeper;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks what a request wants, and sends it where it belongs or away; in the order of the official server. */
final class Reception {

    private static final Logger LOG = LoggerFactory.getLogger(Reception.class);
    private static final int MAX_PARAMETERS = 64;
    private static final String VERSION = "4";

    private final Surroundings surroundings;
    private final String path;

    Reception(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.path = surroundings.settings().path();
    }

    /** Whether a request is the beginning of a WebSocket: if it is refused, its connection is of no more use. */
    static boolean isWebSocket(HttpRequest request) {
        return request.headers().contains(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true);
    }

    /** Looks at the head of a request. What it is not about is answered by now. */
    Errand receive(ChannelHandlerContext ctx, Exchange exchange, HttpRequest request) {
        var target = new QueryStringDecoder(request.uri(), StandardCharsets.UTF_8, true, MAX_PARAMETERS);
        Doorkeeper doorkeeper = surroundings.doorkeeper();
        InetSocketAddress client = doorkeeper.client(
                request.headers(), (InetSocketAddress) ctx.channel().remoteAddress());
        try {
            if (!doorkeeper.admits(client)) {
                LOG.debug("a request of {} is refused: the address may not connect", client);
                return refuse(exchange, EngineError.FORBIDDEN);
            } else if (!isPath(target.path())) {
                return page(exchange, request, target, client);
            }
            Map<String, List<String>> query = target.parameters();
            boolean webSocket = "websocket".equals(first(query, "transport"));
            if (!surroundings.origins().allow(request)) {
                return refuse(exchange, EngineError.FORBIDDEN);
            } else if (request.method().equals(HttpMethod.OPTIONS)) {
                exchange.empty(HttpResponseStatus.NO_CONTENT);
                return Errand.NONE;
            } else if (!webSocket && !"polling".equals(first(query, "transport"))) {
                return refuse(exchange, EngineError.TRANSPORT_UNKNOWN);
            }
            String sid = first(query, "sid");
            return sid == null
                    ? newcomer(ctx, exchange, request, query, webSocket, client)
                    : returning(ctx, exchange, request, query, webSocket, sid, client);
        } catch (IllegalArgumentException e) {
            return refuse(exchange, EngineError.BAD_REQUEST);
        }
    }

    /** What is at other paths; whoever asks is slowed down as by handshakes, for it may try out tokens. */
    private Errand page(Exchange exchange, HttpRequest request, QueryStringDecoder target, InetSocketAddress client) {
        String authorization = request.headers().get(HttpHeaderNames.AUTHORIZATION);
        boolean preflight = request.method().equals(HttpMethod.OPTIONS);
        Optional<Supplier<CompletionStage<Pages.Answer>>> page =
                preflight || request.method().equals(HttpMethod.GET)
                        ? surroundings.pages().get(target.path(), target.parameters(), authorization)
                        : Optional.empty();
        if (page.isEmpty()) {
            exchange.empty(HttpResponseStatus.NOT_FOUND);
        } else if (preflight && !surroundings.origins().allow(request)) {
            return refuse(exchange, EngineError.FORBIDDEN);
        } else if (preflight) {
            exchange.empty(HttpResponseStatus.NO_CONTENT);
        } else if (!surroundings.doorkeeper().knock(client)) {
            return refuse(exchange, EngineError.TOO_MANY_REQUESTS);
        } else {
            page.get().get().whenComplete((answer, failure) -> {
                if (answer == null || failure != null) {
                    exchange.empty(HttpResponseStatus.INTERNAL_SERVER_ERROR);
                } else {
                    exchange.page(answer);
                }
            });
        }
        return Errand.NONE;
    }

    private boolean isPath(String requested) {
        return requested.equals(path) || requested.equals(path + "/");
    }

    private Errand newcomer(
            ChannelHandlerContext ctx,
            Exchange exchange,
            HttpRequest request,
            Map<String, List<String>> query,
            boolean webSocket,
            InetSocketAddress client) {
        Doorkeeper doorkeeper = surroundings.doorkeeper();
        if (!doorkeeper.enter(client)) {
            return refuse(exchange, EngineError.TOO_MANY_REQUESTS);
        }
        EngineError mistake =
                doorkeeper.knock(client) ? mistake(request, query, webSocket) : EngineError.TOO_MANY_REQUESTS;
        if (mistake != null) {
            doorkeeper.leave(client);
            return refuse(exchange, mistake);
        }
        Session session = session(ctx, request, query, client);
        if (webSocket) {
            return webSocket(
                    request,
                    full -> upgrade(ctx, exchange, full, session, session::open),
                    () -> doorkeeper.leave(client));
        }
        session.open(exchange);
        return Errand.NONE;
    }

    private static @Nullable EngineError mistake(
            HttpRequest request, Map<String, List<String>> query, boolean webSocket) {
        if (!request.method().equals(HttpMethod.GET)) {
            return EngineError.BAD_HANDSHAKE_METHOD;
        } else if (webSocket && !isWebSocket(request)) {
            return EngineError.BAD_REQUEST;
        }
        return VERSION.equals(first(query, "EIO")) ? null : EngineError.UNSUPPORTED_PROTOCOL;
    }

    private Session session(
            ChannelHandlerContext ctx, HttpRequest request, Map<String, List<String>> query, InetSocketAddress client) {
        Loop loop = surroundings.hub().loop(ctx.channel().eventLoop());
        Map<String, List<String>> headers =
                surroundings.listener().looksAtHeaders() ? Headers.withoutSecrets(request.headers()) : Map.of();
        return new Session(surroundings, loop, Opening.of(query, headers), client);
    }

    private Errand returning(
            ChannelHandlerContext ctx,
            Exchange exchange,
            HttpRequest request,
            Map<String, List<String>> query,
            boolean webSocket,
            String sid,
            InetSocketAddress client) {
        Session session = surroundings.sessions().get(sid);
        boolean get = request.method().equals(HttpMethod.GET);
        boolean free = session != null && (!webSocket || session.isFirstUpgrade());
        if (!free && !surroundings.doorkeeper().knock(client)) {
            // who guesses ids, or tries one change of transport after the other, is slowed down as well
            return refuse(exchange, EngineError.TOO_MANY_REQUESTS);
        } else if (session == null
                && get
                && !webSocket
                && surroundings.sessions().isLatePoll(sid)) {
            Polling.noop(exchange);
            return Errand.NONE;
        } else if (session == null) {
            return refuse(exchange, EngineError.SESSION_UNKNOWN);
        } else if (!VERSION.equals(first(query, "EIO"))) {
            return refuse(exchange, EngineError.UNSUPPORTED_PROTOCOL);
        } else if (webSocket && get && isWebSocket(request)) {
            return webSocket(
                    request,
                    full -> {
                        moveTo(session.loop(), ctx.channel(), () -> {
                            upgrade(ctx, exchange, full, session, session::probe);
                        });
                        return true;
                    },
                    () -> {});
        } else if (!webSocket && get) {
            return poll(exchange, session);
        } else if (!webSocket && request.method().equals(HttpMethod.POST)) {
            return post(exchange, session);
        }
        return refuse(exchange, EngineError.BAD_REQUEST);
    }

    private static Errand poll(Exchange exchange, Session session) {
        session.loop().run(() -> session.polling().poll(exchange));
        return new Errand() {
            @Override
            public void gone() {
                session.loop().run(() -> session.polling().gone(exchange));
            }
        };
    }

    private static Errand post(Exchange exchange, Session session) {
        session.loop().run(() -> session.polling().posting(exchange));
        return new Errand() {
            @Override
            public boolean needsBody() {
                return true;
            }

            @Override
            public int mostBytes(int usual) {
                return Intake.most(session);
            }

            @Override
            public void complete(byte[] body) {
                session.loop().run(() -> session.polling().post(exchange, body));
            }

            @Override
            public void tooLarge() {
                session.loop().run(() -> session.polling().tooLarge(exchange));
            }

            @Override
            public void gone() {
                session.loop().run(() -> session.polling().gone(exchange));
            }
        };
    }

    /**
     * Begins a WebSocket when the whole request is there.
     *
     * @param begin false if it is refused
     * @param unused what to do, once, if none comes of it
     */
    private static Errand webSocket(HttpRequest head, Predicate<FullHttpRequest> begin, Runnable unused) {
        var full = new DefaultFullHttpRequest(
                head.protocolVersion(),
                head.method(),
                head.uri(),
                Unpooled.EMPTY_BUFFER,
                head.headers(),
                EmptyHttpHeaders.INSTANCE);
        return new Errand() {
            private boolean over;

            @Override
            public void complete(byte[] body) {
                if (!begin.test(full)) {
                    gone();
                }
            }

            @Override
            public void gone() {
                if (!over) {
                    over = true;
                    unused.run();
                }
            }
        };
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

    private boolean upgrade(
            ChannelHandlerContext ctx,
            Exchange exchange,
            FullHttpRequest request,
            Session session,
            Consumer<WebSocketLink> opened) {
        boolean offered = WebSocketHandshake.start(ctx, request, session, opened);
        if (!offered) {
            refuse(exchange, EngineError.BAD_REQUEST);
        }
        return offered;
    }

    private Errand refuse(Exchange exchange, EngineError error) {
        LOG.debug("a request is refused: {}", error.message());
        if (error == EngineError.TOO_MANY_REQUESTS) {
            surroundings.observer().limited(error.message());
        } else {
            surroundings.observer().violated(error.message());
        }
        exchange.refuse(error);
        return Errand.NONE;
    }

    private static @Nullable String first(Map<String, List<String>> query, String name) {
        List<String> values = query.get(name);
        return values == null || values.isEmpty() ? null : values.get(0);
    }
}
