package dev.pluginio.transport.socketio;

import io.netty.channel.ChannelId;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where connections are taken. Netty's own ids of channels tell them apart all over the world, in eighty bytes each; these
 * are numbers.
 */
final class Door extends NioServerSocketChannel {

    private static final AtomicInteger NUMBERS = new AtomicInteger();

    @Override
    protected int doReadMessages(List<Object> accepted) throws IOException {
        SocketChannel socket = javaChannel().accept();
        if (socket == null) {
            return 0;
        }
        accepted.add(new Connection(this, socket));
        return 1;
    }

    private static final class Connection extends NioSocketChannel {

        Connection(Door door, SocketChannel socket) {
            super(door, socket);
        }

        @Override
        protected ChannelId newId() {
            return new Id(NUMBERS.incrementAndGet());
        }
    }

    private record Id(int number) implements ChannelId {

        private static final long serialVersionUID = 1L;

        @Override
        public String asShortText() {
            return Integer.toUnsignedString(number);
        }

        @Override
        public String asLongText() {
            return asShortText();
        }

        @Override
        public int compareTo(ChannelId other) {
            return asLongText().compareTo(other.asLongText());
        }

        @Override
        public String toString() {
            return asShortText();
        }
    }
}
