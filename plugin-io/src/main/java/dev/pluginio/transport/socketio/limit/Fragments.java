package dev.pluginio.transport.socketio.limit;

import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.io.ByteArrayOutputStream;

/** A message that comes in fragments, which must be complete in time. Confined to one thread. */
public final class Fragments {

    private final ByteArrayOutputStream gathered = new ByteArrayOutputStream();
    private final boolean text;
    private final boolean compressed;
    private final Runnable timer;

    /**
     * Begins to gather.
     *
     * @param text whether it is text
     * @param compressed whether it is compressed
     * @param timer stops what would happen if the message were late
     */
    public Fragments(boolean text, boolean compressed, Runnable timer) {
        this.text = text;
        this.compressed = compressed;
        this.timer = timer;
    }

    /** Whether it is text, not binary. */
    public boolean isText() {
        return text;
    }

    /** Whether it is compressed. */
    public boolean isCompressed() {
        return compressed;
    }

    /**
     * Adds one.
     *
     * @param most how large they may be together, in bytes
     * @throws CorruptedWebSocketFrameException if they are larger
     */
    public void add(byte[] fragment, int most) {
        if (fragment.length > most - gathered.size()) {
            throw tooLarge();
        }
        gathered.writeBytes(fragment);
    }

    /** All that was added. */
    public byte[] all() {
        return gathered.toByteArray();
    }

    /** It is not waited for any more. */
    public void stop() {
        timer.run();
    }

    /** What ends a WebSocket whose client sends too much at once. */
    public static CorruptedWebSocketFrameException tooLarge() {
        return new CorruptedWebSocketFrameException(
                WebSocketCloseStatus.MESSAGE_TOO_BIG, WebSocketCloseStatus.MESSAGE_TOO_BIG.reasonText());
    }
}
