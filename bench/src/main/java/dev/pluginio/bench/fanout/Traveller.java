package dev.pluginio.bench.fanout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * One client that comes back as the official ones do: with the {@code pid} it was given and the last text that ended an
 * event. Over WebSocket, whose frames it reads whole.
 */
final class Traveller {

    private static final byte[] TITLE = "\"title\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NOTHING = {};

    private final Travels travels;
    private final Selector coming;
    private final Selector there;
    private final InetSocketAddress server;
    private final String connect;
    private final BitSet got = new BitSet();
    private int last;
    private String pid = "";
    private String offset = "";
    private @Nullable SocketChannel channel;
    private byte[] pending = NOTHING;
    private boolean shaken;
    private boolean in;
    private boolean again;
    private long begun;
    private int target;

    /**
     * Not there yet.
     *
     * @param coming what it registers with as long as it is on its way, until it has what it missed
     * @param there what it registers with from then on
     */
    Traveller(Travels travels, Selector coming, Selector there, InetSocketAddress server, String connect) {
        this.travels = travels;
        this.coming = coming;
        this.there = there;
        this.server = server;
        this.connect = connect;
    }

    /** Connects, for the first time or again. */
    void open() {
        try {
            SocketChannel fresh = SocketChannel.open();
            channel = fresh;
            pending = NOTHING;
            shaken = false;
            target = again && travels.newest() > last ? travels.newest() : 0;
            begun = System.nanoTime();
            fresh.configureBlocking(false);
            fresh.setOption(StandardSocketOptions.TCP_NODELAY, true);
            fresh.register(coming, SelectionKey.OP_CONNECT, this);
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
                current.keyFor(coming).interestOps(SelectionKey.OP_READ);
                current.write(ByteBuffer.wrap(request()));
                return;
            }
            buffer.clear();
            if (current.read(buffer) < 0) {
                throw new IOException("closed by the server");
            }
            buffer.flip();
            if (pending.length == 0) {
                take(buffer.array(), buffer.limit());
            } else {
                byte[] all = Arrays.copyOf(pending, pending.length + buffer.limit());
                buffer.get(all, pending.length, buffer.limit());
                take(all, all.length);
            }
            arrive();
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

    /** Stays with those who are on their way until it is in and has all that it missed. */
    private void arrive() throws IOException {
        SocketChannel current = channel;
        if (in && target == 0 && current != null) {
            SelectionKey way = current.keyFor(coming);
            if (way != null && way.isValid()) {
                way.cancel();
                current.register(there, SelectionKey.OP_READ, this);
            }
        }
    }

    private void take(byte[] all, int end) throws IOException {
        int at = 0;
        if (!shaken) {
            int head = new String(all, 0, end, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n");
            if (head < 0) {
                pending = Arrays.copyOf(all, end);
                return;
            }
            shaken = true;
            at = head + 4;
        }
        while (end - at >= 2) {
            int size = all[at + 1] & 0x7F;
            int header = size == 126 ? 4 : size == 127 ? 10 : 2;
            if (end - at < header) {
                break;
            }
            long length = size;
            if (size >= 126) {
                length = 0;
                for (int i = 2; i < header; i++) {
                    length = length << 8 | all[at + i] & 0xFF;
                }
            }
            if (end - at - header < length) {
                break;
            }
            at += header + (int) length;
            heard(all, at - (int) length, at);
        }
        pending = at == end ? NOTHING : Arrays.copyOfRange(all, at, end);
    }

    /** Events are looked at as they came: there are many. */
    private void heard(byte[] all, int from, int end) throws IOException {
        if (end - from > 3 && all[from] == '4' && all[from + 1] == '2' && all[from + 2] == '[') {
            event(all, from, end);
        } else {
            heard(new String(all, from, end - from, StandardCharsets.UTF_8));
        }
    }

    private void heard(String packet) throws IOException {
        if (packet.startsWith("0{")) {
            say(
                    pid.isEmpty()
                            ? connect
                            : connect.substring(0, connect.length() - 1) + ",\"pid\":\"" + pid + "\""
                                    + (offset.isEmpty() ? "" : ",\"offset\":\"" + offset + "\"") + "}");
        } else if (packet.equals("2")) {
            say("3");
        } else if (packet.startsWith("40")) {
            entered(packet.replaceAll(".*\"pid\":\"([^\"]+)\".*", "$1"));
        }
    }

    private void entered(String given) {
        in = true;
        travels.entered(again, given.equals(pid), System.nanoTime() - begun);
        pid = given;
    }

    private void event(byte[] all, int from, int end) {
        if (all[end - 2] == '"') {
            int start = end - 3;
            while (all[start] != '"') {
                start--;
            }
            offset = new String(all, start + 1, end - start - 3, StandardCharsets.US_ASCII);
        }
        int at = afterTitle(all, from, end);
        if (at < 0) {
            return;
        }
        int close = at;
        while (all[close] != '"') {
            close++;
        }
        String title = new String(all, at, close - at, StandardCharsets.UTF_8);
        if (title.startsWith(Travels.REHEARSED)) {
            travels.rehearsed();
        } else if (title.chars().allMatch(Character::isDigit)) {
            arrived(Integer.parseInt(title));
        }
    }

    private void arrived(int number) {
        boolean isNew = !got.get(number);
        got.set(number);
        travels.arrived(number, last, isNew);
        last = Math.max(last, number);
        if (target > 0 && number >= target) {
            travels.caughtUp(System.nanoTime() - begun);
            target = 0;
        }
    }

    /** Where the title begins, or -1. */
    private static int afterTitle(byte[] all, int from, int end) {
        for (int at = from; at <= end - TITLE.length; at++) {
            if (all[at] == '"' && Arrays.equals(all, at, at + TITLE.length, TITLE, 0, TITLE.length)) {
                return at + TITLE.length;
            }
        }
        return -1;
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
