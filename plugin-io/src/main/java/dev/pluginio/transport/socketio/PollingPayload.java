package dev.pluginio.transport.socketio;

import java.util.Arrays;
import java.util.Base64;

/** Takes the body of a polling POST apart. */
final class PollingPayload {

    private PollingPayload() {}

    /**
     * A part of a body.
     *
     * @param binary whether it is an attachment
     * @param bytes its bytes, decoded
     */
    record Part(boolean binary, byte[] bytes) {}

    /** Takes the parts of a body, in their order. */
    @FunctionalInterface
    interface Reader {
        void read(Part part) throws Violation;
    }

    /**
     * Hands on the parts of a body one at a time, so that what it holds in memory is never much more than the body.
     *
     * @throws Violation for the first part that is empty or cannot be decoded, or that the reader refuses; what was
     *     before it has been read then
     */
    static void read(byte[] body, Reader reader) throws Violation {
        int start = 0;
        for (int i = 0; i <= body.length; i++) {
            if (i == body.length || body[i] == Polling.SEPARATOR) {
                reader.read(part(body, start, i));
                start = i + 1;
            }
        }
    }

    private static Part part(byte[] body, int start, int end) throws Violation {
        if (start == end) {
            throw new Violation("empty Engine.IO packet");
        }
        if (body[start] == 'b') {
            return new Part(true, base64(body, start + 1, end));
        }
        return new Part(false, Arrays.copyOfRange(body, start, end));
    }

    /** The Java client breaks lines and ends with one, others do not. */
    private static byte[] base64(byte[] body, int start, int end) throws Violation {
        byte[] joined = new byte[end - start];
        int length = 0;
        for (int i = start; i < end; i++) {
            if (body[i] != '\n' && body[i] != '\r') {
                joined[length++] = body[i];
            }
        }
        try {
            return Base64.getDecoder().decode(Arrays.copyOf(joined, length));
        } catch (IllegalArgumentException e) {
            throw new Violation("attachment is not base64");
        }
    }
}
