package dev.pluginio.transport.socketio;

import static dev.pluginio.transport.socketio.RunningTransport.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.PooledByteBufAllocator;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** Clients that do not read. */
class SlowReaderTest {

    private static final String LARGE = "\"" + "x".repeat(20_000) + "\"";

    @Test
    void isDisconnectedWhenTooMuchWaitsAndDisturbsNobody() throws Exception {
        try (var io = new RunningTransport(settings(0, 500_000));
                var stalled = stall(io.port())) {
            RawClient.Connection reading = new RawClient(io.port()).enter();
            await().until(() -> io.recorder.connected.size() == 2);
            int sent = 0;
            int next = 0;
            while (io.counts.overflowed.get() == 0) {
                io.send("x", LARGE);
                sent++;
                assertThat(sent).isLessThan(5_000);
                for (; next < sent; next++) {
                    assertThat(reading.next()).hasSize(LARGE.length() + 8);
                }
            }

            await().until(() -> io.recorder.disconnected.contains("reads too slowly"));
            assertThat(io.counts.overflowed).hasValue(1);
            assertThat(io.send("x", "1")).isEqualTo(1);
            assertThat(reading.next()).isEqualTo("42[\"x\",1]");
            assertThat(stalled.isConnected()).isTrue();
            await().until(() -> PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory() < 64 * 1024 * 1024);
        }
    }

    @Test
    void isDisconnectedWhenItNeverPolls() throws Exception {
        try (var io = new RunningTransport(settings(0, 100_000))) {
            var raw = new RawClient(io.port());
            String session = raw.session();
            raw.send("POST", session, "40");
            raw.get(session);
            for (int i = 0; i < 6; i++) {
                io.send("x", LARGE);
            }

            await().until(() -> io.counts.overflowed.get() == 1);
            assertThat(raw.get(session).statusCode()).isEqualTo(400);
            await().until(() -> io.send("x", "1") == 0);
        }
    }

    /** Each answer that is not read would otherwise be one more copy of all that may wait. */
    @Test
    void isDisconnectedWhenItPollsAgainAndAgainAndReadsNoAnswer() throws Exception {
        try (var io = new RunningTransport(settings(0, 16_000_000));
                var first = new BareSocket(io.port());
                var second = new BareSocket(io.port())) {
            var raw = new RawClient(io.port());
            String session = raw.session();
            raw.send("POST", session, "40");
            raw.get(session);
            String large = "\"" + "x".repeat(1_000_000) + "\"";
            sendTimes(12, io, large);
            first.say(BareSocket.get(session)).hear("HTTP/1.1 200 ");
            sendTimes(12, io, large);
            second.say(BareSocket.get(session));
            for (int i = 0; i < 5; i++) {
                raw.send("POST", session, "6");
            }
            assertThat(io.counts.overflowed).hasValue(0);
            sendTimes(6, io, large);

            await().until(() -> io.recorder.disconnected.contains("reads too slowly"));
        }
    }

    private static void sendTimes(int times, RunningTransport io, String json) {
        for (int i = 0; i < times; i++) {
            io.send("x", json);
        }
    }

    /** Enters over a WebSocket and reads nothing more after the answer. */
    private static Socket stall(int port) throws Exception {
        var socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.connect(new java.net.InetSocketAddress("127.0.0.1", port));
        String key = Base64.getEncoder().encodeToString(new byte[16]);
        String upgrade = "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n"
                + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + key + "\r\n\r\n";
        socket.getOutputStream().write(upgrade.getBytes(StandardCharsets.US_ASCII));
        for (int newlines = 0; newlines < 5; ) {
            // the answer has five lines, the last of them empty
            newlines += socket.getInputStream().read() == '\n' ? 1 : 0;
        }
        // "40" as a masked frame, the mask being zero
        socket.getOutputStream().write(new byte[] {(byte) 0x81, (byte) 0x82, 0, 0, 0, 0, '4', '0'});
        return socket;
    }
}
