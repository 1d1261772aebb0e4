package dev.pluginio.transport.socketio;

import java.util.Arrays;
import java.util.Base64;

/** The parts of a polling body. */
final class PollingPayload {

    private PollingPayload() {}

    static byte[] base64(byte[] body, int start, int end) throws Violation {
        try {
            return Base64.getDecoder().decode(Arrays.copyOfRange(body, start, end));
        } catch (IllegalArgumentException e) {
            throw new Violation("attachment is not base64");
        }
    }
}
