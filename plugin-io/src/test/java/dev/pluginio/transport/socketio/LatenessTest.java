package dev.pluginio.transport.socketio;

import static dev.pluginio.transport.socketio.RunningTransport.next;
import static dev.pluginio.transport.socketio.RunningTransport.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pluginio.testing.SampleLimits;
import dev.pluginio.transport.TransportSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that take too long for what they do are cut off, however busy they seem, and a neighbour goes on. */
class LatenessTest extends HostileClients {

    private static final Duration SOON = Duration.ofMillis(700);

    LatenessTest() {
        super(new SampleLimits().requestTimeout(SOON));
    }

    /** Sends a little now and then, until the other side hangs up. */
    private static final class Trickle implements AutoCloseable {

        private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

        @FunctionalInterface
        private interface Drop {
            void fall() throws IOException;
        }

        Trickle(Drop drop) {
            timer.scheduleWithFixedDelay(
                    () -> {
                        try {
                            drop.fall();
                        } catch (IOException cutOff) {
                            timer.shutdown();
                        }
                    },
                    0,
                    50,
                    TimeUnit.MILLISECONDS);
        }

        @Override
        public void close() {
            timer.shutdownNow();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "G",
                "GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: x\r\n",
                "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Up",
                "POST /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nContent-Length: 10\r\n\r\nabc",
            })
    void closesConnectionsWhoseRequestIsNotCompleteInTimeHoweverTheyTrickle(String request) throws Exception {
        BareSocket slow = open();
        slow.say(request);
        String heard;
        // never the end of a line, so never the end of a request
        try (var trickle = request.isEmpty() ? new Trickle(() -> {}) : new Trickle(() -> slow.say("x"))) {
            heard = slow.hearAll();
        }

        await().untilAsserted(() -> assertThat(io.counts.limited).contains("requests in time"));
        if (!request.startsWith("POST")) {
            assertThat(heard).startsWith("HTTP/1.1 408 ");
        }
    }

    @Test
    void closesAConnectionThatDoesNotTakeItsAnswers() throws Exception {
        TransportSettings usual = settings(0, 100_000_000);
        var impatient = usual.withLimits(new SampleLimits().requestTimeout(SOON).made());
        try (var other = new RunningTransport(impatient)) {
            var client = new RawClient(other.port());
            String session = client.session();
            client.send("POST", session, "40");
            client.get(session);
            other.send("large", "\"" + "x".repeat(20_000_000) + "\"");
            try (var deaf = new BareSocket(other.port())) {
                deaf.say(BareSocket.get(session));
                await().until(() -> other.counts.limited.contains("answers taken in time"));
                deaf.hearAll();
            }
        }
    }

    @Test
    void keepsASessionThatIsFloodedWithChangesOfTransport() throws Exception {
        String session = raw.session();
        raw.send("POST", session, "40");
        raw.get(session);
        String query = session.replace("polling", "websocket");
        for (int i = 0; i < 30; i++) {
            open().say(BareSocket.handshake(query)).hear("\r\n\r\n");
        }
        // on a slow machine the first may be late before the last has come, and another be tried
        await().until(() -> io.counts.violated.size() + io.counts.limited.size() == 30);
        assertThat(io.counts.limited).containsOnly("change of transport in time");

        RawClient.Connection upgrade = raw.connect(query);
        upgrade.send("2probe");
        assertThat(upgrade.next()).isEqualTo("3probe");
        upgrade.send("5");
        upgrade.send("42[\"here\"]");
        assertThat(next(io.recorder.received).event()).isEqualTo("here");
    }

    /** Its pong may be stuck behind what else it sends. */
    @Test
    void givesAClientThatSendsOtherPacketsTheTimeForItsPongOnceMore() throws Exception {
        Duration interval = Duration.ofMillis(500);
        Duration patience = Duration.ofMillis(700);
        try (var other = new RunningTransport(settings(0, 1_000_000, interval, patience, Duration.ofSeconds(45)))) {
            long start = System.nanoTime();
            RawClient.Connection client = new RawClient(other.port()).enter();
            try (var trickle = new Trickle(() -> client.send("42[\"x\"]"))) {
                client.awaitClosed();
            }

            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isGreaterThanOrEqualTo(interval.plus(patience).plus(patience));
            assertThat(next(other.recorder.disconnected)).isEqualTo("ping timeout");
        }
    }

    @Test
    void closesAWebSocketWhoseFragmentsNeverEnd() throws Exception {
        BareSocket slow = entered();
        slow.frame(0x01, ascii("42[\"x"));
        try (var trickle = new Trickle(() -> slow.frame(0x00, ascii("x")))) {
            slow.hearAll();
        }

        assertThat(next(io.recorder.disconnected)).isEqualTo("limit exceeded");
        await().untilAsserted(() -> assertThat(io.counts.limited).containsExactly("fragments in time"));
    }
}
