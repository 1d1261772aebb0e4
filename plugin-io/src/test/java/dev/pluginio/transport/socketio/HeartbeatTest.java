package dev.pluginio.transport.socketio;

import static dev.pluginio.transport.socketio.RunningTransport.next;
import static dev.pluginio.transport.socketio.RunningTransport.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pluginio.transport.Client;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who is taken for dead. */
class HeartbeatTest {

    private static final Duration INTERVAL = Duration.ofMillis(600);
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final CompletableFuture<Void> held = new CompletableFuture<>();

    /** Holds up the event loop of a client that asks for it. */
    private final RunningTransport.Recorder recorder = new RunningTransport.Recorder() {
        @Override
        public void received(
                Client client, String event, List<@Nullable Object> all, @Nullable Acknowledgement answer) {
            super.received(client, event, all, answer);
            if (event.equals("hold")) {
                held.join();
            }
        }
    };

    private static Loop loopOf(Client client) {
        return ((Member) client).session().loop();
    }

    /** A client on the same event loop as another. */
    private RawClient.Connection beside(Client other, RawClient raw) throws Exception {
        while (true) {
            RawClient.Connection client = raw.enter();
            if (loopOf(next(recorder.connected)) == loopOf(other)) {
                return client;
            }
        }
    }

    @Test
    void keepsClientsWhosePongsCouldNotBeReadInTime() throws Exception {
        try (var io = new RunningTransport(
                        settings(0, 1_000_000, INTERVAL, PATIENCE, Duration.ofSeconds(45)), recorder);
                var polls = new RawHttp(io.port());
                var posts = new RawHttp(io.port())) {
            var raw = new RawClient(io.port());
            String target = "/socket.io/?" + raw.session();
            posts.ask(RawHttp.request("POST", target, "", "40"));
            polls.ask(RawHttp.request("GET", target, "", ""));
            Client polling = next(recorder.connected);
            RawClient.Connection webSocket = beside(polling, raw);
            RawClient.Connection holding = beside(polling, raw);
            // the last of them to be asked has most of its time before it
            assertThat(polls.ask(RawHttp.request("GET", target, "", "")).body()).isEqualTo("2");
            assertThat(webSocket.next()).isEqualTo("2");
            long asked = System.nanoTime();
            holding.send("42[\"hold\"]");
            next(recorder.received);

            webSocket.send("3");
            posts.write(RawHttp.request("POST", target, "", "3"));
            await().until(() -> System.nanoTime() - asked > PATIENCE.toNanos() * 5 / 4);
            held.complete(null);

            assertThat(posts.read().status()).isEqualTo(200);
            assertThat(posts.ask(RawHttp.request("POST", target, "", "42[\"polling\"]"))
                            .status())
                    .isEqualTo(200);
            assertThat(next(recorder.received).event()).isEqualTo("polling");
            webSocket.send("42[\"socket\"]");
            assertThat(next(recorder.received).event()).isEqualTo("socket");
        }
    }
}
