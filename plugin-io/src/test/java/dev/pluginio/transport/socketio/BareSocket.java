package dev.pluginio.transport.socketio;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A TCP connection to the transport, on which anything can be said, and nothing is understood by itself. */
public final class BareSocket implements AutoCloseable {

    /** Small, so that what is not read waits at the server. */
    private static final int RECEIVE_BUFFER = 4_096;

    private final Socket socket;
    private final DataInputStream in;

    BareSocket(int port) throws IOException {
        socket = new Socket();
        socket.setReceiveBufferSize(RECEIVE_BUFFER);
        socket.connect(new InetSocketAddress("127.0.0.1", port));
        socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(RunningTransport.WAIT_SECONDS));
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), RECEIVE_BUFFER));
    }

    /** A request for a WebSocket. */
    static String handshake(String query, String... headers) {
        return "GET /socket.io/?" + query + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n" + lines(headers) + "\r\n";
    }

    static String get(String query, String... headers) {
        return "GET /socket.io/?" + query + " HTTP/1.1\r\nHost: localhost\r\n" + lines(headers) + "\r\n";
    }

    static String post(String query, String body) {
        return "POST /socket.io/?" + query + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body;
    }

    private static String lines(String... headers) {
        return headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
    }

    /** A WebSocket in the root namespace. */
    public static BareSocket entered(int port) throws IOException {
        var socket = new BareSocket(port);
        socket.say(handshake("EIO=4&transport=websocket"));
        socket.hear("\r\n\r\n");
        socket.frame(0x81, "40".getBytes(StandardCharsets.US_ASCII));
        socket.hear("40{");
        socket.hear("}");
        return socket;
    }

    BareSocket say(String text) throws IOException {
        return say(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    BareSocket say(byte... bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** Says it, even if the other side hangs up meanwhile. */
    void insist(byte... bytes) throws IOException {
        try {
            say(bytes);
        } catch (SocketException cutOff) {
            // as it should be
        }
    }

    /** Sends a frame whose mask is zero. */
    BareSocket frame(int head, byte[] payload) throws IOException {
        return say(frameOf(head, payload));
    }

    static byte[] frameOf(int head, byte[] payload) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(head);
            if (payload.length < 126) {
                out.writeByte(0x80 | payload.length);
            } else if (payload.length <= 0xFFFF) {
                out.writeByte(0x80 | 126);
                out.writeShort(payload.length);
            } else {
                out.writeByte(0x80 | 127);
                out.writeLong(payload.length);
            }
            out.writeInt(0);
            out.write(payload);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }

    /** Reads until something was said. */
    String hear(String end) throws IOException {
        var heard = new StringBuilder();
        while (heard.indexOf(end, heard.length() - end.length()) < 0) {
            heard.append((char) in.readUnsignedByte());
        }
        return heard.toString();
    }

    /** Reads what has come so far. */
    public void ignore() throws IOException {
        while (in.available() > 0) {
            in.skipNBytes(in.available());
        }
    }

    /** Reads until the other side hangs up, or has said one of these; fails if it does neither. */
    public String hearAll(String... ends) throws IOException {
        var heard = new StringBuilder();
        try {
            while (Stream.of(ends).noneMatch(end -> heard.indexOf(end, heard.length() - end.length()) >= 0)) {
                heard.append((char) in.readUnsignedByte());
            }
            return heard.toString();
        } catch (EOFException | SocketException hungUp) {
            return heard.toString();
        }
    }

    /** Closes it so that the other side gets an error in place of the end. */
    void breakOff() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
