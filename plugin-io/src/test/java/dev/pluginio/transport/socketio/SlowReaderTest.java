package dev.pluginio.transport.socketio;

import static dev.pluginio.transport.socketio.RunningTransport.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pluginio.transport.Arguments;
import dev.pluginio.transport.Audience;
import dev.pluginio.transport.Emission;
import io.netty.buffer.PooledByteBufAllocator;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Clients that do not read. */
class SlowReaderTest {

    private static final String LARGE = "\"" + "x".repeat(20_000) + "\"";

    /** Guards against what netty-socketio does: queues have no bound. */
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
            assertThat(io.counts.discarded.get()).isBetween(500_000 / LARGE.length(), sent);
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

    /** A client, or a proxy for it, that asked again would go on with a gap that nobody told it of. */
    @Test
    void isDisconnectedWhenAnAnswerToItGotLost() throws Exception {
        try (var io = new RunningTransport(settings(0, 16_000_000));
                var poll = new BareSocket(io.port())) {
            var raw = new RawClient(io.port());
            String session = raw.session();
            raw.send("POST", session, "40");
            raw.get(session);
            io.send("x", "\"" + "x".repeat(14_000_000) + "\"");
            poll.say(BareSocket.get(session));
            await().until(() -> io.transport.backlog() > 0);

            poll.breakOff();

            await().until(() -> io.counts.closed.contains("transport error"));
            assertThat(raw.get(session).statusCode()).isEqualTo(400);
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
            String large = "\"" + "x".repeat(12_000_000) + "\"";
            io.send("x", large);
            first.say(BareSocket.get(session)).hear("HTTP/1.1 200 ");
            io.send("x", large);
            second.say(BareSocket.get(session));
            for (int i = 0; i < 5; i++) {
                raw.send("POST", session, "6");
            }
            assertThat(io.counts.overflowed).hasValue(0);
            io.send("x", large);

            await().until(() -> io.recorder.disconnected.contains("reads too slowly"));
        }
    }

    /** The newest goes to the end, so that what a client gets is in the order in which it was sent. */
    @Test
    void getsOfWhatWaitsOnlyTheNewestOfAKindWhenItPollsAgain() throws Exception {
        try (var io = new RunningTransport()) {
            var raw = new RawClient(io.port());
            String session = raw.session();
            raw.send("POST", session, "40");
            raw.get(session);

            newest(io, "a", "1");
            newest(io, "b", "2");
            io.send("x", "3");
            newest(io, "a", "4");
            io.send("x", "5");
            newest(io, "a", "6");
            io.transport.settled().toCompletableFuture().get(60, TimeUnit.SECONDS); // all of it waits for the poll

            assertThat(raw.get(session).body().split("\u001e"))
                    .containsExactly("42[\"b\",2]", "42[\"x\",3]", "42[\"x\",5]", "42[\"a\",6]");
            assertThat(io.counts.coalesced).as("the two before 6").hasValue(2);
        }
    }

    @Test
    void staysAsLongAsOnlyNewestsOfAFewKindsWaitAndGetsTheLast() throws Exception {
        String padding = "x".repeat(20_000);
        int sent = 2_000;
        try (var io = new RunningTransport(settings(0, 500_000));
                var stalled = BareSocket.entered(io.port())) {
            RawClient.Connection reading = new RawClient(io.port()).enter();
            await().until(() -> io.recorder.connected.size() == 2);
            for (int i = 1; i <= sent; i++) {
                newest(io, "entry" + i % 3, "\"" + i + padding + "\"");
                assertThat(reading.next()).startsWith("42[\"entry" + i % 3 + "\",\"" + i + "x");
            }
            assertThat(io.counts.overflowed).hasValue(0);
            // 40 MB went to each; of the slow one's no more waits than the connection holds and three to come
            assertThat(PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory())
                    .isLessThan(64 * 1024 * 1024);

            int before = 0;
            int got = 0;
            while (before < sent) {
                int number =
                        Integer.parseInt(stalled.hear("x\"]").replaceAll("(?s).*\\[\"entry\\d\",\"(\\d+)x.*", "$1"));
                assertThat(number).isGreaterThan(before);
                before = number;
                got++;
            }
            assertThat(got).isLessThan(sent / 2);
        }
    }

    @Test
    void doesNotGetWhatIsOnlyForThoseWhoCanTakeItNow() throws Exception {
        try (var io = new RunningTransport(settings(0, 500_000));
                var stalled = BareSocket.entered(io.port())) {
            RawClient.Connection reading = new RawClient(io.port()).enter();
            var raw = new RawClient(io.port());
            String session = raw.session();
            raw.send("POST", session, "40");
            raw.get(session);
            await().until(() -> io.recorder.connected.size() == 3);
            for (int i = 1; i <= 1_000; i++) {
                io.transport.send(emission("now", LARGE).droppable());
                reading.next();
            }
            io.transport.settled().toCompletableFuture().get(60, TimeUnit.SECONDS);
            io.send("last", "0");

            assertThat(reading.next()).isEqualTo("42[\"last\",0]");
            assertThat(raw.get(session).body()).isEqualTo("42[\"last\",0]");
            int got = stalled.hear("42[\"last\",0]").split("42\\[\"now\"", -1).length - 1;
            assertThat(io.counts.overflowed).hasValue(0);
            assertThat(io.counts.skipped)
                    .as("all for the poll, the rest for the stalled")
                    .hasValue(1_000 + 1_000 - got);
        }
    }

    /** All of them at once: the connection takes some, and the rest is not kept for later. */
    @Test
    void isNotSentAwayForABurstOfWhatIsOnlyForThoseWhoCanTakeItNow() throws Exception {
        try (var io = new RunningTransport(settings(0, 100_000));
                var stalled = BareSocket.entered(io.port())) {
            var client = RunningTransport.next(io.recorder.connected);
            io.recorder.present.forEach(present -> present.send("first", Arguments.of(new byte[] {'1'})));
            stalled.hear("42[\"first\",1]");
            for (int i = 0; i < 2_000; i++) {
                io.transport.send(emission("now", LARGE).droppable());
            }
            io.transport.settled().toCompletableFuture().join();

            io.send("last", "0");
            stalled.hear("42[\"last\",0]");
            assertThat(client.isPresent()).isTrue();
        }
    }

    private static void newest(RunningTransport io, String kind, String json) {
        io.transport.send(emission(kind, json).newest(kind));
    }

    private static Emission emission(String event, String json) {
        return new Emission(event, json.getBytes(StandardCharsets.UTF_8), Audience.everyone(Audience.ROOT));
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
