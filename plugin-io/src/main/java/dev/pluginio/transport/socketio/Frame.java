package dev.pluginio.transport.socketio;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One packet on its way out, in whatever form its carrier needs. Belongs to one event loop; a frame for many sessions
 * is put into WebSocket form once and its bytes are shared.
 */
final class Frame {

    private static final int FINAL_TEXT = 0x81;
    private static final int FINAL_BINARY = 0x82;

    private final byte[] text;
    private final List<byte[]> attachments;
    private final int size;
    private final @Nullable Space space;
    private @Nullable ByteBuf webSocket;

    /** A packet of the protocol itself. */
    Frame(byte[] text) {
        this(text, List.of(), null);
    }

    /** What a client is told because it is in a namespace: nothing for it any more once it is sent away from there. */
    Frame(byte[] text, Space space) {
        this(text, List.of(), space);
    }

    /** The same with attachments. */
    Frame(Encoded packet, Space space) {
        this(packet.text(), packet.attachments(), space);
    }

    Frame(byte[] text, List<byte[]> attachments) {
        this(text, attachments, null);
    }

    private Frame(byte[] text, List<byte[]> attachments, @Nullable Space space) {
        this.text = text;
        this.attachments = attachments;
        this.space = space;
        this.size = text.length + attachments.stream().mapToInt(a -> a.length).sum();
    }

    static Frame of(String text) {
        return new Frame(text.getBytes(StandardCharsets.UTF_8));
    }

    /** How many bytes it counts for in a queue. */
    int size() {
        return size;
    }

    /** Whether it is only for clients that are in this namespace. */
    boolean isFor(Space namespace) {
        return space == namespace;
    }

    /** Its bytes as WebSocket frames; to be released by whoever writes them. */
    ByteBuf webSocket(ByteBufAllocator allocator) {
        ByteBuf ready = webSocket;
        return ready != null ? ready.retainedDuplicate() : encode(allocator);
    }

    /** Keeps the WebSocket form for the next session, until {@link #forget}. */
    void remember(ByteBufAllocator allocator) {
        if (webSocket == null) {
            webSocket = encode(allocator);
        }
    }

    void forget() {
        ByteBuf ready = webSocket;
        if (ready != null) {
            webSocket = null;
            ready.release();
        }
    }

    /** Appends its form in a polling payload. */
    void appendTo(ByteBuf payload) {
        payload.writeBytes(text);
        for (byte[] attachment : attachments) {
            payload.writeByte(Polling.SEPARATOR).writeByte('b');
            payload.writeBytes(Base64.getEncoder().encode(attachment));
        }
    }

    private ByteBuf encode(ByteBufAllocator allocator) {
        ByteBuf out = allocator.directBuffer(size + 10 * (1 + attachments.size()));
        append(out, FINAL_TEXT, text);
        for (byte[] attachment : attachments) {
            append(out, FINAL_BINARY, attachment);
        }
        return out;
    }

    private static void append(ByteBuf out, int opcode, byte[] payload) {
        out.writeByte(opcode);
        if (payload.length < 126) {
            out.writeByte(payload.length);
        } else if (payload.length <= 0xFFFF) {
            out.writeByte(126).writeShort(payload.length);
        } else {
            out.writeByte(127).writeLong(payload.length);
        }
        out.writeBytes(payload);
    }
}
