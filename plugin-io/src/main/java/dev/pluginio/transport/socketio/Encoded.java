package dev.pluginio.transport.socketio;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Socket.IO packet as Engine.IO messages: a text one, and binary ones that follow it. Shared by all who send it on;
 * compressed at most once, and not before somebody needs it.
 */
final class Encoded {

    private final byte[] text;
    private final List<byte[]> attachments;
    private byte @Nullable [] deflatedText;
    private @Nullable List<byte[]> deflatedAttachments;

    /**
     * Takes bytes that are not changed any more.
     *
     * @param text the packet
     * @param attachments the binary data of its placeholders, in their order
     */
    Encoded(byte[] text, List<byte[]> attachments) {
        this.text = text;
        this.attachments = attachments;
    }

    /** How many bytes it has. */
    int size() {
        int size = text.length;
        for (byte[] attachment : attachments) {
            size += attachment.length;
        }
        return size;
    }

    byte[] text() {
        return text;
    }

    List<byte[]> attachments() {
        return attachments;
    }

    /** The text as a message of permessage-deflate; on an event loop. Who comes while it is made waits for it. */
    synchronized byte[] deflatedText() {
        if (deflatedText == null) {
            deflatedText = Deflation.ofThread().message(text);
        }
        return deflatedText;
    }

    /** The attachments as such messages. */
    synchronized List<byte[]> deflatedAttachments() {
        if (deflatedAttachments == null) {
            deflatedAttachments =
                    attachments.stream().map(Deflation.ofThread()::message).toList();
        }
        return deflatedAttachments;
    }
}
