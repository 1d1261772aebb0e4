package dev.pluginio.e2e.protocol;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A WebSocket whose messages are written by hand. It answers pings by itself and does not show them; binary messages are
 * shown as {@code <01 02>}, the end of the connection as {@link #CLOSED}.
 */
final class Wire implements AutoCloseable {

    static final String CLOSED = "(closed)";
    private static final long PATIENCE_SECONDS = 20;

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final Socket socket;
    private final DataInputStream in;

    private Wire(URI server) throws IOException {
        socket = new Socket(server.getHost(), server.getPort());
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
        String request = "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: " + server.getAuthority()
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        if (!head.toString().startsWith("HTTP/1.1 101")) {
            throw new IOException("no handshake: " + head);
        }
        Thread reader = new Thread(this::read, "wire");
        reader.setDaemon(true);
        reader.start();
    }

    /** An Engine.IO session by WebSocket; nothing of Socket.IO was said yet. */
    static Wire open(URI server) {
        try {
            Wire wire = new Wire(server);
            String handshake = wire.next();
            if (!handshake.startsWith("0{")) {
                throw new AssertionError("no handshake: " + handshake);
            }
            return wire;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A session that was admitted to the main namespace and has heard the echo of its handshake. */
    static Wire enter(URI server) {
        Wire wire = open(server);
        wire.send("40");
        wire.next();
        wire.next();
        return wire;
    }

    void send(String message) {
        write(0x81, message.getBytes(StandardCharsets.UTF_8));
    }

    void send(byte... message) {
        write(0x82, message);
    }

    /** The next message. */
    String next() {
        try {
            String message = heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError("nothing came within " + PATIENCE_SECONDS + " s");
            }
            return message;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private void read() {
        try {
            while (true) {
                int opcode = in.readUnsignedByte() & 0x0F;
                int length = in.readUnsignedByte();
                long size = length < 126 ? length : length == 126 ? in.readUnsignedShort() : in.readLong();
                take(opcode, in.readNBytes((int) size));
            }
        } catch (IOException | UncheckedIOException e) {
            heard.add(CLOSED);
        }
    }

    private void take(int opcode, byte[] payload) {
        String text = new String(payload, StandardCharsets.UTF_8);
        if (opcode == 1 && text.equals("2")) {
            send("3");
        } else if (opcode == 1) {
            heard.add(text);
        } else if (opcode == 2) {
            heard.add("<" + HexFormat.ofDelimiter(" ").formatHex(payload) + ">");
        } else if (opcode == 8) {
            write(0x88, new byte[0]);
        }
    }

    /** Writes a frame whose mask is zero. */
    private synchronized void write(int head, byte[] payload) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(bytes);
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
            socket.getOutputStream().write(bytes.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
