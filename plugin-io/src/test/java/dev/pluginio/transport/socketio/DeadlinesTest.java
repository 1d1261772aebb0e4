package dev.pluginio.transport.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.transport.Pages;
import dev.pluginio.transport.TransportSettings;
import dev.pluginio.transport.socketio.limit.Doorkeeper;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * When pings are due and answers to them are late, to the millisecond, by a clock that the test turns. Guards against what
 * netty-socketio does: its timers tick every 100 ms.
 */
class DeadlinesTest {

    private static final int INTERVAL = 300;
    private static final int TIMEOUT = 200;
    private static final byte[] OPEN = ("GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\n"
                    + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);

    private final RunningTransport.Counts counts = new RunningTransport.Counts();
    private final Clocked client = new Clocked();

    /** A connection whose event loop knows no time but that of the test. */
    private final class Clocked extends EmbeddedChannel {
        private long nanos;

        Clocked() {
            freezeTime();
            TransportSettings settings = RunningTransport.settings(
                    0, 1_000_000, Duration.ofMillis(INTERVAL), Duration.ofMillis(TIMEOUT), Duration.ofSeconds(45));
            var doorkeeper = new Doorkeeper(settings.limits(), () -> nanos);
            var hub = new Hub(settings.namespaces(), List.of(eventLoop()), counts, () -> nanos);
            var sessions = new Sessions(new SecureRandom(), doorkeeper);
            var recorder = new RunningTransport.Recorder();
            Pipeline.install(
                    pipeline(), new Surroundings(settings, counts, recorder, hub, sessions, Pages.NONE, () -> nanos));
        }

        void webSocket() {
            send(OPEN);
            heard();
        }

        String get(String query) {
            send(("GET /socket.io/?EIO=4&transport=polling" + query + " HTTP/1.1\r\nHost: x\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            return heard();
        }

        @Override
        protected SocketAddress remoteAddress0() {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
        }

        void send(byte... bytes) {
            writeInbound(Unpooled.copiedBuffer(bytes));
            runPendingTasks();
        }

        /** Lets time go by that the event loop has not noticed yet. */
        void passUnnoticed(long millis) {
            nanos += TimeUnit.MILLISECONDS.toNanos(millis);
        }

        /** Lets time go by in which the event loop does nothing, and then has it do what is due. */
        void pass(long millis) {
            passUnnoticed(millis);
            advanceTimeBy(millis, TimeUnit.MILLISECONDS);
            runScheduledPendingTasks();
            runPendingTasks();
        }

        /** What was sent since this was last asked for. */
        String heard() {
            var heard = new StringBuilder();
            for (ByteBuf out = readOutbound(); out != null; out = readOutbound()) {
                heard.append(out.toString(StandardCharsets.ISO_8859_1));
                out.release();
            }
            return heard.toString();
        }

        void pong() {
            send((byte) 0x81, (byte) 0x81, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) '3');
        }
    }

    @AfterEach
    void close() {
        client.finishAndReleaseAll();
    }

    @Test
    void areKeptToTheMillisecond() {
        client.webSocket();
        for (int round = 0; round < 3; round++) {
            client.pass(INTERVAL - 1);
            assertThat(client.heard()).isEmpty();
            client.pass(1);
            assertThat(client.heard()).isEqualTo("\u0081\u00012");
            client.pass(TIMEOUT - 1);
            client.pong();
        }
        client.pass(INTERVAL);
        client.pass(TIMEOUT - 1);
        assertThat(counts.closed).isEmpty();
        client.pass(1);

        assertThat(counts.closed).containsExactly("ping timeout");
        assertThat(client.isOpen()).isFalse();
    }

    @Test
    void countFromWhenThePingWasDueIfTheEventLoopIsALittleLate() {
        client.webSocket();
        client.pass(INTERVAL + 90);
        client.pass(TIMEOUT - 91);
        assertThat(counts.closed).isEmpty();
        client.pass(1);

        assertThat(counts.closed).containsExactly("ping timeout");
    }

    @ParameterizedTest
    @ValueSource(ints = {INTERVAL + 110, INTERVAL + 5_000})
    void leaveTheClientItsTimeIfTheEventLoopWasHeldUp(int late) {
        client.webSocket();
        client.pass(late);
        assertThat(client.heard()).isEqualTo("\u0081\u00012");
        client.pass(TIMEOUT - 1);
        client.pong();
        assertThat(counts.closed).isEmpty();

        client.pass(INTERVAL);
        client.pass(TIMEOUT + 110); // its answer may have come meanwhile
        assertThat(counts.closed).isEmpty();
        client.pass(TIMEOUT);
        assertThat(counts.closed).containsExactly("ping timeout");
    }

    /** Whichever of the two is first, the timer or the poll. */
    @ParameterizedTest
    @ValueSource(ints = {TIMEOUT - 1, TIMEOUT})
    void holdForAPollThatComesBeforeTheTimer(int since) {
        String session = "&sid=" + client.get("").replaceAll("(?s).*\"sid\":\"([^\"]+)\".*", "$1");
        client.pass(INTERVAL);
        client.passUnnoticed(since);

        assertThat(client.get(session)).startsWith(since < TIMEOUT ? "HTTP/1.1 200 " : "HTTP/1.1 400 ");
        assertThat(counts.closed).hasSize(since < TIMEOUT ? 0 : 1);
    }
}
