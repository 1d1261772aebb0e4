package dev.pluginio.transport.socketio;

import static dev.pluginio.transport.socketio.RunningTransport.hear;
import static dev.pluginio.transport.socketio.RunningTransport.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pluginio.testing.SampleLimits;
import dev.pluginio.transport.Arguments;
import dev.pluginio.transport.Audience;
import dev.pluginio.transport.Client;
import dev.pluginio.transport.Limits;
import dev.pluginio.transport.NoAnswerException;
import dev.pluginio.transport.TransportSettings;
import io.socket.client.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** B28: other settings hold at once, and no socket is dropped that may stay. */
class ReconfigureTest {

    private final RunningTransport running = new RunningTransport();

    @AfterEach
    void close() {
        running.close();
    }

    private static TransportSettings settings(Set<String> origins, Set<String> namespaces, Limits limits, int port) {
        TransportSettings usual = RunningTransport.settings();
        return usual.withAddress(usual.host(), port)
                .withPath("/elsewhere")
                .withCors(origins, false)
                .withNamespaces(namespaces)
                .withLimits(limits);
    }

    private int statusFor(String origin) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + running.port() + "/socket.io/?EIO=4&transport=polling"))
                .header("Origin", origin)
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void keepsEverySocketAndTheDoorWhereTheyAre() throws Exception {
        Socket socket = running.connect("/");
        Socket polling = running.connect("/", "polling");
        int port = running.port();

        running.transport.reconfigure(
                settings(Set.of("https://new.example"), Set.of(Audience.ROOT, "/news"), Limits.defaults(), 1));

        assertThat(running.port()).isEqualTo(port);
        var heard = hear(socket, "still");
        var polled = hear(polling, "still");
        assertThat(running.send("still", "1")).isEqualTo(2);
        assertThat(next(heard)).isEqualTo("1");
        assertThat(next(polled)).isEqualTo("1");
        assertThat(running.recorder.disconnected).isEmpty();
        assertThat(statusFor("https://new.example")).isEqualTo(200);
        assertThat(statusFor("http://allowed.example")).isEqualTo(403);
        assertThat(running.connect("/news").connected()).isTrue();
    }

    @Test
    void sendsAwayTheClientsOfANamespaceThatIsGoneAndOfAnAddressThatMayNotConnect() throws Exception {
        Socket admin = running.connect("/admin");
        Socket root = running.connect("/");
        running.recorder.disconnected.clear();

        running.transport.reconfigure(settings(Set.of(), Set.of(Audience.ROOT), Limits.defaults(), 0));

        await().until(() -> !admin.connected());
        assertThat(root.connected()).isTrue();
        assertThat(running.transport.namespaces()).containsExactly(Audience.ROOT);

        running.transport.reconfigure(settings(
                Set.of(),
                Set.of(Audience.ROOT),
                new SampleLimits().deny("127.0.0.1").made(),
                0));

        await().until(() -> running.transport.connections() == 0);
        assertThat(statusFor("http://127.0.0.1:" + running.port())).isEqualTo(403);
    }

    @Test
    void holdsConnectedClientsToTheNewLimits() {
        Socket socket = running.connect("/");
        Set<String> namespaces = Set.of(Audience.ROOT, "/admin");
        running.transport.reconfigure(
                settings(Set.of(), namespaces, new SampleLimits().packets(1).made(), 0));

        for (int i = 0; i < 100; i++) {
            socket.emit("one");
        }

        await().until(() -> !running.counts.limited.isEmpty() && !running.recorder.disconnected.isEmpty());
    }

    @Test
    void grantsNobodyAnewWhatIsLimitedAsBefore() throws Exception {
        var recorder = new RunningTransport.Recorder();
        var counts = new RunningTransport.Counts();
        TransportSettings settings =
                RunningTransport.settings(new SampleLimits().packets(1).made());
        try (var still = new SocketIoTransport(settings, counts, () -> 0)) {
            still.start(recorder);
            var client = new RawClient(still.address().getPort()).enter();
            for (int i = 0; i < 9; i++) {
                client.send("42[\"one\"]");
            }
            await().until(() -> recorder.received.size() == 9);

            still.reconfigure(settings.withCors(Set.of("https://new.example"), false));
            client.send("42[\"one too many\"]");

            client.awaitClosed();
            assertThat(counts.limited).hasSize(1);
            assertThat(recorder.received).hasSize(9);
        }
    }

    @Test
    void letsClientsSendAsMuchAsTheyWereToldTheyMay() throws Exception {
        String event = "42[\"large\",\"" + "x".repeat(5_000) + "\"]";
        var raw = new RawClient(running.port());
        String session = raw.session();
        raw.send("POST", session, "40");
        raw.get(session);

        running.transport.reconfigure(RunningTransport.settings().withSizes(1_000, 4_194_304));

        // on another connection, as clients do
        assertThat(new RawClient(running.port()).send("POST", session, event).statusCode())
                .isEqualTo(200);
        var webSocket = raw.connect(session.replace("polling", "websocket"));
        webSocket.send("2probe");
        assertThat(webSocket.next()).isEqualTo("3probe");
        webSocket.send("5");
        webSocket.send(event);
        await().until(() -> running.recorder.received.size() == 2);
        webSocket.close();
    }

    @Test
    void sendsAwayWhoWasLetInJustBeforeItsAddressMightNotConnectAnyMore() throws Exception {
        try (var socket = new BareSocket(running.port())) {
            socket.say(BareSocket.handshake("EIO=4&transport=websocket", "Content-Length: 1", "Expect: 100-continue"));
            socket.hear("100 Continue\r\n\r\n");

            running.transport.reconfigure(settings(
                    Set.of(),
                    Set.of(Audience.ROOT),
                    new SampleLimits().deny("127.0.0.1").made(),
                    0));
            socket.say("x");

            assertThat(socket.hearAll()).doesNotContain("40");
            assertThat(running.counts.closed).containsExactly("address may not connect");
        }
    }

    @Test
    void asksConnectedClientsNoMoreThanTheNewLimitAllows() throws Exception {
        new RawClient(running.port()).enter();
        Client client = next(running.recorder.connected);
        Duration patience = Duration.ofMinutes(1);
        var first = client.request("first", Arguments.of(new byte[] {'1'}), patience);

        running.transport.reconfigure(
                RunningTransport.settings(new SampleLimits().acks(1).made()));

        assertThat(client.request("second", Arguments.of(new byte[] {'2'}), patience))
                .failsWithin(Duration.ofSeconds(60))
                .withThrowableThat()
                .withCauseInstanceOf(NoAnswerException.class);
        assertThat(first.toCompletableFuture()).isNotCompleted();
    }
}
