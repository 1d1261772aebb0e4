package dev.pluginio.transport.socketio;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** All that comes over a connection, from its first byte on, in pieces: nothing is thrown, and nothing stays. */
class ConnectionFuzzTest {

    /** Ends a piece; what comes after it has another length. */
    private static final byte CUT = (byte) '|';

    private static final String WEB_SOCKET =
            "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n"
                    + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n";

    private static final String COMPRESSED = "Sec-WebSocket-Extensions: permessage-deflate\r\n";

    @FuzzTest
    void survivesWhateverIsSent(byte[] bytes) {
        var channel = new HostileChannel();
        int start = 0;
        if (bytes.length > 0 && (bytes[0] == 'W' || bytes[0] == 'D')) {
            String request = WEB_SOCKET + (bytes[0] == 'D' ? COMPRESSED : "") + "\r\n";
            channel.send(request.getBytes(StandardCharsets.US_ASCII));
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
