package dev.pluginio.bench.fanout;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * One connection of the load client: it says what lets it in, and then counts frames. Of a frame it looks at the length
 * and at the first two bytes.
 */
final class Visitor {

    private static final int LONGEST_HEADER = 10;
    private static final byte[] PONG = frame("3");

    private final Crowd crowd;
    private final byte[] request;
    private final byte[] connect;
    private final SelectionKey key;
    private final SocketChannel channel;

    /** The last bytes of the head of the answer; all of the frame's header and the first two bytes of its payload. */
    private int headEnd;

    private boolean shaken;
    private final byte[] header = new byte[LONGEST_HEADER + 2];
    private int read;
    private int wanted = 2;
    private long skip;
    private boolean in;
    private int counted;

    Visitor(Crowd crowd, Selector selector, InetSocketAddress server, String connect, int receiveBuffer)
            throws IOException {
        this.crowd = crowd;
        this.connect = frame(connect);
        this.request = ("GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: " + server.getHostString() + ":"
                        + server.getPort() + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        if (receiveBuffer > 0) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBuffer);
        }
        key = channel.register(selector, SelectionKey.OP_CONNECT, this);
        if (channel.connect(server)) {
            connected();
        }
    }

    /** Frames as large as those that are counted which came since {@link #recount}. */
    void recount() {
        counted = 0;
    }

    /** Reads nothing any more. */
    void stall() {
        key.interestOps(0);
    }

    void close() throws IOException {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0); // or its port is not free for a minute
        channel.close();
    }

    /** Does what the channel is ready for. */
    void ready(ByteBuffer buffer) throws IOException {
        if (key.isConnectable()) {
            channel.finishConnect();
            connected();
        } else {
            buffer.clear();
            if (channel.read(buffer) < 0) {
                throw new IOException("closed by the server");
            }
            take(buffer.flip());
        }
    }

    private void connected() throws IOException {
        key.interestOps(SelectionKey.OP_READ);
        channel.write(ByteBuffer.wrap(request));
    }

    private void take(ByteBuffer bytes) throws IOException {
        while (!shaken && bytes.hasRemaining()) {
            byte next = bytes.get();
            boolean expected = next == (headEnd % 2 == 0 ? '\r' : '\n');
            headEnd = expected ? headEnd + 1 : 0;
            shaken = headEnd == 4;
        }
        while (bytes.hasRemaining()) {
            if (skip > 0) {
                int step = (int) Math.min(skip, bytes.remaining());
                bytes.position(bytes.position() + step);
                skip -= step;
                if (skip == 0) {
                    ended();
                }
            } else {
                header[read++] = bytes.get();
                if (read == wanted) {
                    looked();
                }
            }
        }
    }

    /** As much of the header as was wanted is there. */
    private void looked() throws IOException {
        int extended = header[1] == 126 ? 2 : header[1] == 127 ? 8 : 0;
        int peeked = header[1] == 0 ? 0 : header[1] == 1 ? 1 : 2;
        wanted = 2 + extended + peeked;
        if (read < wanted) {
            return;
        }
        skip = length(extended) - peeked;
        if (skip == 0) {
            ended();
        }
    }

    private long length(int extended) {
        long length = extended == 0 ? header[1] : 0;
        for (int i = 0; i < extended; i++) {
            length = length << 8 | header[2 + i] & 0xFF;
        }
        return length;
    }

    /** A whole frame has come. */
    private void ended() throws IOException {
        boolean large = header[1] >= 126;
        int at = large ? header[1] == 126 ? 4 : 10 : 2;
        read = 0;
        wanted = 2;
        char kind = (char) header[at];
        if (kind == '0') {
            channel.write(ByteBuffer.wrap(connect));
        } else if (kind == '2') {
            channel.write(ByteBuffer.wrap(PONG));
        } else if (kind == '4' && header[at + 1] == '0' && !in) {
            in = true;
            crowd.entered();
        } else if (kind == '4' && large) {
            crowd.delivered(counted++);
        } else {
            throw new IOException("not let in, or sent away");
        }
    }

    private static byte[] frame(String text) {
        byte[] payload = text.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 8).put((byte) 0x81);
        if (payload.length < 126) {
            frame.put((byte) (0x80 | payload.length));
        } else {
            frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
        }
        frame.putInt(0).put(payload); // a mask of zeros
        byte[] bytes = new byte[frame.flip().remaining()];
        frame.get(bytes);
        return bytes;
    }
}
