package dev.pluginio.e2e.driver;

import java.io.IOException;
import java.io.UncheckedIOException;
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
public final class Wire implements AutoCloseable {

    public static final String CLOSED = "(closed)";

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final Line line;

    private Wire(URI server) throws IOException {
        line = new Line(server, "EIO=4&transport=websocket").patient();
        if (!line.answer().startsWith("HTTP/1.1 101")) {
            throw new IOException("no handshake: " + line.answer());
        }
        Thread reader = new Thread(this::read, "wire");
        reader.setDaemon(true);
        reader.start();
    }

    /** An Engine.IO session by WebSocket; nothing of Socket.IO was said yet. */
    public static Wire open(URI server) {
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

    /** A session that was admitted to the main namespace, and has heard so. */
    public static Wire enter(URI server) {
        Wire wire = open(server);
        wire.send("40");
        String admitted = wire.next();
        if (!admitted.startsWith("40{")) {
            throw new AssertionError("not admitted: " + admitted);
        }
        return wire;
    }

    public void send(String message) {
        write(Line.TEXT, message.getBytes(StandardCharsets.UTF_8));
    }

    public void send(byte... message) {
        write(Line.BINARY, message);
    }

    /** The next message. */
    public String next() {
        try {
            String message = heard.poll(ClientSocket.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError("nothing came within " + ClientSocket.PATIENCE);
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
                take(line.read());
            }
        } catch (IOException | UncheckedIOException e) {
            heard.add(CLOSED);
        }
    }

    private void take(Line.Message message) {
        switch (message.opcode()) {
            case Line.TEXT -> {
                if (message.text().equals("2")) {
                    send("3");
                } else {
                    heard.add(message.text());
                }
            }
            case Line.BINARY -> heard.add("<" + HexFormat.ofDelimiter(" ").formatHex(message.payload()) + ">");
            case Line.CLOSE -> write(Line.CLOSE, new byte[0]);
            default -> {}
        }
    }

    private void write(int opcode, byte[] payload) {
        try {
            line.write(opcode, payload);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            line.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
