package dev.pluginio.transport.socketio;

import static dev.pluginio.transport.socketio.RunningTransport.next;
import static dev.pluginio.transport.socketio.RunningTransport.settings;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.transport.Arguments;
import dev.pluginio.transport.Client;
import dev.pluginio.transport.Room;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients still hear that are sent away. */
class DismissalTest extends TransportTesting {

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
