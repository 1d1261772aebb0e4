package dev.pluginio.e2e.driver;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A WebSocket that does nothing by itself: not even pings are answered. */
public final class Line implements AutoCloseable {

    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;

    private final Socket socket;
    private final DataInputStream in;
    private final String answer;

    /** What came in one frame. */
    record Message(int opcode, byte[] payload) {
        String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }
    }

    /** Asks for one with these parameters. */
    public Line(URI server, String query) throws IOException {
        socket = new Socket(server.getHost(), server.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) ClientSocket.PATIENCE.toMillis());
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        String request = "GET /socket.io/?" + query + " HTTP/1.1\r\nHost: " + server.getAuthority()
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        answer = head.toString();
    }

    /** What the server answered: status and headers. */
    public String answer() {
        return answer;
    }

    public void send(String message) throws IOException {
        write(TEXT, message.getBytes(StandardCharsets.UTF_8));
    }

    /** The next message, which is to be text. */
    public String next() throws IOException {
        Message message = read();
        if (message.opcode() != TEXT) {
            throw new IOException("no text message: opcode " + message.opcode());
        }
        return message.text();
    }

    /** Waits until the server ends it, whatever it says before. */
    public void awaitEnd() throws IOException {
        in.transferTo(OutputStream.nullOutputStream());
    }

    Message read() throws IOException {
        int opcode = in.readUnsignedByte() & 0x0F;
        int length = in.readUnsignedByte();
        long size = length < 126 ? length : length == 126 ? in.readUnsignedShort() : in.readLong();
        return new Message(opcode, in.readNBytes((int) size));
    }

    /** Writes a frame whose mask is zero. */
    synchronized void write(int opcode, byte[] payload) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeByte(0x80 | opcode);
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
        socket.getOutputStream().write(bytes.toByteArray());
    }

    /** Waits for messages as long as it takes. */
    Line patient() throws IOException {
        socket.setSoTimeout(0);
        return this;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
