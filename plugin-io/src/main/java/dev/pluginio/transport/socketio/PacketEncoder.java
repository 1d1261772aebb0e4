package dev.pluginio.transport.socketio;

import dev.pluginio.transport.Arguments;
import dev.pluginio.transport.Audience;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes Socket.IO packets as Engine.IO messages. Ready JSON goes through untouched. Uses nothing but plain memory. */
final class PacketEncoder {

    private static final long NO_ID = -1;

    private PacketEncoder() {}

    /** An event that asks for no answer. */
    static Encoded event(String namespace, String event, Arguments arguments) {
        return event(namespace, NO_ID, event, arguments);
    }

    /** An event whose answer will have this number; none if it is negative. */
    static Encoded event(String namespace, long id, String event, Arguments arguments) {
        byte[] name = Json.quoted(event);
        byte[] quoted = new byte[name.length + 2];
        quoted[0] = '"';
        put(quoted, 1, name);
        quoted[name.length + 1] = '"';
        List<byte[]> values = new ArrayList<>(1 + arguments.values().size());
        values.add(quoted);
        values.addAll(arguments.values());
        return packet('2', '5', namespace, id, values, arguments.attachments());
    }

    /** The answer to an event. */
    static Encoded acknowledgement(String namespace, long id, Arguments arguments) {
        return packet('3', '6', namespace, id, arguments.values(), arguments.attachments());
    }

    private static Encoded packet(
            char plain, char binary, String namespace, long id, List<byte[]> values, List<byte[]> attachments) {
        String type = attachments.isEmpty() ? "4" + plain : "4" + binary + attachments.size() + "-";
        byte[] head = head(type, namespace);
        byte[] number = (id < 0 ? "" : Long.toString(id)).getBytes(StandardCharsets.US_ASCII);
        int length = head.length + number.length + 1 + Math.max(1, values.size());
        for (byte[] value : values) {
            length += value.length;
        }
        byte[] packet = new byte[length];
        int at = put(packet, put(packet, 0, head), number);
        packet[at++] = '[';
        for (int i = 0; i < values.size(); i++) {
            if (i > 0) {
                packet[at++] = ',';
            }
            at = put(packet, at, values.get(i));
        }
        packet[at] = ']';
        return new Encoded(packet, attachments);
    }

    /** The answer to a client that is let in. */
    static byte[] connected(String namespace, String id, @Nullable String pid) {
        String answer = "{\"sid\":\"" + id + (pid == null ? "" : "\",\"pid\":\"" + pid) + "\"}";
        return join(head("40", namespace), answer.getBytes(StandardCharsets.US_ASCII));
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
