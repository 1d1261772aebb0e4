package dev.pluginio.transport.socketio;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIOChannelInitializer;
import com.corundumstudio.socketio.handler.ClientHead;
import com.corundumstudio.socketio.namespace.NamespacesHub;
import dev.pluginio.transport.Limits;
import dev.pluginio.transport.socketio.limit.Doorkeeper;
import dev.pluginio.transport.socketio.limit.Threshold;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives every connection the HTTP codec and our own handler. The stock handlers let sockets in before they are
 * authenticated, so none of them is installed, and none of what they would need is started.
 */
final class Pipeline extends SocketIOChannelInitializer {

    static final String THRESHOLD = "threshold";

    private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);
    private static final int CHUNK = 8_192;

    private final Surroundings surroundings;
    private final @Nullable SslContext tls;

    Pipeline(Surroundings surroundings, @Nullable SslContext tls) {
        this.tls = tls;
        this.surroundings = surroundings;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        // the stock method passes the context to its timer; channels are initialized when they are registered
    }

    @Override
    protected void addSslHandler(ChannelPipeline pipeline) {
        if (tls != null) {
            Channel channel = pipeline.channel();
            SslHandler handler = tls.newHandler(channel.alloc());
            pipeline.addLast(new OneHandshake(handler, () -> {
                LOG.debug("a connection from {} is closed: it negotiates TLS again", channel.remoteAddress());
                surroundings.observer().violated("TLS renegotiation");
            }));
            pipeline.addLast(SSL_HANDLER, handler);
        }
    }

    @Override
    protected void addSocketioHandlers(ChannelPipeline pipeline) {
        install(pipeline, surroundings);
    }

    static void install(ChannelPipeline pipeline, Surroundings surroundings) {
        Channel channel = pipeline.channel();
        if (!isCounted(channel, surroundings)) {
            channel.close();
            return;
        }
        Limits limits = surroundings.settings().limits();
        var threshold = new Threshold(
                limits.requestTimeout(), surroundings.settings().connectTimeout(), surroundings.nanoTime(), limit -> {
                    LOG.debug("a connection from {} is closed: {}", channel.remoteAddress(), limit);
                    surroundings.observer().limited(limit);
                });
        pipeline.addLast(THRESHOLD, threshold);
        pipeline.addLast(HTTP_REQUEST_DECODER, new HttpServerCodec(limits.maxUrlSize(), limits.maxHeaderSize(), CHUNK));
        pipeline.addLast(AUTHORIZE_HANDLER, new HttpDoor(surroundings, threshold));
    }

    private static boolean isCounted(Channel channel, Surroundings surroundings) {
        // asked for once here, while it is known; afterwards the channel remembers it
        if (!(channel.remoteAddress() instanceof InetSocketAddress peer)) {
            return false;
        }
        Doorkeeper doorkeeper = surroundings.doorkeeper();
        if (!doorkeeper.connect(peer)) {
            LOG.debug("a connection from {} is closed at once: its address has too many", peer);
            surroundings.observer().limited("connections of one address");
            return false;
        }
        channel.closeFuture().addListener(surroundings.departure());
        return true;
    }

    @Override
    public void start(Configuration configuration, NamespacesHub namespaces) {
        // The stock initializer makes a timer as soon as it is constructed; only its own stop ends that, after a start.
        super.start(configuration, namespaces);
        super.stop();
    }

    @Override
    public void stop() {
        // nothing is left to stop
    }

    @Override
    public void onDisconnect(ClientHead client) {
        // there are no stock clients
    }
}
