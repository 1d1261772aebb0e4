package dev.pluginio.transport.socketio;

import static dev.pluginio.transport.socketio.RunningTransport.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pluginio.transport.Arguments;
import dev.pluginio.transport.Audience;
import dev.pluginio.transport.Clearance;
import dev.pluginio.transport.Client;
import dev.pluginio.transport.Emission;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** B32: what was queued under rights that are gone does not leave any more. */
class ClearanceTest {

    private static final class Revocable implements Clearance {
        private volatile boolean revoked;

        @Override
        public boolean permits(Object attachment) {
            return !revoked;
        }

        @Override
        public boolean stands() {
            return !revoked;
        }
    }

    private final Revocable clearance = new Revocable();

    private void send(RunningTransport io, String event, String json) {
        io.transport.send(new Emission(event, json.getBytes(StandardCharsets.UTF_8), Audience.everyone(Audience.ROOT))
                .cleared(clearance));
    }

    private void revoke(RunningTransport io) throws Exception {
        clearance.revoked = true;
        io.transport.settled().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    /** A session that polls, and is in. */
    private static String polling(RawClient raw) throws Exception {
        String session = raw.session();
        raw.send("POST", session, "40");
        raw.get(session);
        return session;
    }

    @Test
    void givesAPollNothingThatItsClientMayNotHaveAnyMore() throws Exception {
        try (var io = new RunningTransport()) {
            var raw = new RawClient(io.port());
            String session = polling(raw);
            send(io, "secret", "1");
            send(io, "secret", "2");
            revoke(io);
            io.send("open", "3");

            assertThat(raw.get(session).body()).isEqualTo("42[\"open\",3]");
            assertThat(io.counts.withdrawn).hasValue(2);
        }
    }

    @Test
    void givesAnotherAnswerThanOneThatItsClientMayNotHaveAnyMore() throws Exception {
        try (var io = new RunningTransport()) {
            var raw = new RawClient(io.port());
            String session = polling(raw);
            raw.send("POST", session, "420[\"ask\"]");
            answerWithSecret(io);
            revoke(io);

            assertThat(raw.get(session).body()).isEqualTo("430[\"forbidden\"]");
            assertThat(io.counts.withdrawn).hasValue(1);

            RawClient.Connection webSocket = raw.enter();
            webSocket.send("427[\"ask\"]");
            answerWithSecret(io);

            assertThat(webSocket.next()).isEqualTo("437[\"forbidden\"]");
        }
    }

    /** The number of its question may be that of another by then. */
    @Test
    void givesWhoEntersAgainNoAnswerToWhatItAskedBefore() throws Exception {
        try (var io = new RunningTransport()) {
            var raw = new RawClient(io.port());
            String session = polling(raw);
            raw.send("POST", session, "420[\"ask\"]");
            answerWithSecret(io);
            revoke(io);
            raw.send("POST", session, "41\u001e40");

            assertThat(raw.get(session).body()).startsWith("40{").doesNotContain("forbidden");
        }
    }

    private void answerWithSecret(RunningTransport io) throws Exception {
        next(io.recorder.received).acknowledgement().answer(json("\"secret\""), clearance, json("\"forbidden\""));
    }

    private static Arguments json(String argument) {
        return Arguments.of(argument.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void answersNoPollWithNothing() throws Exception {
        try (var io = new RunningTransport()) {
            var raw = new RawClient(io.port());
            String session = polling(raw);
            send(io, "secret", "1");
            revoke(io);
            var poll = raw.getLater(session);
            io.send("open", "2");

            assertThat(poll.get(60, TimeUnit.SECONDS).body()).isEqualTo("42[\"open\",2]");
        }
    }

    /** B32: what was for one identity would reach the one that the connection has next, and nothing has changed for either. */
    @Test
    void givesWhoEntersAgainNothingOfItsEarlierStay() throws Exception {
        var transport = new CompletableFuture<RunningTransport>();
        var recorder = new RunningTransport.Recorder() {
            @Override
            public void received(
                    Client client, String event, List<@Nullable Object> arguments, @Nullable Acknowledgement answer) {
                send(transport.join(), "secret", "2");
            }
        };
        try (var io = new RunningTransport(RunningTransport.settings(), recorder)) {
            transport.complete(io);
            var raw = new RawClient(io.port());
            String session = polling(raw);
            send(io, "secret", "1");
            io.transport.settled().toCompletableFuture().get(60, TimeUnit.SECONDS);

            raw.send("POST", session, "42[\"ask\"]\u001e41\u001e40");

            assertThat(raw.get(session).body()).startsWith("40{").doesNotContain("secret");
        }
    }

    /** A client that changes over waits for its poll to end, and would wait for ever. */
    @Test
    void letsAClientChangeOverForWhichNothingIsLeft() throws Exception {
        try (var io = new RunningTransport()) {
            var raw = new RawClient(io.port());
            String session = polling(raw);
            send(io, "secret", "1");
            io.transport.settled().toCompletableFuture().get(60, TimeUnit.SECONDS);
            clearance.revoked = true;
            var webSocket = raw.connect(session.replace("polling", "websocket"));
            webSocket.send("2probe");
            assertThat(webSocket.next()).isEqualTo("3probe");

            assertThat(raw.get(session).body()).isEqualTo("6");

            webSocket.send("5");
            io.send("open", "2");
            assertThat(webSocket.next()).isEqualTo("42[\"open\",2]");
            webSocket.close();
        }
    }

    /** What the network has not taken would leave as soon as the client reads: so the connection is closed. */
    @Test
    void closesAConnectionThatHoldsBackWhatItsClientMayNotHaveAnyMore() throws Exception {
        String large = "\"" + "x".repeat(100_000) + "\"";
        try (var io = new RunningTransport();
                var stalled = BareSocket.entered(io.port())) {
            await().until(() -> io.recorder.connected.size() == 1);
            for (int i = 0; i < 30 || io.transport.backlog() == 0; i++) {
                send(io, "secret", large);
                io.transport.settled().toCompletableFuture().get(60, TimeUnit.SECONDS);
            }
            assertThat(io.counts.closed).isEmpty();

            revoke(io);

            assertThat(io.counts.closed).containsExactly("rights narrowed");
            await().until(() -> io.transport.sockets() == 0);
        }
    }

    @Test
    void keepsAConnectionThatHoldsBackOnlyWhatItsClientMayHave() throws Exception {
        String large = "\"" + "x".repeat(100_000) + "\"";
        try (var io = new RunningTransport();
                var stalled = BareSocket.entered(io.port())) {
            await().until(() -> io.recorder.connected.size() == 1);
            for (int i = 0; i < 30 || io.transport.backlog() == 0; i++) {
                io.send("open", large);
                io.transport.settled().toCompletableFuture().get(60, TimeUnit.SECONDS);
            }

            revoke(io);

            assertThat(io.counts.closed).isEmpty();
        }
    }
}
