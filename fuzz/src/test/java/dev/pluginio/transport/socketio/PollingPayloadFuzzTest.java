package dev.pluginio.transport.socketio;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** The body of a post: refused, or taken apart into no more than it holds. */
class PollingPayloadFuzzTest {

    @FuzzTest
    void takesABodyApartOrRefusesIt(byte[] body) {
        int[] bytes = new int[1];
        try {
            PollingPayload.read(body, part -> bytes[0] += part.bytes().length + 1);
        } catch (Violation refused) {
            // as it may be
        }
        if (bytes[0] > body.length + 1) {
            throw new AssertionError(bytes[0] + " bytes were made of " + body.length);
        }
    }
}
