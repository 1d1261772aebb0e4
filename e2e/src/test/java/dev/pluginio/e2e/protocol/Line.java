package dev.pluginio.e2e.protocol;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A WebSocket that does nothing by itself: not even pings are answered. */
final class Line implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket;
    private final DataInputStream in;
    private final String answer;

    /** Asks for one with these parameters. */
    Line(URI server, String query) throws IOException {
        socket = new Socket(server.getHost(), server.getPort());
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new DataInputStream(socket.getInputStream());
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
    String answer() {
        return answer;
    }

    void send(String message) throws IOException {
        byte[] payload = message.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeByte(0x81);
        out.writeByte(0x80 | payload.length);
        out.writeInt(0);
        out.write(payload);
        socket.getOutputStream().write(bytes.toByteArray());
    }

    /** The next text message, of less than 64 KB. */
    String next() throws IOException {
        int opcode = in.readUnsignedByte() & 0x0F;
        int length = in.readUnsignedByte();
        byte[] payload = in.readNBytes(length < 126 ? length : in.readUnsignedShort());
        if (opcode != 1) {
            throw new IOException("no text message: opcode " + opcode);
        }
        return new String(payload, StandardCharsets.UTF_8);
    }

    /** Waits until the server ends it, whatever it says before. */
    void awaitEnd() throws IOException {
        while (in.read() >= 0) {
            continue;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
