package dev.pluginio.transport.socketio;

import static dev.pluginio.transport.socketio.RunningTransport.EVERYBODY;
import static dev.pluginio.transport.socketio.RunningTransport.admitted;
import static dev.pluginio.transport.socketio.RunningTransport.next;
import static dev.pluginio.transport.socketio.RunningTransport.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pluginio.transport.Admission;
import dev.pluginio.transport.Arguments;
import dev.pluginio.transport.Audience;
import dev.pluginio.transport.Client;
import dev.pluginio.transport.Handshake;
import dev.pluginio.transport.Room;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets in, and what they hear from when on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdmissionTest {

    private final RunningTransport io = new RunningTransport();
    private final RawClient raw = new RawClient(io.port());

    @BeforeEach
    void forget() {
        io.disconnectAll();
        io.recorder.forget();
        io.counts.forget();
        io.recorder.decision = handshake -> CompletableFuture.completedFuture(admitted());
    }

    @AfterAll
    void close() {
        io.close();
    }

    /** Guards against what netty-socketio does: clients hear broadcasts before any CONNECT. */
    @Test
    void hearsAndSaysNothingBeforeItIsDecided() throws Exception {
        var decision = new CompletableFuture<Admission>();
        io.recorder.decision = handshake -> decision;
        RawClient.Connection client = raw.open();
        assertThat(io.send("x", "1")).isZero();
        assertThat(io.send("x", "1", new Room[0])).isZero();
        client.send("40");
        next(io.recorder.handshakes);

        assertThat(io.send("x", "2")).isZero();
        assertThat(io.send("x", "2", new Room[0])).isZero();
        assertThat(io.recorder.connected).isEmpty();
        decision.complete(admitted());

        next(io.recorder.connected);
        assertThat(io.send("x", "3")).isEqualTo(1);
        assertThat(client.next()).startsWith("40{\"sid\":\"");
        assertThat(client.next()).isEqualTo("42[\"x\",3]");
    }

    @Test
    void isCutOffIfItSpeaksBeforeItIsDecided() throws Exception {
        var decision = new CompletableFuture<Admission>();
        io.recorder.decision = handshake -> decision;
        RawClient.Connection client = raw.open();
        client.send("40");
        client.send("42[\"x\"]");

        client.awaitClosed();
        decision.complete(admitted());
        assertThat(io.send("x", "1")).isZero();
        assertThat(io.recorder.received).isEmpty();
        assertThat(io.recorder.connected).isEmpty();
        assertThat(io.recorder.disconnected).isEmpty();
    }

    @Test
    void isNotLetInIfItHasLeftMeanwhile() throws Exception {
        var decision = new CompletableFuture<Admission>();
        io.recorder.decision = handshake -> decision;
        RawClient.Connection client = raw.open();
        client.send("40");
        next(io.recorder.handshakes);
        client.close();
        await().until(() -> io.counts.closed.contains("transport close"));
        decision.complete(admitted());

        RawClient.Connection other = enterAnother();
        assertThat(io.send("x", "1")).isEqualTo(1);
        assertThat(other.next()).isEqualTo("42[\"x\",1]");
        assertThat(io.recorder.connected).hasSize(1);
    }

    private RawClient.Connection enterAnother() throws Exception {
        io.recorder.decision = handshake -> CompletableFuture.completedFuture(admitted());
        return raw.enter();
    }

    @Test
    void losesNothingThatWasSentSinceItJoinedAndGetsItAfterTheAnswer() throws Exception {
        var sending = new AtomicBoolean(true);
        var firstCounted = new CompletableFuture<Integer>();
        var sender = new Thread(() -> {
            for (int i = 0; sending.get(); i++) {
                if (io.send("x", "" + i) > 0) {
                    firstCounted.complete(i);
                }
            }
        });
        sender.start();
        try {
            RawClient.Connection client = raw.open();
            client.send("40");
            assertThat(client.next()).startsWith("40{");
            int first = Integer.parseInt(client.next().replaceAll("\\D", "").substring(2));
            assertThat(first).isLessThanOrEqualTo(firstCounted.join());
            for (int i = first + 1; i < first + 200; i++) {
                assertThat(client.next()).isEqualTo("42[\"x\"," + i + "]");
            }
            client.close();
        } finally {
            sending.set(false);
            sender.join();
        }
    }

    /** Guards against what netty-socketio does: whoever is refused stays in the namespace and hears on. */
    @Test
    void isToldWhyAndClosedIfItIsRefused() throws Exception {
        io.recorder.decision = handshake ->
                CompletableFuture.completedFuture(new Admission.Refused("no \"entry\"", Map.of("code", "forbidden")));
        RawClient.Connection client = raw.open();
        client.send("40{\"token\":\"x\"}");

        assertThat(client.next()).isEqualTo("44{\"message\":\"no \\\"entry\\\"\",\"data\":{\"code\":\"forbidden\"}}");
        client.awaitClosed();
        assertThat(io.recorder.connected).isEmpty();
        assertThat(io.recorder.disconnected).isEmpty();
        assertThat(io.counts.closed).containsExactly("refused");
    }

    @Test
    void isToldWhyAndClosedOverPollingToo() throws Exception {
        io.recorder.decision =
                handshake -> CompletableFuture.completedFuture(new Admission.Refused("no", Map.of("code", "c")));
        String session = raw.session();
        raw.send("POST", session, "40");

        assertThat(raw.get(session).body()).isEqualTo("44{\"message\":\"no\",\"data\":{\"code\":\"c\"}}");
        assertThat(raw.get(session).body()).isEqualTo("1");
        assertThat(raw.get(session).statusCode()).isEqualTo(400);
    }

    @Test
    void keepsAConnectionThatIsRefusedInOneNamespaceAndAdmittedInAnother() throws Exception {
        RawClient.Connection client = raw.enter();
        io.recorder.decision =
                handshake -> CompletableFuture.completedFuture(new Admission.Refused("no", Map.of("code", "c")));
        client.send("40/admin,");

        assertThat(client.next()).startsWith("44/admin,{");
        io.send("x", "1");
        assertThat(client.next()).isEqualTo("42[\"x\",1]");
        client.close();
    }

    @Test
    void isClosedWithoutAWordIfItMayBeLetInLater() throws Exception {
        io.recorder.decision = handshake ->
                CompletableFuture.completedFuture(new Admission.Refused("no", Map.of("code", "busy"), true));
        RawClient.Connection client = raw.open();
        client.send("40");

        client.awaitClosed();
        assertThat(client.heard).isEmpty();
        String session = raw.session();
        raw.send("POST", session, "40");
        assertThat(raw.get(session).body()).doesNotContain("44");
        assertThat(io.counts.closed).containsExactly("refused for now", "refused for now");
    }

    @Test
    void isRefusedIfTheDecisionFails() throws Exception {
        io.recorder.decision = handshake -> CompletableFuture.failedFuture(new IllegalStateException("test"));
        RawClient.Connection failed = raw.open();
        failed.send("40");
        failed.awaitClosed();
        assertThat(failed.heard).isEmpty();

        io.recorder.decision = handshake -> {
            throw new IllegalStateException("test");
        };
        RawClient.Connection thrown = raw.open();
        thrown.send("40");
        thrown.awaitClosed();
        assertThat(thrown.heard).isEmpty();
        assertThat(io.counts.closed).containsExactly("refused for now", "refused for now");
    }

    @Test
    void showsTheListenerWhatItSentAndNothingOfItInLogs() throws Exception {
        RawClient.Connection client = raw.connect("EIO=4&transport=websocket&token=secret&token=other");
        client.next();
        client.send("40{\"token\":\"hidden\",\"n\":null}");

        Handshake handshake = next(io.recorder.handshakes);
        assertThat(handshake.namespace()).isEqualTo("/");
        assertThat(handshake.auth()).containsEntry("token", "hidden").containsEntry("n", null);
        assertThat(handshake.query()).containsEntry("token", List.of("secret", "other"));
        assertThat(handshake.remoteAddress()).isInstanceOf(InetSocketAddress.class);
        assertThat(handshake.toString()).doesNotContain("secret", "hidden");
        client.close();
    }

    /** Guards against what netty-socketio does: the connection's id is the public socket id. */
    @Test
    void isNotKnownByTheIdOfItsConnection() throws Exception {
        RawClient.Connection client = raw.connect("EIO=4&transport=websocket");
        String sid = client.next().replaceAll(".*\"sid\":\"([^\"]+)\".*", "$1");
        client.send("40");
        client.send("40/admin,");
        client.next();
        client.next();

        var ids = new HashSet<>(Set.of(sid));
        ids.add(next(io.recorder.connected).id());
        ids.add(next(io.recorder.connected).id());
        assertThat(ids).hasSize(3);
        for (String id : ids) {
            assertThat(id.length()).isGreaterThanOrEqualTo(20);
            if (!id.equals(sid)) {
                assertThat(raw.get("EIO=4&transport=polling&sid=" + id).statusCode())
                        .isEqualTo(400);
            }
        }
        client.close();
    }

    @Test
    void countsAndReachesAClientInSeveralRoomsOnce() throws Exception {
        RawClient.Connection client = raw.enter();
        Client entered = next(io.recorder.connected);
        Room news = new Room(Room.Kind.CUSTOM, "news");
        entered.join(news);
        entered.join(news);

        assertThat(entered.rooms()).containsExactlyInAnyOrder(EVERYBODY, news);
        assertThat(io.send("x", "1", EVERYBODY, news)).isEqualTo(1);
        assertThat(io.send("x", "2", new Room(Room.Kind.ROLE, "news"))).isZero();
        entered.leave(news);
        assertThat(io.send("x", "3", news)).isZero();
        assertThat(io.send("x", "4", EVERYBODY, news)).isEqualTo(1);
        assertThat(client.next()).isEqualTo("42[\"x\",1]");
        assertThat(client.next()).isEqualTo("42[\"x\",4]");
        client.close();
    }

    @Test
    void deliversWhatWasSentBeforeItLeftARoom() throws Exception {
        RawClient.Connection client = raw.enter();
        Client entered = next(io.recorder.connected);
        for (int i = 0; i < 200; i++) {
            Room room = new Room(Room.Kind.ENTITY, "e" + i);
            entered.join(room);
            assertThat(io.send("x", "" + i, room)).isEqualTo(1);
            entered.leave(room);
            assertThat(io.send("x", "-1", room)).isZero();
        }

        for (int i = 0; i < 200; i++) {
            assertThat(client.next()).isEqualTo("42[\"x\"," + i + "]");
        }
        client.close();
    }

    /** Guards against what netty-socketio does: a client that ignores its dismissal goes on. */
    @Test
    void seesItsEndAndNothingMoreWhenItIsSentAway() throws Exception {
        RawClient.Connection client = raw.enter();
        Client entered = next(io.recorder.connected);
        io.send("x", "1");
        assertThat(client.next()).isEqualTo("42[\"x\",1]");
        entered.disconnect();
        assertThat(io.send("x", "2")).isZero();
        entered.join(new Room(Room.Kind.CUSTOM, "late"));

        assertThat(entered.rooms()).isEmpty();
        assertThat(client.next()).isEqualTo("41");
        client.awaitClosed();
        assertThat(client.heard).isEmpty();
        assertThat(next(io.recorder.disconnected)).isEqualTo("server namespace disconnect");
    }

    @Test
    void isFoundByItsIdAndInItsRoomsAsLongAsItIsThere() throws Exception {
        RawClient.Connection first = raw.enter();
        Client one = next(io.recorder.connected);
        RawClient.Connection second = raw.enter();
        Client two = next(io.recorder.connected);
        Room lounge = Room.custom("lounge");
        two.join(lounge);
        Audience everyone = Audience.everyone(Audience.ROOT);

        assertThat(io.transport.find(one.id())).contains(one);
        assertThat(io.transport.members(everyone)).containsExactlyInAnyOrder(one, two);
        assertThat(io.transport.members(everyone.except(Set.of(lounge)))).containsExactly(one);
        assertThat(io.transport.rooms(Audience.ROOT)).isEqualTo(Map.of(EVERYBODY, 2, lounge, 1));
        assertThat(io.transport.rooms("/nowhere")).isEmpty();
        assertThat(io.transport.namespaces()).containsExactlyInAnyOrder(Audience.ROOT, "/admin");
        second.close();
        next(io.recorder.disconnected);
        assertThat(io.transport.find(two.id())).isEmpty();
        assertThat(io.transport.rooms(Audience.ROOT)).isEqualTo(Map.of(EVERYBODY, 1));
        first.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void hearsOneLastEventAndNothingElseThatWaitedWhenItIsSentAwayWithAWord(boolean polling) throws Exception {
        String session = raw.session();
        raw.send("POST", session, "40");
        raw.get(session);
        Client entered = next(io.recorder.connected);
        RawClient.Connection other = raw.enter();
        Client second = next(io.recorder.connected);
        Client leaving = polling ? entered : second;
        io.send("x", "1");
        if (!polling) {
            assertThat(other.next()).isEqualTo("42[\"x\",1]");
        }

        leaving.disconnect("session:closed", Arguments.of("{\"code\":\"gone\"}".getBytes(StandardCharsets.UTF_8)));
        leaving.disconnect("session:closed", Arguments.of("2".getBytes(StandardCharsets.UTF_8)));
        leaving.send("late", Arguments.of("3".getBytes(StandardCharsets.UTF_8)));
        io.send("x", "4");

        String word = "42[\"session:closed\",{\"code\":\"gone\"}]";
        if (polling) {
            assertThat(raw.get(session).body()).isEqualTo(word + "\u001e41");
            other.close();
        } else {
            assertThat(other.next()).isEqualTo(word);
            assertThat(other.next()).isEqualTo("41");
            other.awaitClosed();
            assertThat(other.heard).isEmpty();
        }
        assertThat(leaving.isPresent()).isFalse();
        assertThat(io.transport.find(leaving.id())).isEmpty();
    }

    @Test
    void staysConnectedInOneNamespaceWhenItIsSentAwayFromAnother() throws Exception {
        RawClient.Connection client = raw.enter();
        next(io.recorder.connected);
        client.send("40/admin,");
        client.next();
        next(io.recorder.connected).disconnect();

        assertThat(client.next()).isEqualTo("41/admin,");
        io.send("x", "1");
        assertThat(client.next()).isEqualTo("42[\"x\",1]");
        client.send("40/admin,");
        assertThat(client.next()).startsWith("40/admin,{");
        client.send("41");
        assertThat(next(io.recorder.disconnected)).isEqualTo("server namespace disconnect");
        assertThat(next(io.recorder.disconnected)).isEqualTo("client namespace disconnect");
        assertThat(io.send("x", "2")).isZero();
        client.close();
    }

    /** A user who is blocked between two polls must not get what was queued before. */
    @Test
    void doesNotGetWhatStillWaitsForItWhenItIsSentAway() throws Exception {
        String polling = raw.session();
        raw.send("POST", polling, "40");
        raw.get(polling);
        Client entered = next(io.recorder.connected);
        raw.send("POST", polling, "421[\"question\"]");
        var question = next(io.recorder.received);
        io.send("x", "1");
        Objects.requireNonNull(question.acknowledgement()).answer(List.of());
        entered.disconnect();
        next(io.recorder.disconnected);

        assertThat(raw.get(polling).body()).isEqualTo("41");
    }

    @Test
    void getsWhatWaitsForItInOtherNamespacesWhenItIsSentAwayFromOne() throws Exception {
        String polling = raw.session();
        raw.send("POST", polling, "40");
        raw.get(polling);
        next(io.recorder.connected);
        raw.send("POST", polling, "40/admin,");
        raw.get(polling);
        Client admin = next(io.recorder.connected);
        io.send("x", "1");
        admin.disconnect();
        next(io.recorder.disconnected);

        assertThat(raw.get(polling).body()).isEqualTo("42[\"x\",1]\u001e41/admin,");
    }

    @Test
    void hearsThatItWasLetInEvenIfItIsSentAwayAtOnce() throws Exception {
        var recorder = new RunningTransport.Recorder() {
            @Override
            public void connected(Client client) {
                client.disconnect();
            }
        };
        try (var other = new RunningTransport(settings(), recorder)) {
            RawClient.Connection client = new RawClient(other.port()).open();
            client.send("40");

            assertThat(client.next()).startsWith("40{");
            assertThat(client.next()).isEqualTo("41");
            client.awaitClosed();
        }
    }
}
