package dev.pluginio.transport.socketio;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Socket.IO packet as a client sent it, complete with its attachments.
 *
 * @param type what it is
 * @param namespace the namespace it is for
 * @param id the number to be acknowledged or that acknowledges; -1 for none
 * @param data the payload: a map or null for CONNECT, a list for EVENT and ACK, null for DISCONNECT
 */
record Packet(
        Type type, String namespace, long id, @Nullable Object data) {

    /** What a client may send. */
    enum Type {
        CONNECT,
        DISCONNECT,
        EVENT,
        ACK
    }

    /** The payload of an EVENT or ACK. */
    @SuppressWarnings("unchecked")
    List<@Nullable Object> arguments() {
        return data instanceof List ? (List<@Nullable Object>) data : List.of();
    }
}
