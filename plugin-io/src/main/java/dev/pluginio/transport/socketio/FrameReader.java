package dev.pluginio.transport.socketio;

import dev.pluginio.transport.socketio.limit.Fragments;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Makes messages of the frames that the client of a WebSocket sends. It holds something only in the middle of a message:
 * there are very many, nearly all of them idle. Netty's own makes objects for each and for each frame.
 */
abstract class FrameReader extends ChannelInboundHandlerAdapter {

    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final int FINAL = 0x80;
    private static final int COMPRESSED = 0x40;
    private static final int OTHER_BITS = 0x30;
    private static final int OPCODE = 0x0F;
    private static final int MASKED = 0x80;
    private static final int LENGTH = 0x7F;
    private static final int MASK_BYTES = 4;
    private static final int MOST_OF_CONTROL = 125;
    private static final int TWO_BYTES = 126;
    private static final int EIGHT_BYTES = 127;

    /** A frame whose end has not come; null if there is none. */
    private @Nullable ByteBuf begun;

    /** A message whose last fragment has not come; null if there is none. */
    private @Nullable Fragments fragments;

    /** Nothing that comes counts any more. */
    private boolean over;

    /** How large a message may be now, in bytes. */
    abstract int most();

    /** Whether messages may be compressed. */
    abstract boolean mayBeCompressed();

    /** Counts a fragment; false if there were too many. */
    abstract boolean counted();

    /** Begins to put a message together. */
    abstract Fragments gather(boolean text, boolean compressed);

    /** A whole message came. */
    abstract void message(boolean text, boolean compressed, byte[] payload);

    /** A control frame came. */
    abstract void control(int opcode, byte[] payload);

    /** What came is against the protocol, or too large. */
    abstract void refused(WebSocketCloseStatus status);

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (over || !(message instanceof ByteBuf bytes)) {
            ReferenceCountUtil.release(message);
            return;
        }
        ByteBuf all = begun == null ? bytes : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), begun, bytes);
        begun = null;
        try {
            while (!over && read(all)) {}
        } catch (CorruptedWebSocketFrameException e) {
            end();
            refused(e.closeStatus());
        } finally {
            if (over || !all.isReadable()) {
                all.release();
            } else {
                begun = all;
            }
        }
    }

    /** Reads a frame; false if it is not yet all there. */
    private boolean read(ByteBuf in) {
        int start = in.readerIndex();
        if (in.readableBytes() < 2) {
            return false;
        }
        int head = in.getUnsignedByte(start);
        int second = in.getUnsignedByte(start + 1);
        check(head, second);
        int lengthBytes = lengthBytes(second & LENGTH);
        if (in.readableBytes() < 2 + lengthBytes) {
            return false;
        }
        long length = length(in, start + 2, second & LENGTH);
        if (length > most()) {
            throw Fragments.tooLarge();
        }
        int headBytes = 2 + lengthBytes + MASK_BYTES;
        if (in.readableBytes() < headBytes + length) {
            return false;
        }
        byte[] payload = new byte[(int) length];
        in.skipBytes(headBytes).readBytes(payload);
        unmask(payload, in.getInt(start + 2 + lengthBytes));
        take(head, payload);
        return true;
    }

    private void check(int head, int second) {
        boolean compressed = (head & COMPRESSED) != 0;
        int opcode = head & OPCODE;
        boolean known = isControl(opcode)
                ? opcode <= PONG && (head & FINAL) != 0 && (second & LENGTH) <= MOST_OF_CONTROL && !compressed
                : opcode <= BINARY
                        && (opcode == CONTINUATION) == (fragments != null)
                        && !(compressed && (opcode == CONTINUATION || !mayBeCompressed()));
        if (!known || (head & OTHER_BITS) != 0 || (second & MASKED) == 0) {
            throw wrong("a frame that is none");
        }
    }

    private static boolean isControl(int opcode) {
        return opcode >= CLOSE;
    }

    private static int lengthBytes(int length) {
        return length < TWO_BYTES ? 0 : length == TWO_BYTES ? Short.BYTES : Long.BYTES;
    }

    private static long length(ByteBuf in, int at, int length) {
        long all = length < TWO_BYTES ? length : length == TWO_BYTES ? in.getUnsignedShort(at) : in.getLong(at);
        boolean isShortest = length < TWO_BYTES || all >= (length == EIGHT_BYTES ? 1 << Short.SIZE : TWO_BYTES);
        if (!isShortest) {
            throw wrong("a length that is none"); // a negative one as well
        }
        return all;
    }

    private static void unmask(byte[] payload, int mask) {
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= (byte) (mask >>> (3 - (i & 3)) * Byte.SIZE);
        }
    }

    private void take(int head, byte[] payload) {
        int opcode = head & OPCODE;
        boolean last = (head & FINAL) != 0;
        if (isControl(opcode)) {
            if (opcode == CLOSE) {
                checkGoodbye(payload);
                end();
            }
            control(opcode, payload);
        } else if (last && opcode != CONTINUATION) {
            message(opcode == TEXT, (head & COMPRESSED) != 0, payload);
        } else if (counted()) {
            fragment(head, last, payload);
        }
    }

    private void fragment(int head, boolean last, byte[] payload) {
        Fragments gathered = fragments == null ? gather((head & OPCODE) == TEXT, (head & COMPRESSED) != 0) : fragments;
        fragments = gathered;
        gathered.add(payload, most());
        if (last) {
            gathered.stop();
            fragments = null;
            message(gathered.isText(), gathered.isCompressed(), gathered.all());
        }
    }

    private static void checkGoodbye(byte[] payload) {
        if (payload.length == 0) {
            return;
        }
        ByteBuf said = Unpooled.wrappedBuffer(payload);
        if (payload.length < Short.BYTES || !WebSocketCloseStatus.isValidStatusCode(said.readShort())) {
            throw wrong("a goodbye that is none");
        } else if (!ByteBufUtil.isText(said, StandardCharsets.UTF_8)) {
            throw new CorruptedWebSocketFrameException(
                    WebSocketCloseStatus.INVALID_PAYLOAD_DATA, "a goodbye that is not UTF-8");
        }
    }

    private static CorruptedWebSocketFrameException wrong(String what) {
        return new CorruptedWebSocketFrameException(WebSocketCloseStatus.PROTOCOL_ERROR, what);
    }

    /** Takes nothing more. */
    private void end() {
        over = true;
        if (fragments != null) {
            fragments.stop();
            fragments = null;
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        end();
        if (begun != null) {
            begun.release();
            begun = null;
        }
    }
}
