package dev.pluginio.transport.socketio;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

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

    static List<Part> parts(byte[] body) throws Violation {
        List<Part> parts = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= body.length; i++) {
            if (i == body.length || body[i] == Session.SEPARATOR) {
                parts.add(part(body, start, i));
                start = i + 1;
            }
        }
        return parts;
    }

    private static Part part(byte[] body, int start, int end) throws Violation {
        if (start < end && body[start] == 'b') {
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
