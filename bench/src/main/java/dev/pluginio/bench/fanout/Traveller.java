package dev.pluginio.bench.fanout;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * One client that comes back as the official ones do: with the {@code pid} it was given and the last text that ended an
 * event. Over WebSocket, whose frames it reads whole.
 */
final class Traveller {

    private static final String TITLE = "\"title\":\"";

    private final Travels travels;
    private final Selector selector;
    private final InetSocketAddress server;
    private final String connect;
    private final BitSet got = new BitSet();
    private int last;
    private String pid = "";
    private String offset = "";
    private @Nullable SocketChannel channel;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private boolean shaken;
    private boolean in;
    private boolean again;
    private long begun;
    private int target;

    Traveller(Travels travels, Selector selector, InetSocketAddress server, String connect) {
        this.travels = travels;
        this.selector = selector;
        this.server = server;
        this.connect = connect;
    }

    /** Connects, for the first time or again. */
    void open() {
        try {
            SocketChannel fresh = SocketChannel.open();
            channel = fresh;
            pending.reset();
            shaken = false;
            begun = System.nanoTime();
            fresh.configureBlocking(false);
            fresh.setOption(StandardSocketOptions.TCP_NODELAY, true);
            fresh.register(selector, SelectionKey.OP_CONNECT, this);
            fresh.connect(server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its connection breaks. */
    void lose() {
        SocketChannel lost = channel;
        channel = null;
        if (lost == null) {
            return;
        }
        if (in) {
            in = false;
            again = true;
            travels.left();
        }
        try {
            lost.setOption(StandardSocketOptions.SO_LINGER, 0);
            lost.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void ready(ByteBuffer buffer) {
        SocketChannel current = channel;
        if (current == null) {
            return;
        }
        try {
            if (!current.isConnected()) {
                current.finishConnect();
                current.keyFor(selector).interestOps(SelectionKey.OP_READ);
                current.write(ByteBuffer.wrap(request()));
                return;
            }
            buffer.clear();
            if (current.read(buffer) < 0) {
                throw new IOException("closed by the server");
            }
            byte[] bytes = new byte[buffer.flip().remaining()];
            buffer.get(bytes);
            pending.write(bytes);
            take();
        } catch (IOException e) {
            lose(); // counted as not delivered, if it does not come back
        }
    }

    private byte[] request() {
        return ("GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                        + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private void take() throws IOException {
        byte[] all = pending.toByteArray();
        int at = 0;
        if (!shaken) {
            int end = new String(all, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n");
            if (end < 0) {
                return;
            }
            shaken = true;
            at = end + 4;
        }
        while (all.length - at >= 2) {
            int size = all[at + 1] & 0x7F;
            int header = size == 126 ? 4 : size == 127 ? 10 : 2;
            if (all.length - at < header) {
                break;
            }
            long length = size;
            if (size >= 126) {
                length = 0;
                for (int i = 2; i < header; i++) {
                    length = length << 8 | all[at + i] & 0xFF;
                }
            }
            if (all.length - at - header < length) {
                break;
            }
            heard(new String(all, at + header, (int) length, StandardCharsets.UTF_8));
            at += header + (int) length;
        }
        pending.reset();
        pending.write(all, at, all.length - at);
    }

    private void heard(String packet) throws IOException {
        if (packet.startsWith("0{")) {
            // what was missed may come before the answer, or after it
            target = again && travels.newest() > last ? travels.newest() : 0;
            say(
                    pid.isEmpty()
                            ? connect
                            : connect.substring(0, connect.length() - 1) + ",\"pid\":\"" + pid + "\""
                                    + (offset.isEmpty() ? "" : ",\"offset\":\"" + offset + "\"") + "}");
        } else if (packet.equals("2")) {
            say("3");
        } else if (packet.startsWith("40")) {
            entered(packet.replaceAll(".*\"pid\":\"([^\"]+)\".*", "$1"));
        } else if (packet.startsWith("42[")) {
            event(packet);
        }
    }

    private void entered(String given) {
        in = true;
        travels.entered(again, given.equals(pid), System.nanoTime() - begun);
        pid = given;
    }

    private void event(String packet) {
        if (packet.endsWith("\"]")) {
            offset = packet.substring(packet.lastIndexOf('"', packet.length() - 3) + 1, packet.length() - 2);
        }
        int at = packet.indexOf(TITLE);
        if (at < 0) {
            return;
        }
        String title = packet.substring(at + TITLE.length(), packet.indexOf('"', at + TITLE.length()));
        if (title.startsWith(Travels.REHEARSED)) {
            travels.rehearsed();
        } else if (title.chars().allMatch(Character::isDigit)) {
            int number = Integer.parseInt(title);
            boolean isNew = !got.get(number);
            got.set(number);
            travels.arrived(number, last, isNew);
            last = Math.max(last, number);
            if (target > 0 && number >= target) {
                travels.caughtUp(System.nanoTime() - begun);
                target = 0;
            }
        }
    }

    private void say(String packet) throws IOException {
        SocketChannel current = channel;
        if (current == null) {
            return;
        }
        byte[] payload = packet.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 8).put((byte) 0x81);
        if (payload.length < 126) {
            frame.put((byte) (0x80 | payload.length));
        } else {
            frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
        }
        frame.putInt(0).put(payload); // a mask of zeros
        current.write(frame.flip());
    }
}
