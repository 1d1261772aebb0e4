package dev.pluginio.transport.socketio;

import static dev.pluginio.transport.socketio.RunningTransport.EVERYBODY;
import static dev.pluginio.transport.socketio.RunningTransport.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pluginio.transport.Admission;
import dev.pluginio.transport.Arguments;
import dev.pluginio.transport.Audience;
import dev.pluginio.transport.Client;
import dev.pluginio.transport.Emission;
import dev.pluginio.transport.Pass;
import dev.pluginio.transport.Room;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the transport does so that clients can come back as who they were. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ComebackTest {

    private static final String HERS = "hers-hers-hers-hers-hQ";

    private static final class Missing extends RunningTransport.Recorder {
        final BlockingQueue<Admission.Admitted> missed = new LinkedBlockingQueue<>();

        @Override
        public void missed(Admission.Admitted admitted) {
            missed.add(admitted);
        }
    }

    private final Missing recorder = new Missing();
    private final RunningTransport io = new RunningTransport(RunningTransport.settings(), recorder);
    private final RawClient raw = new RawClient(io.port());

    @BeforeEach
    void forget() {
        io.disconnectAll();
        recorder.forget();
        io.transport.guardOffsets(true);
        admits(null);
    }

    @AfterAll
    void close() {
        io.close();
    }

    private void admits(Pass pass) {
        recorder.decision = handshake -> CompletableFuture.completedFuture(admitted(pass));
    }

    private static Admission.Admitted admitted(Pass pass) {
        return new Admission.Admitted(Set.of(EVERYBODY), "attached", pass);
    }

    private static Arguments arguments(String... json) {
        return new Arguments(
                Stream.of(json)
                        .map(value -> value.getBytes(StandardCharsets.UTF_8))
                        .toList(),
                List.of());
    }

    private RawClient.Connection enters() throws Exception {
        RawClient.Connection client = raw.open();
        client.send("40");
        return client;
    }

    @Test
    void givesAClientItsPassAndTheIdItHad() throws Exception {
        admits(new Pass("secret", null));
        assertThat(enters().next()).matches("40\\{\"sid\":\"[^\"]+\",\"pid\":\"secret\"}");

        admits(new Pass("secret", HERS));
        RawClient.Connection client = enters();
        assertThat(client.next()).isEqualTo("40{\"sid\":\"" + HERS + "\",\"pid\":\"secret\"}");
        next(recorder.connected);
        assertThat(next(recorder.connected).id()).isEqualTo(HERS);
        assertThat(io.transport.find(HERS)).isPresent();
    }

    @Test
    void givesANewIdForOneThatIsNone() throws Exception {
        admits(new Pass("secret", "hers-hers-hers-hers-hR"));

        assertThat(enters().next()).matches("40\\{\"sid\":\"(?!hers)[\\w-]{22}\",\"pid\":\"secret\"}");
    }

    @Test
    void tellsNothingOfPassesToAClientWithoutOne() throws Exception {
        assertThat(enters().next()).matches("40\\{\"sid\":\"[^\"]+\"}");
    }

    @Test
    void hasOneClientOfAnIdAfterTheOtherWhenOneTakesOver() throws Exception {
        admits(new Pass("secret", HERS));
        RawClient.Connection before = enters();
        Client first = next(recorder.connected);
        first.join(Room.custom("chat"));
        first.reconnect();
        assertThat(next(recorder.disconnected)).isEqualTo("asked to reconnect");
        assertThat(first.rooms()).isEmpty();
        assertThat(first.lastRooms()).containsExactlyInAnyOrder(EVERYBODY, Room.custom("chat"));

        RawClient.Connection now = enters();
        Client second = next(recorder.connected);
        first.reconnect();
        first.disconnect();
        io.send("x", "1");

        now.next();
        assertThat(now.next()).isEqualTo("42[\"x\",1]");
        assertThat(io.transport.find(HERS)).containsSame(second);
        before.awaitClosed();
    }

    @Test
    void tellsOfAClientThatLeftBeforeItWasLetIn() throws Exception {
        var decision = new CompletableFuture<Admission>();
        recorder.decision = handshake -> decision;
        int others = io.transport.connections(); // may linger
        RawClient.Connection client = enters();
        next(recorder.handshakes);
        client.close();
        await().until(() -> io.transport.connections() <= others);
        Admission.Admitted admitted = admitted(new Pass("secret", HERS));
        decision.complete(admitted);

        assertThat(next(recorder.missed)).isSameAs(admitted);
        assertThat(recorder.connected).isEmpty();
    }

    /** Clients take whatever text is last for the offset of an event, the event's name if there is nothing else. */
    @Test
    void endsNoEventInATextThatIsNoOffset() throws Exception {
        RawClient.Connection heard = enters();
        Client client = next(recorder.connected);
        heard.next();

        client.send("a", arguments("\"text\""));
        client.send("b", arguments("\"text\"", "1"));
        client.send("c", arguments("1", " \"text\""));
        client.send("d", arguments());
        client.send("e", arguments("{}").withOffset("\"offset\"".getBytes(StandardCharsets.UTF_8)));
        io.transport.send(new Emission("f", arguments("\"text\""), new Audience("/", Set.of(EVERYBODY))));
        client.send("g", arguments("\"text\""), attachment -> true);

        assertThat(heard.next()).isEqualTo("42[\"a\",\"text\",null]");
        assertThat(heard.next()).isEqualTo("42[\"b\",\"text\",1]");
        assertThat(heard.next()).isEqualTo("42[\"c\",1, \"text\",null]");
        assertThat(heard.next()).isEqualTo("42[\"d\",null]");
        assertThat(heard.next()).isEqualTo("42[\"e\",{},\"offset\"]");
        assertThat(heard.next()).isEqualTo("42[\"f\",\"text\",null]");
        assertThat(heard.next()).isEqualTo("42[\"g\",\"text\",null]");
    }

    /** Clients put a function behind the arguments of what asks for an answer, so that no text is last. */
    @Test
    void leavesWhatAsksAndAnswersAsItIs() throws Exception {
        RawClient.Connection heard = enters();
        Client client = next(recorder.connected);
        heard.next();

        client.request("ask", arguments("\"text\""), Duration.ofSeconds(5));
        assertThat(heard.next()).isEqualTo("420[\"ask\",\"text\"]");
        heard.send("427[\"question\"]");
        next(recorder.received).acknowledgement().answer(arguments("\"text\""));
        assertThat(heard.next()).isEqualTo("437[\"text\"]");
    }

    @Test
    void leavesTextsAloneWhereNobodyComesBack() throws Exception {
        io.transport.guardOffsets(false);
        RawClient.Connection heard = enters();
        next(recorder.connected).send("a", arguments("\"text\""));

        heard.next();
        assertThat(heard.next()).isEqualTo("42[\"a\",\"text\"]");
    }

    @Test
    void tellsWhenAClientHasTakenAll() throws Exception {
        String session = raw.session();
        raw.send("POST", session, "40");
        Client client = next(recorder.connected);
        raw.get(session);
        client.send("x", arguments("1"));
        CompletableFuture<Void> drained = client.drained().toCompletableFuture();
        settle();
        assertThat(drained).isNotDone();

        assertThat(raw.get(session).body()).isEqualTo("42[\"x\",1]");
        await().until(drained::isDone);
        await().until(client.drained().toCompletableFuture()::isDone);
    }

    @Test
    void waitsForNothingFromAClientThatHasGone() throws Exception {
        String session = raw.session();
        raw.send("POST", session, "40");
        Client client = next(recorder.connected);
        client.send("x", arguments("1"));
        CompletableFuture<Void> drained = client.drained().toCompletableFuture();
        settle();
        assertThat(drained).isNotDone();
        client.disconnect();

        await().until(drained::isDone);
        await().until(client.drained().toCompletableFuture()::isDone);
    }

    /** What a client has is known by its answer to a ping that was sent after it, and by nothing else. */
    @Test
    void tellsThatAClientIsAliveWhenItAnswersAPing() throws Exception {
        var signs = new LinkedBlockingQueue<Client>();
        var listener = new RunningTransport.Recorder() {
            @Override
            public void alive(Client client) {
                signs.add(client);
            }
        };
        var often = RunningTransport.settings(
                0, 1_000_000, Duration.ofMillis(500), Duration.ofSeconds(20), Duration.ofSeconds(45));
        try (var other = new RunningTransport(often, listener)) {
            RawClient.Connection heard = new RawClient(other.port()).enter();
            Client client = next(listener.connected);
            assertThat(heard.next()).isEqualTo("2");
            heard.send("3");
            assertThat(next(signs)).isSameAs(client);
            heard.send("3"); // nobody asked
            assertThat(heard.next()).isEqualTo("2");
            heard.send("42[\"not a pong\"]");
            next(listener.received);
            assertThat(signs).isEmpty();

            heard.send("3");
            assertThat(next(signs)).isSameAs(client);
        }
    }

    private void settle() {
        io.transport.settled().toCompletableFuture().join();
    }
}
