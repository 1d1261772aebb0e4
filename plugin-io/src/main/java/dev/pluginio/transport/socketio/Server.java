package dev.pluginio.transport.socketio;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIOChannelInitializer;
import com.corundumstudio.socketio.SocketIOServer;
import com.corundumstudio.socketio.namespace.NamespacesHub;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.ServerChannel;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stock server with event loops of its own: daemon threads, all of them gone when {@link #stop} returns, but for
 * Netty's own helper. The stock
 * loops are not daemons, cannot be reached, and stay behind when the port is taken.
 */
final class Server extends SocketIOServer {

    private static final Logger LOG = LoggerFactory.getLogger(Server.class);
    private static final long LOOPS_STOP_SECONDS = 3;

    private final Configuration configuration;
    private final NioEventLoopGroup loops;
    private @Nullable SocketIOChannelInitializer pipeline;
    private @Nullable Channel door;

    Server(Configuration configuration, int threads) {
        super(configuration);
        this.configuration = configuration;
        retireDefaultPipeline();
        this.loops = new NioEventLoopGroup(threads, new DefaultThreadFactory("plugin-io-socket", true));
        // threads are started here, so that none of them inherits anything from a thread of the host that sends first
        loops.forEach(loop -> loop.execute(() -> {}));
    }

    List<EventLoop> loops() {
        List<EventLoop> all = new ArrayList<>();
        loops.forEach(loop -> all.add((EventLoop) loop));
        return all;
    }

    /** Every connection that is open; asks the event loops, so it is not to be called on one of them. */
    List<Channel> channels() {
        List<Channel> all = new ArrayList<>();
        for (EventLoop loop : loops()) {
            all.addAll(loop.submit(() -> channels((SingleThreadEventLoop) loop))
                    .syncUninterruptibly()
                    .getNow());
        }
        return all;
    }

    private static List<Channel> channels(SingleThreadEventLoop loop) {
        List<Channel> all = new ArrayList<>();
        loop.registeredChannelsIterator().forEachRemaining(all::add);
        all.removeIf(ServerChannel.class::isInstance);
        return all;
    }

    InetSocketAddress address() {
        if (door == null) {
            throw new IllegalStateException("not started");
        }
        return (InetSocketAddress) door.localAddress();
    }

    @Override
    public void setPipelineFactory(SocketIOChannelInitializer pipelineFactory) {
        super.setPipelineFactory(pipelineFactory);
        pipeline = pipelineFactory;
    }

    @Override
    public Future<Void> startAsync() {
        SocketIOChannelInitializer initializer = Objects.requireNonNull(pipeline, "no pipeline was set");
        initializer.start(configuration, new NamespacesHub(configuration));
        var bootstrap = new ServerBootstrap()
                .group(loops)
                .channelFactory(Door::new)
                .childOption(ChannelOption.RCVBUF_ALLOCATOR, new Reads())
                .childHandler(initializer);
        applyConnectionOptions(bootstrap);
        ChannelFuture bound = bootstrap.bind(configuration.getHostname(), configuration.getPort());
        door = bound.channel();
        return bound;
    }

    /** Takes no new connection. */
    void closeDoor() {
        if (door != null) {
            door.close().awaitUninterruptibly(1, TimeUnit.SECONDS);
        }
    }

    @Override
    public void stop() {
        closeDoor();
        // each event loop closes the connections it has
        boolean ended = loops.shutdownGracefully(0, LOOPS_STOP_SECONDS, TimeUnit.SECONDS)
                .awaitUninterruptibly(LOOPS_STOP_SECONDS + 1, TimeUnit.SECONDS);
        if (!ended) {
            LOG.error("threads of the Socket.IO transport did not end");
        }
    }

    /** Netty's own helper thread ends by itself when it has had nothing to do for a second. */
    static void awaitHelper() {
        try {
            GlobalEventExecutor.INSTANCE.awaitInactivity(3, TimeUnit.SECONDS);
        } catch (IllegalStateException e) {
            LOG.debug("Netty's global executor was never used");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The stock server makes a pipeline, with a timer, that nothing but this private field reaches. */
    private void retireDefaultPipeline() {
        try {
            var field = SocketIOServer.class.getDeclaredField("pipelineFactory");
            field.setAccessible(true);
            if (field.get(this) instanceof SocketIOChannelInitializer unused) {
                unused.start(configuration, new NamespacesHub(configuration));
                unused.stop();
            }
        } catch (ReflectiveOperationException e) {
            LOG.debug("netty-socketio's unused timer stays until it is collected", e);
        }
    }
}
