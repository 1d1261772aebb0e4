package dev.pluginio.transport.socketio;

import dev.pluginio.transport.Clearance;
import dev.pluginio.transport.Emission;
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
    private static final int COMPRESSED = 0x40;

    private final Encoded packet;
    private final int size;
    private final @Nullable Space space;
    private final boolean droppable;
    private final @Nullable Newest newest;
    private final @Nullable Clearance clearance;
    private final @Nullable Runnable withdrawn;
    private @Nullable ByteBuf webSocket;
    private @Nullable ByteBuf deflated;
    private @Nullable List<byte[]> base64;

    /** What can take whose place in a queue. */
    record Newest(Space space, String key) {}

    /** A packet of the protocol itself. */
    Frame(byte[] text) {
        this(new Encoded(text, List.of()), null);
    }

    /** What a client is told because it is in a namespace: nothing for it any more once it is sent away from there. */
    Frame(byte[] text, Space space) {
        this(new Encoded(text, List.of()), space);
    }

    /** The same with attachments, or shared with other event loops; for no namespace, it is as the protocol's own. */
    Frame(Encoded packet, @Nullable Space space) {
        this(packet, space, false, null, null, null);
    }

    /** An emission for clients of a namespace. */
    Frame(Encoded packet, Space space, Emission emission) {
        this(
                packet,
                space,
                emission.isDroppable(),
                emission.newestKey() == null ? null : new Newest(space, emission.newestKey()),
                emission.clearance(),
                null);
    }

    /** An event for the one client that the connection has in a namespace. */
    Frame(Encoded packet, Space space, @Nullable Clearance clearance) {
        this(packet, space, false, null, clearance, null);
    }

    /**
     * The answer to an event of the one client.
     *
     * @param withdrawn is run, on the event loop, if the client does not get it for want of the clearance
     */
    Frame(Encoded packet, Space space, Clearance clearance, Runnable withdrawn) {
        this(packet, space, false, null, clearance, withdrawn);
    }

    private Frame(
            Encoded packet,
            @Nullable Space space,
            boolean droppable,
            @Nullable Newest newest,
            @Nullable Clearance clearance,
            @Nullable Runnable withdrawn) {
        this.packet = packet;
        this.space = space;
        this.droppable = droppable;
        this.newest = newest;
        this.clearance = clearance;
        this.withdrawn = withdrawn;
        this.size = packet.size();
    }

    Frame(byte[] text, List<byte[]> attachments) {
        this(new Encoded(text, attachments), null);
    }

    static Frame of(String text) {
        return new Frame(text.getBytes(StandardCharsets.UTF_8));
    }

    /** How many bytes it counts for in a queue. */
    int size() {
        return size;
    }

    /** Whether it is dropped by whoever cannot take it now. */
    boolean isDroppable() {
        return droppable;
    }

    /** What makes it out of date as soon as a newer one with an equal key is queued; null if nothing does. */
    @Nullable
    Newest newest() {
        return newest;
    }

    /** What a client needs to get it; null for nothing. */
    @Nullable
    Clearance clearance() {
        return clearance;
    }

    /** It was taken out, because its client lacks the clearance. */
    void withdraw() {
        if (withdrawn != null) {
            withdrawn.run();
        }
    }

    /** The namespace whose client alone it is for; null if it is the connection's. */
    @Nullable
    Space space() {
        return space;
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

    /**
     * The same for a client that can inflate.
     *
     * @param threshold how many bytes a message must have to be compressed
     */
    ByteBuf deflated(ByteBufAllocator allocator, int threshold) {
        if (isSmall(threshold)) {
            return webSocket(allocator);
        }
        ByteBuf ready = deflated;
        if (ready == null) {
            ready = encodeDeflated(allocator, threshold);
            if (webSocket == null) {
                return ready;
            }
            deflated = ready;
        }
        return ready.retainedDuplicate();
    }

    private boolean isSmall(int threshold) {
        return packet.text().length < threshold
                && packet.attachments().stream().allMatch(bytes -> bytes.length < threshold);
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
        ByteBuf small = deflated;
        if (small != null) {
            deflated = null;
            small.release();
        }
    }

    /** Appends its form in a polling payload. */
    void appendTo(ByteBuf payload) {
        payload.writeBytes(packet.text());
        if (!packet.attachments().isEmpty()) {
            List<byte[]> ready = base64 == null ? base64() : base64;
            base64 = ready;
            ready.forEach(
                    part -> payload.writeByte(Polling.SEPARATOR).writeByte('b').writeBytes(part));
        }
    }

    private List<byte[]> base64() {
        return packet.attachments().stream().map(Base64.getEncoder()::encode).toList();
    }

    private ByteBuf encode(ByteBufAllocator allocator) {
        ByteBuf out =
                allocator.directBuffer(size + 10 * (1 + packet.attachments().size()));
        append(out, FINAL_TEXT, packet.text());
        for (byte[] attachment : packet.attachments()) {
            append(out, FINAL_BINARY, attachment);
        }
        return out;
    }

    private ByteBuf encodeDeflated(ByteBufAllocator allocator, int threshold) {
        ByteBuf out = allocator.directBuffer();
        if (packet.text().length < threshold) {
            append(out, FINAL_TEXT, packet.text());
        } else {
            append(out, FINAL_TEXT | COMPRESSED, packet.deflatedText());
        }
        for (int i = 0; i < packet.attachments().size(); i++) {
            byte[] attachment = packet.attachments().get(i);
            if (attachment.length < threshold) {
                append(out, FINAL_BINARY, attachment);
            } else {
                append(
                        out,
                        FINAL_BINARY | COMPRESSED,
                        packet.deflatedAttachments().get(i));
            }
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
