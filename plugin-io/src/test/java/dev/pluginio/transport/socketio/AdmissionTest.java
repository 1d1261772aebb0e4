package dev.pluginio.transport.socketio;

import static dev.pluginio.transport.socketio.RunningTransport.admitted;
import static dev.pluginio.transport.socketio.RunningTransport.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pluginio.transport.Admission;
import dev.pluginio.transport.Handshake;
import dev.pluginio.transport.Room;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who gets in, and what they hear from when on. */
class AdmissionTest extends TransportTesting {

    @BeforeEach
    void letEverybodyIn() {
        io.recorder.decision = handshake -> CompletableFuture.completedFuture(admitted());
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
}
