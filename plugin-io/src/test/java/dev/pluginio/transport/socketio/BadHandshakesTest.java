package dev.pluginio.transport.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pluginio.testing.NoLeaks;
import dev.pluginio.testing.SampleLimits;
import dev.pluginio.transport.TransportSettings;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Ten thousand connections that lead nowhere leave nothing behind. */
class BadHandshakesTest {

    private static final int NUMBER = 10_000;
    private static final int THREADS = 4;
    private static final String POLLING = "EIO=4&transport=polling";
    private static final String WEB_SOCKET = "EIO=4&transport=websocket";
    private static final String ORIGIN = "Origin: http://allowed.example";

    /** What is said; then the answer, if there is one, is waited for, and the client hangs up. */
    private record Attempt(byte[] said, boolean answered) {

        static Attempt of(String request) {
            return new Attempt(request.getBytes(StandardCharsets.ISO_8859_1), true);
        }

        static Attempt cutShort(String request) {
            return new Attempt(request.getBytes(StandardCharsets.ISO_8859_1), false);
        }
    }

    private static List<Attempt> attempts() {
        String get = BareSocket.get(POLLING);
        String upgrade = BareSocket.handshake(WEB_SOCKET);
        return List.of(
                Attempt.cutShort(""),
                Attempt.cutShort("GET /soc"),
                Attempt.cutShort(get.substring(0, get.length() - 2)),
                Attempt.cutShort(upgrade.substring(0, upgrade.length() - 2)),
                Attempt.cutShort(upgrade),
                Attempt.cutShort(get),
                Attempt.of("hello\r\n\r\n"),
                Attempt.of(get.replace("/socket.io/", "/other/")),
                Attempt.of(get.replace("EIO=4", "EIO=3")),
                Attempt.of(get.replace("polling", "pigeon")),
                Attempt.of(get.replace("GET", "OPTIONS")),
                Attempt.of(get.replace("GET", "PUT")),
                Attempt.of(get.replace("GET", "OPTIONS").replace("Host: localhost", ORIGIN)),
                Attempt.of(get.replace("Host: localhost", "Origin: http://other.example")),
                Attempt.of(get.replace("polling", "polling&sid=unknown")),
                Attempt.of(get.replace("polling", "polling&x=" + "x".repeat(10_000))),
                Attempt.of(get.replace("Host: localhost", "X-Long: " + "x".repeat(20_000))),
                Attempt.of(BareSocket.post(POLLING, "40")),
                Attempt.of(BareSocket.post(POLLING + "&sid=unknown", "40")),
                Attempt.of("POST /socket.io/?" + POLLING + " HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n40"),
                Attempt.cutShort("POST /socket.io/?" + POLLING + " HTTP/1.1\r\nContent-Length: 500000\r\n\r\n40"),
                Attempt.of(BareSocket.get(WEB_SOCKET)),
                Attempt.of(upgrade.replace("EIO=4", "EIO=3")),
                Attempt.of(upgrade.replace("websocket&", "websocket&sid=unknown&")),
                Attempt.of(upgrade.replace("Version: 13", "Version: 12")),
                Attempt.of(upgrade.replace("Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n", "")),
                Attempt.of(upgrade.replace("Host: localhost", "Origin: http://other.example")),
                Attempt.of(upgrade + "\u0081\u0005hello"),
                Attempt.of(upgrade + "\u00ff\u00ff\u00ff\u00ff"),
                Attempt.of(upgrade + "\u0081\u0081\u0000\u0000\u0000\u00009"));
    }

    @Test
    void leaveNoSessionNoConnectionAndNoBuffer() throws Exception {
        // a client that opened a session and left without a word is missed at its first ping
        TransportSettings quick = RunningTransport.settings(
                0, 1_000_000, Duration.ofMillis(300), Duration.ofMillis(300), Duration.ofSeconds(45));
        try (var io = new RunningTransport(counting(quick))) {
            run(io.port(), attempts().size());
            long before = PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
            run(io.port(), NUMBER);

            await().until(() -> io.transport.connections() == 0);
            await().until(() -> io.transport.sockets() == 0);
            await().until(() -> io.transport.remembered() == 0);
            assertThat(io.counts.closed).hasSize(io.counts.opened.get());
            assertThat(io.counts.opened.get()).isGreaterThan(NUMBER / 10);
            assertThat(io.recorder.handshakes).isEmpty();
            assertThat(NoLeaks.found()).isEmpty();
            assertThat(PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory() - before)
                    .isLessThan(16_000_000);
        }
    }

    private static TransportSettings counting(TransportSettings settings) {
        return settings.withLimits(new SampleLimits().connections(NUMBER).made());
    }

    private static void run(int port, int number) throws Exception {
        List<Attempt> attempts = attempts();
        var pool = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int i = 0; i < number; i++) {
                Attempt attempt = attempts.get(i % attempts.size());
                tasks.add(() -> {
                    make(port, attempt);
                    return null;
                });
            }
            for (Future<Void> done : pool.invokeAll(tasks)) {
                done.get();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static void make(int port, Attempt attempt) throws IOException {
        try (var socket = new BareSocket(port)) {
            socket.insist(attempt.said());
            if (attempt.answered()) {
                socket.hear("\r\n");
            }
        } catch (EOFException | SocketException cutOff) {
            // refused without an answer
        }
    }
}
