package dev.pluginio.transport.socketio;

import org.jspecify.annotations.Nullable;

/** The text of a packet, shared by all who send it on; compressed at most once. */
final class Text {

    private final byte[] bytes;
    private byte @Nullable [] deflated;

    /** Takes bytes that are not changed any more. */
    Text(byte[] bytes) {
        this.bytes = bytes;
    }

    byte[] bytes() {
        return bytes;
    }

    /** As a message of permessage-deflate; on an event loop. Who comes while it is made waits for it. */
    synchronized byte[] deflated() {
        if (deflated == null) {
            deflated = Deflation.ofThread().message(bytes);
        }
        return deflated;
    }
}
