package dev.pluginio.transport.socketio;

import dev.pluginio.transport.Audience;
import dev.pluginio.transport.Emission;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts the messages of one connection together to packets. Not thread-safe: it keeps a packet that waits for attachments. */
final class PacketDecoder {

    private static final int MAX_ATTACHMENTS = 64;
    private static final int MAX_NAMESPACE = 256;
    private static final int MAX_ID_DIGITS = 15;

    private final Json json;
    private final int maxPayload;
    private final Gate gate;

    private @Nullable Incomplete waiting;

    /** Looks at what a packet is before its payload is read. */
    @FunctionalInterface
    interface Gate {
        void pass(Packet.Type type, String namespace) throws Violation;
    }

    /** What is in front of the payload, and where in the message that begins. */
    private record Head(int digit, String namespace, long id, byte[] message, int payload) {}

    /** A packet whose attachments come one by one. Kept as it was sent until then: read, it would take many times the memory. */
    private static final class Incomplete {
        private final Head head;
        private final int expected;
        private final List<byte @Nullable []> attachments = new ArrayList<>();
        private long bytes;

        Incomplete(Head head, int expected) {
            this.head = head;
            this.expected = expected;
            this.bytes = head.message().length;
        }

        void add(byte[] attachment, int most) throws Violation {
            bytes += attachment.length;
            require(bytes <= most, "packet larger than maxPayload");
            attachments.add(attachment);
        }

        boolean isComplete() {
            return attachments.size() == expected;
        }
    }

    PacketDecoder(Json json, int maxPayload) {
        this(json, maxPayload, (type, namespace) -> {});
    }

    PacketDecoder(Json json, int maxPayload, Gate gate) {
        this.json = json;
        this.maxPayload = maxPayload;
        this.gate = gate;
    }

    /** Whether attachments of a packet have yet to come. */
    boolean isWaiting() {
        return waiting != null;
    }

    /**
     * Takes a text message.
     *
     * @param message the message with the Engine.IO type in front
     * @return the packet, or null if its attachments have yet to come
     */
    @Nullable
    Packet text(byte[] message) throws Violation {
        if (waiting != null) {
            throw new Violation("text while attachments are missing");
        }
        var cursor = new Cursor(message, 1);
        int digit = cursor.next() - '0';
        boolean binary = digit == 5 || digit == 6;
        int count = binary ? (int) cursor.number('-', 3) : 0;
        String namespace = cursor.namespace();
        long id = cursor.id();
        if (count > MAX_ATTACHMENTS) {
            throw new Violation("too many attachments");
        }
        gate.pass(type(digit), namespace);
        var head = new Head(digit, namespace, id, message, cursor.position);
        if (!binary) {
            return read(head);
        }
        waiting = new Incomplete(head, count);
        return complete(waiting);
    }

    /**
     * Takes a binary message.
     *
     * @return the packet, or null if more attachments have yet to come
     */
    @Nullable
    Packet binary(byte[] attachment) throws Violation {
        if (waiting == null) {
            throw new Violation("attachment without a packet");
        }
        waiting.add(attachment, maxPayload);
        return complete(waiting);
    }

    private @Nullable Packet complete(Incomplete begun) throws Violation {
        if (!begun.isComplete()) {
            return null;
        }
        Packet packet = read(begun.head);
        Object data = filled(packet.data(), begun.attachments);
        waiting = null;
        return new Packet(packet.type(), packet.namespace(), packet.id(), data);
    }

    private Packet read(Head head) throws Violation {
        boolean hasData = head.payload() < head.message().length;
        Object data = hasData ? json.read(head.message(), head.payload()) : null;
        return checked(head.digit(), head.namespace(), head.id(), data, hasData);
    }

    private static Packet.Type type(int digit) throws Violation {
        return switch (digit) {
            case 0 -> Packet.Type.CONNECT;
            case 1 -> Packet.Type.DISCONNECT;
            case 2, 5 -> Packet.Type.EVENT;
            case 3, 6 -> Packet.Type.ACK;
            default -> throw new Violation("unknown packet type");
        };
    }

    private static Packet checked(int digit, String namespace, long id, @Nullable Object data, boolean hasData)
            throws Violation {
        switch (digit) {
            case 0:
                require(!hasData || data instanceof Map, "CONNECT carries something else than an object");
                return new Packet(Packet.Type.CONNECT, namespace, -1, data);
            case 1:
                require(!hasData, "DISCONNECT carries a payload");
                return new Packet(Packet.Type.DISCONNECT, namespace, -1, null);
            case 2:
            case 5:
                require(
                        data instanceof List<?> list && !list.isEmpty() && isName(list.get(0)),
                        "EVENT without a name a client may use");
                return new Packet(Packet.Type.EVENT, namespace, id, data);
            case 3:
            case 6:
                require(data instanceof List && id >= 0, "ACK without a list or an id");
                return new Packet(Packet.Type.ACK, namespace, id, data);
            default:
                throw new Violation("unknown packet type");
        }
    }

    private static boolean isName(@Nullable Object name) {
        return name instanceof Number || name instanceof String text && !Emission.RESERVED.contains(text);
    }

    private static void require(boolean holds, String rule) throws Violation {
        if (!holds) {
            throw new Violation(rule);
        }
    }

    @SuppressWarnings("unchecked")
    private static @Nullable Object filled(@Nullable Object value, List<byte @Nullable []> attachments)
            throws Violation {
        if (value instanceof List<?> list) {
            var values = (List<@Nullable Object>) list;
            for (int i = 0; i < values.size(); i++) {
                values.set(i, filled(values.get(i), attachments));
            }
        } else if (value instanceof Map<?, ?> map) {
            if (Boolean.TRUE.equals(map.get("_placeholder"))) {
                return attachment(map.get("num"), attachments);
            }
            for (var entry : ((Map<String, @Nullable Object>) map).entrySet()) {
                entry.setValue(filled(entry.getValue(), attachments));
            }
        }
        return value;
    }

    /** Gives each out once: in a thousand places, one would be a thousand times as large wherever it is sent on. */
    private static byte[] attachment(@Nullable Object number, List<byte @Nullable []> attachments) throws Violation {
        if (!(number instanceof Integer index) || index < 0 || index >= attachments.size()) {
            throw new Violation("placeholder without an attachment");
        }
        byte[] attachment = attachments.set(index, null);
        if (attachment == null) {
            throw new Violation("attachment in several places");
        }
        return attachment;
    }

    /** Where the decoder is in the head of a packet. */
    private static final class Cursor {
        private final byte[] bytes;
        private int position;

        Cursor(byte[] bytes, int position) {
            this.bytes = bytes;
            this.position = position;
        }

        byte next() throws Violation {
            if (position >= bytes.length) {
                throw new Violation("packet without a type");
            }
            return bytes[position++];
        }

        String namespace() throws Violation {
            if (position >= bytes.length || bytes[position] != '/') {
                return Audience.ROOT;
            }
            int start = position;
            while (position < bytes.length && bytes[position] != ',') {
                position++;
            }
            if (position - start > MAX_NAMESPACE) {
                throw new Violation("namespace name too long");
            }
            String name = new String(bytes, start, position - start, StandardCharsets.UTF_8);
            position = Math.min(position + 1, bytes.length);
            return name;
        }

        long id() throws Violation {
            return isDigit() ? number((char) 0, MAX_ID_DIGITS) : -1;
        }

        /** Reads digits, and the character that must follow them, if it is not 0. */
        long number(char end, int maxDigits) throws Violation {
            int start = position;
            long value = 0;
            while (isDigit()) {
                value = value * 10 + (bytes[position++] - '0');
                if (position - start > maxDigits) {
                    throw new Violation("number too long");
                }
            }
            if (end != 0 && (position == start || next() != end)) {
                throw new Violation("attachments not counted");
            }
            return value;
        }

        private boolean isDigit() {
            return position < bytes.length && bytes[position] >= '0' && bytes[position] <= '9';
        }
    }
}
