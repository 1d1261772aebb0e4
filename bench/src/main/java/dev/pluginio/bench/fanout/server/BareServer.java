package dev.pluginio.bench.fanout.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The least that a server can do: a WebSocket handshake, then a ready frame written to every connection. It knows no
 * protocol, no rooms and no slow clients. Two event loops; each is told of a broadcast once.
 */
public final class BareServer {

    private static final int BACKLOG = 4096;

    private final NioEventLoopGroup loops = new NioEventLoopGroup(2);
    private final Map<EventExecutor, List<Channel>> channels = new LinkedHashMap<>();
    private final ByteBuf frame = frame(Payload.packet());

    private BareServer() {
        loops.forEach(loop -> channels.put(loop, new ArrayList<>()));
    }

    /**
     * Serves on any free port of the loopback address.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        var server = new BareServer();
        Commands.serve(server.open(), server::broadcast);
    }

    private int open() {
        var bootstrap = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        List<Channel> siblings = siblings(channel);
                        channel.pipeline().addLast(new BareHandshake(siblings::add, siblings::remove));
                    }
                });
        Channel door = bootstrap
                .bind(InetAddress.getLoopbackAddress(), 0)
                .syncUninterruptibly()
                .channel();
        return ((InetSocketAddress) door.localAddress()).getPort();
    }

    private List<Channel> siblings(Channel channel) {
        List<Channel> siblings = channels.get(channel.eventLoop());
        if (siblings == null) {
            throw new IllegalStateException("an event loop of somebody else");
        }
        return siblings;
    }

    private void broadcast() {
        channels.forEach((loop, siblings) -> loop.execute(() -> {
            for (Channel channel : siblings) {
                channel.writeAndFlush(frame.retainedDuplicate(), channel.voidPromise());
            }
        }));
    }

    private static ByteBuf frame(byte[] text) {
        return Unpooled.unreleasableBuffer(Unpooled.directBuffer(text.length + 4)
                .writeByte(0x81)
                .writeByte(126)
                .writeShort(text.length)
                .writeBytes(text));
    }
}
