package dev.pluginio.transport.socketio;

import dev.pluginio.transport.Audience;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes Socket.IO packets as Engine.IO messages. Ready JSON goes through untouched. Uses nothing but plain memory. */
final class PacketEncoder {

    private PacketEncoder() {}

    /** An event with one argument. */
    static byte[] event(String namespace, String event, byte[] argument) {
        byte[] name = Json.quoted(event);
        byte[] head = head("42", namespace);
        byte[] packet = new byte[head.length + name.length + argument.length + 5];
        int at = put(packet, 0, head);
        packet[at++] = '[';
        packet[at++] = '"';
        at = put(packet, at, name);
        packet[at++] = '"';
        packet[at++] = ',';
        at = put(packet, at, argument);
        packet[at] = ']';
        return packet;
    }

    /** The answer to an event. */
    static byte[] acknowledgement(String namespace, long id, List<byte[]> arguments) {
        var out = new ByteArrayOutputStream(64);
        out.writeBytes(head("43", namespace));
        out.writeBytes((id + "[").getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < arguments.size(); i++) {
            if (i > 0) {
                out.write(',');
            }
            out.writeBytes(arguments.get(i));
        }
        out.write(']');
        return out.toByteArray();
    }

    /** The answer to a client that is let in. */
    static byte[] connected(String namespace, String id) {
        return join(head("40", namespace), ("{\"sid\":\"" + id + "\"}").getBytes(StandardCharsets.US_ASCII));
    }

    /** The answer to a client that is not let in. */
    static byte[] refused(String namespace, byte[] error) {
        return join(head("44", namespace), error);
    }

    /** The end of a client's stay. */
    static byte[] disconnected(String namespace) {
        return head("41", namespace);
    }

    private static byte[] head(String type, String namespace) {
        String head = namespace.equals(Audience.ROOT) ? type : type + namespace + ",";
        return head.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] join(byte[] head, byte[] tail) {
        byte[] packet = new byte[head.length + tail.length];
        put(packet, put(packet, 0, head), tail);
        return packet;
    }

    private static int put(byte[] target, int at, byte[] bytes) {
        System.arraycopy(bytes, 0, target, at, bytes.length);
        return at + bytes.length;
    }
}
