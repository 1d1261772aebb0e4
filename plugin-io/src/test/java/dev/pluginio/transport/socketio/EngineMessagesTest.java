package dev.pluginio.transport.socketio;

import static dev.pluginio.transport.socketio.RunningTransport.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The document of Engine.IO protocol 4, sentence by sentence: how packets travel in bodies and frames. */
class EngineMessagesTest extends TransportTesting {

    @Test
    @DisplayName("The packets are separated by the record separator character; binary payloads must be base64-encoded")
    void readsSeveralPacketsOfOneBody() throws Exception {
        String session = raw.session();
        String placeholder = "{\"_placeholder\":true,\"num\":0}";
        raw.send("POST", session, "40");
        raw.get(session);
        raw.send("POST", session, "42[\"a\"]\u001e451-[\"b\"," + placeholder + "]\u001ebAQIDBA==");

        assertThat(next(io.recorder.received).event()).isEqualTo("a");
        assertThat((byte[]) next(io.recorder.received).arguments().get(0)).containsExactly(1, 2, 3, 4);
    }

    @Test
    @DisplayName("Each Engine.IO packet is sent in its own WebSocket frame; binary payloads are sent as is")
    void readsOnePacketOfOneFrame() throws Exception {
        RawClient.Connection socket = raw.enter();
        socket.send("451-[\"b\",{\"_placeholder\":true,\"num\":0}]");
        socket.send((byte) 4, (byte) 2);
        assertThat((byte[]) next(io.recorder.received).arguments().get(0)).containsExactly(4, 2);

        socket.send("42[\"a\"]\u001e42[\"b\"]");
        socket.awaitClosed();
        assertThat(io.recorder.received).isEmpty();
    }

    @Test
    @DisplayName("The character encoding is UTF-8")
    void takesNothingButUtf8() throws Exception {
        RawClient.Connection socket = raw.enter();
        socket.send("42[\"€\"]");
        assertThat(next(io.recorder.received).event()).isEqualTo("€");
        socket.sendText((byte) '4', (byte) '2', (byte) '[', (byte) '"', (byte) 0xC3, (byte) '"', (byte) ']');
        socket.awaitClosed();
        assertThat(io.counts.violated).containsExactly("text is not UTF-8");
    }

    @Test
    @DisplayName("maxPayload: a message of that size is taken, a larger one ends the session")
    void takesMessagesUpToMaxPayload() throws Exception {
        String largest = "42[\"x\",\"" + "y".repeat(1_000_000 - 10) + "\"]";
        String session = raw.session();
        raw.send("POST", session, "40");
        assertThat(raw.send("POST", session, largest).body()).isEqualTo("ok");
        next(io.recorder.received);
        assertThat(raw.send("POST", session, largest + "\u001e6").statusCode()).isEqualTo(413);
        await().untilAsserted(() -> assertThat(raw.get(session).statusCode()).isEqualTo(400));

        RawClient.Connection socket = raw.enter();
        socket.send(largest);
        next(io.recorder.received);
        try {
            socket.send(largest + " ");
        } catch (IOException cutOff) {
            // the connection ended before it had said it all: refused as well
        }
        socket.awaitClosed();
        assertThat(io.recorder.received).isEmpty();
    }
}
