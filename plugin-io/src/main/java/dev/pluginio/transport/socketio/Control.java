package dev.pluginio.transport.socketio;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.nio.charset.StandardCharsets;

/** The control frames of a WebSocket that a server writes, ready to go out. */
final class Control {

    private static final int FINAL_CLOSE = 0x88;
    private static final int FINAL_PONG = 0x8A;
    private static final int HEAD = 2;

    private Control() {}

    /** Answers a ping with what it carried. */
    static ByteBuf pong(byte[] carried) {
        return frame(FINAL_PONG, carried.length).writeBytes(carried);
    }

    /** Begins or answers the closing handshake. */
    static ByteBuf close(WebSocketCloseStatus status) {
        byte[] reason = status.reasonText().getBytes(StandardCharsets.UTF_8);
        return frame(FINAL_CLOSE, Short.BYTES + reason.length)
                .writeShort(status.code())
                .writeBytes(reason);
    }

    private static ByteBuf frame(int head, int length) {
        return Unpooled.buffer(HEAD + length).writeByte(head).writeByte(length);
    }
}
