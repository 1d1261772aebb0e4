package dev.pluginio.transport.socketio;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIOChannelInitializer;
import com.corundumstudio.socketio.handler.ClientHead;
import com.corundumstudio.socketio.namespace.NamespacesHub;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.group.ChannelGroup;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.timeout.IdleStateHandler;
import java.util.concurrent.TimeUnit;

/**
 * Gives every connection the HTTP codec and our own handler. The stock handlers let sockets in before they are
 * authenticated, so none of them is installed, and none of what they would need is started.
 */
final class Pipeline extends SocketIOChannelInitializer {

    static final String IDLE = "idle";

    private final Surroundings surroundings;
    private final ChannelGroup channels;

    Pipeline(Surroundings surroundings, ChannelGroup channels) {
        this.surroundings = surroundings;
        this.channels = channels;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        // the stock method passes the context to its timer; channels are initialized when they are registered
    }

    @Override
    protected void addSslHandler(ChannelPipeline pipeline) {
        channels.add(pipeline.channel());
    }

    @Override
    protected void addSocketioHandlers(ChannelPipeline pipeline) {
        long idle = surroundings.settings().connectTimeout().toMillis();
        pipeline.addLast(IDLE, new IdleStateHandler(0, 0, idle, TimeUnit.MILLISECONDS));
        pipeline.addLast(HTTP_REQUEST_DECODER, new HttpServerCodec());
        pipeline.addLast(AUTHORIZE_HANDLER, new HttpDoor(surroundings));
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
