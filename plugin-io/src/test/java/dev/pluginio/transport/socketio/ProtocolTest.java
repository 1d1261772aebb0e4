package dev.pluginio.transport.socketio;

import static dev.pluginio.transport.socketio.RunningTransport.next;
import static dev.pluginio.transport.socketio.RunningTransport.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.SocketException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The edges of Engine.IO protocol 4, by raw requests. */
class ProtocolTest extends TransportTesting {

    @Test
    void endsBothPollsWhenAClientPollsTwiceAtOnce() throws Exception {
        String session = raw.session();
        CompletableFuture<HttpResponse<String>> first = raw.getLater(session);
        var second = new ArrayList<HttpResponse<String>>();
        // whichever of the two arrives later is the one too many
        second.add(raw.get(session));
        second.add(first.get());

        assertThat(second).extracting(HttpResponse::statusCode).containsExactlyInAnyOrder(200, 400);
        assertThat(second).extracting(HttpResponse::body).contains("1");
        assertThat(raw.get(session).statusCode()).isEqualTo(400);
        assertThat(io.counts.violated).contains("two polls at once");
    }

    @Test
    void closesASessionThatPostsWhatItDoesNotUnderstand() throws Exception {
        String session = raw.session();

        assertThat(raw.send("POST", session, "abc").statusCode()).isEqualTo(400);
        assertThat(raw.get(session).statusCode()).isEqualTo(400);
    }

    @Test
    void refusesABodyOfEmptyParts() throws Exception {
        String session = raw.session();

        assertThat(raw.send("POST", session, "\u001e".repeat(60_000)).statusCode())
                .isEqualTo(400);
        assertThat(raw.get(session).statusCode()).isEqualTo(400);
        assertThat(io.counts.violated).contains("empty Engine.IO packet");
    }

    @Test
    void carriesSeveralPacketsInOneBody() throws Exception {
        String session = raw.session();

        raw.send("POST", session, "40");
        assertThat(raw.get(session).body()).matches("40\\{\"sid\":\"[^\"]+\"}");
        HttpResponse<String> posted =
                raw.send("POST", session, "42[\"a\",1]\u001e451-[\"b\",{\"_placeholder\":true,\"num\":0}]\u001ebAQID");

        assertThat(posted.body()).isEqualTo("ok");
        assertThat(next(io.recorder.received).arguments()).isEqualTo(List.of(1));
        assertThat((byte[]) next(io.recorder.received).arguments().get(0)).containsExactly(1, 2, 3);
        io.send("x", "1");
        io.send("y", "2");
        String polled = raw.get(session).body();
        assertThat(
                        polled.equals("42[\"x\",1]")
                                ? polled + "\u001e" + raw.get(session).body()
                                : polled)
                .isEqualTo("42[\"x\",1]\u001e42[\"y\",2]");
    }

    @Test
    void answersThePollOfAClientThatCloses() throws Exception {
        String session = raw.session();
        CompletableFuture<HttpResponse<String>> poll = raw.getLater(session);
        raw.send("POST", session, "1");

        assertThat(poll.get().statusCode()).isEqualTo(200);
        assertThat(poll.get().body()).isEqualTo("6");
        assertThat(raw.get(session).statusCode()).isEqualTo(400);
    }

    @Test
    void refusesBodiesThatAreTooLarge() throws Exception {
        String session = raw.session();

        assertThat(raw.send("POST", session, "4" + "x".repeat(1_000_001)).statusCode())
                .isEqualTo(413);
    }

    @Test
    void changesOverToAWebSocketOnWhicheverThreadItArrives() throws Exception {
        for (int i = 0; i < 8; i++) {
            String session = raw.session();
            raw.send("POST", session, "40");
            raw.get(session);
            RawClient.Connection socket = raw.connect(session.replace("polling", "websocket"));
            CompletableFuture<HttpResponse<String>> poll = raw.getLater(session);
            socket.send("2probe");
            assertThat(socket.next()).isEqualTo("3probe");
            assertThat(poll.get().body()).isEqualTo("6");
            socket.send("5");
            io.send("x", "1");
            assertThat(socket.next()).isEqualTo("42[\"x\",1]");
            assertThat(raw.get(session).statusCode()).isEqualTo(400);

            RawClient.Connection second = raw.connect(session.replace("polling", "websocket"));
            second.awaitClosed();
            socket.send("42[\"still\",\"here\"]");
            assertThat(next(io.recorder.received).event()).isEqualTo("still");
            socket.close();
            next(io.recorder.disconnected);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "2", "4abc", "47", "0{}", "40[1]", "42[\"x\",1]", "41", "42/admin,[\"x\"]", "4"})
    void closesAConnectionThatBreaksTheProtocolBeforeItHasEnteredAnything(String message) throws Exception {
        RawClient.Connection hostile = raw.open();
        hostile.send(message);

        hostile.awaitClosed();
        await().until(() -> io.counts.violated.size() == 1);
        assertThat(io.recorder.received).isEmpty();
    }

    /** Guards against what netty-socketio does: invalid packets are logged and tolerated. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "40",
                "42",
                "42{}",
                "42[]",
                "42[null]",
                "42[\"connect\",1]",
                "42[\"disconnect\"]",
                "42[\"x\",1",
                "42[\"x\"] []",
                "43[1]",
                "44{}",
                "45[\"x\"]",
                "451-[\"x\",{\"_placeholder\":true,\"num\":1}]",
                "4599-[\"x\"]",
                "421234567890123456789[\"x\"]",
                "42/never,[\"x\"]",
            })
    void closesAConnectionThatBreaksTheProtocolAndDisturbsNoOther(String message) throws Exception {
        RawClient.Connection other = raw.enter();
        RawClient.Connection hostile = raw.enter();
        hostile.send(message);
        if (message.startsWith("451")) {
            hostile.send(new byte[] {1});
        }

        hostile.awaitClosed();
        assertThat(next(io.recorder.disconnected)).isEqualTo("parse error");
        assertThat(io.recorder.received).isEmpty();
        assertThat(io.send("x", "1")).isEqualTo(1);
        assertThat(other.next()).isEqualTo("42[\"x\",1]");
    }

    @Test
    void refusesJsonThatIsNestedTooDeep() throws Exception {
        RawClient.Connection hostile = raw.enter();
        hostile.send("42[\"x\"," + "[".repeat(10_000) + "]".repeat(10_000) + "]");

        hostile.awaitClosed();
    }

    /** Guards against what netty-socketio does: there is no maxPayload. */
    @Test
    void refusesMessagesAndFragmentsThatAreTooLarge() throws Exception {
        RawClient.Connection hostile = raw.enter();
        try {
            hostile.send("42[\"x\",\"" + "x".repeat(1_000_000) + "\"]");
        } catch (SocketException cutOff) {
            // the connection ended before it had said it all: refused as well
        }

        hostile.awaitClosed();
        assertThat(io.recorder.received).isEmpty();
    }

    /** B14: one packet of anybody must never kill anything. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"subscribe-entity\"]",
                "[\"private-message\"]",
                "[\"unsubscribe-entity\",null]",
                "[\"get-rooms\",\"x\"]",
                "[\"join-room\",\"\",\"x\"]",
                "[\"join-room\",{\"__proto__\":{\"a\":1}},1e400,-0,[[]],\"\\u0000\"]",
            })
    void handsOddEventsOnAndLivesOn(String event) throws Exception {
        RawClient.Connection client = raw.enter();
        client.send("42" + event);
        client.send("42[\"next\"]");

        next(io.recorder.received);
        assertThat(next(io.recorder.received).event()).isEqualTo("next");
    }

    @Test
    void saysExactlyWhatTheSpecificationSaysOfANamespaceThatDoesNotExist() throws Exception {
        RawClient.Connection client = raw.open();
        client.send("40/random,{\"token\":\"x\"}");

        assertThat(client.next()).isEqualTo("44/random,{\"message\":\"Invalid namespace\"}");
        assertThat(io.recorder.handshakes).isEmpty();
    }

    @Test
    void closesConnectionsThatEnterNothingInTime() throws Exception {
        var soon = settings(0, 1_000_000, Duration.ofSeconds(25), Duration.ofSeconds(20), Duration.ofSeconds(1));
        try (var other = new RunningTransport(soon)) {
            var client = new RawClient(other.port());
            RawClient.Connection entered = client.enter();
            client.open().awaitClosed();

            assertThat(other.counts.closed).containsExactly("connect timeout");
            assertThat(other.send("x", "1")).isEqualTo(1);
            assertThat(entered.next()).isEqualTo("42[\"x\",1]");
        }
    }

    @Test
    void closesConnectionsThatDoNotAnswerPings() throws Exception {
        var quick = settings(0, 1_000_000, Duration.ofMillis(200), Duration.ofMillis(150), Duration.ofSeconds(45));
        try (var other = new RunningTransport(quick)) {
            var client = new RawClient(other.port());
            long start = System.nanoTime();
            client.open().awaitClosed();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(350));
            assertThat(other.counts.closed).containsExactly("ping timeout");
        }
    }
}
