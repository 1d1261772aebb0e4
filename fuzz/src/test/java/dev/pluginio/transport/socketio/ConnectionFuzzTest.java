package dev.pluginio.transport.socketio;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** All that comes over a connection, from its first byte on, in pieces: nothing is thrown, and nothing stays. */
class ConnectionFuzzTest {

    /** Ends a piece; what comes after it has another length. */
    private static final byte CUT = (byte) '|';

    private static final byte[] WEB_SOCKET =
            ("GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n"
                            + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                            + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII);

    @FuzzTest
    void survivesWhateverIsSent(byte[] bytes) {
        var channel = new HostileChannel();
        int start = 0;
        if (bytes.length > 0 && bytes[0] == 'W') {
            channel.send(WEB_SOCKET);
            start = 1;
        }
        for (int i = start; i < bytes.length; i++) {
            if (bytes[i] == CUT) {
                channel.send(Arrays.copyOfRange(bytes, start, i));
                start = i + 1;
            }
        }
        channel.send(Arrays.copyOfRange(bytes, start, bytes.length));
        channel.hangUp();
    }
}
