package dev.pluginio.transport.socketio;

import static dev.pluginio.transport.socketio.RunningTransport.hear;
import static dev.pluginio.transport.socketio.RunningTransport.next;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.transport.Admission;
import dev.pluginio.transport.Client;
import io.socket.client.Ack;
import io.socket.client.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The official Java client. */
class JavaClientTest {

    private final RunningTransport io = new RunningTransport();

    @AfterEach
    void close() {
        io.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"polling", "websocket", "polling,websocket"})
    void hearsWhatIsSentToItsRoomsOverAnyCarrier(String transports) throws InterruptedException {
        Socket socket = io.connect("/", transports.split(",", -1));
        var heard = hear(socket, "article:update");

        for (int i = 0; i < 200; i++) {
            assertThat(io.send("article:update", "{\"n\":" + i + "}")).isEqualTo(1);
        }

        for (int i = 0; i < 200; i++) {
            assertThat(next(heard)).isEqualTo("{\"n\":" + i + "}");
        }
    }

    @Test
    void changesOverToWebSocketAndLosesNothing() throws InterruptedException {
        Socket socket = io.client("/", "polling", "websocket");
        var heard = hear(socket, "article:update");
        socket.connect();
        next(io.recorder.connected);
        int sent = 0;
        while (sent < 500) {
            io.send("article:update", "" + sent++);
        }

        for (int i = 0; i < sent; i++) {
            assertThat(next(heard)).isEqualTo("" + i);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"polling", "websocket"})
    void learnsWhyItIsRefused(String transport) throws Exception {
        io.recorder.decision = handshake -> CompletableFuture.completedFuture(
                new Admission.Refused("token expired", Map.of("code", "token_expired")));
        Socket socket = io.client("/", Map.of("token", "secret"), transport);
        var errors = new LinkedBlockingQueue<Object>();
        socket.on(Socket.EVENT_CONNECT_ERROR, args -> errors.add(args[0]));
        socket.connect();

        JSONObject error = (JSONObject) next(errors);
        assertThat(error.getString("message")).isEqualTo("token expired");
        assertThat(error.getJSONObject("data").getString("code")).isEqualTo("token_expired");
        assertThat(next(io.recorder.handshakes).auth()).isEqualTo(Map.of("token", "secret"));
    }

    @Test
    void getsAnswersToItsEvents() throws Exception {
        Socket socket = io.connect("/", "websocket");
        var answers = new LinkedBlockingQueue<String>();

        socket.emit("join-room", new Object[] {"news", 7}, (Ack) args -> answers.add(args[0] + " " + args[1]));

        RunningTransport.Received received = next(io.recorder.received);
        assertThat(received.event()).isEqualTo("join-room");
        assertThat(received.arguments()).isEqualTo(List.of("news", 7));
        assertThat(received.acknowledgement()).isNotNull();
        java.util.Objects.requireNonNull(received.acknowledgement())
                .answer(List.of(
                        "{\"success\":true}".getBytes(StandardCharsets.UTF_8), "2".getBytes(StandardCharsets.UTF_8)));
        assertThat(next(answers)).isEqualTo("{\"success\":true} 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"polling", "websocket"})
    void sendsBinary(String transport) throws InterruptedException {
        Socket socket = io.connect("/", transport);

        socket.emit("upload", "name", new byte[] {1, 2, 3}, new byte[] {4});

        RunningTransport.Received received = next(io.recorder.received);
        assertThat(received.arguments()).hasSize(3);
        assertThat(received.arguments().get(0)).isEqualTo("name");
        assertThat((byte[]) received.arguments().get(1)).containsExactly(1, 2, 3);
        assertThat((byte[]) received.arguments().get(2)).containsExactly(4);
    }

    @Test
    void isInEachNamespaceUnderAnotherId() throws InterruptedException {
        Socket root = io.connect("/", "websocket");
        Socket admin = io.connect("/admin", "websocket");

        assertThat(next(io.recorder.connected).namespace()).isEqualTo("/");
        assertThat(next(io.recorder.connected).namespace()).isEqualTo("/admin");
        assertThat(root.id()).isNotEqualTo(admin.id());
    }

    @Test
    void comesBackByItselfWhenTheTransportIsRestartedOnItsPort() throws InterruptedException {
        Socket socket = io.connect("/", "websocket");
        var heard = hear(socket, "article:update");
        var reasons = new LinkedBlockingQueue<String>();
        socket.on(Socket.EVENT_DISCONNECT, args -> reasons.add(String.valueOf(args[0])));
        int port = io.port();
        io.transport.close();
        assertThat(next(reasons)).startsWith("transport");

        try (var again = new RunningTransport(RunningTransport.settings(port, 1_000_000))) {
            next(again.recorder.connected);
            again.send("article:update", "1");
            assertThat(next(heard)).isEqualTo("1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"polling", "websocket", "polling,websocket"})
    void comesBackByItselfWhenItIsAskedToReconnect(String transports) throws InterruptedException {
        Socket socket = io.connect("/", transports.split(",", -1));
        var heard = hear(socket, "article:update");
        var reasons = new LinkedBlockingQueue<String>();
        socket.on(Socket.EVENT_DISCONNECT, args -> reasons.add(String.valueOf(args[0])));
        Client first = next(io.recorder.connected);

        first.reconnect();
        assertThat(io.send("article:update", "1")).isZero();
        first.reconnect();

        assertThat(next(reasons)).startsWith("transport");
        assertThat(next(io.recorder.disconnected)).isEqualTo("asked to reconnect");
        assertThat(next(io.recorder.connected).id()).isNotEqualTo(first.id());
        assertThat(io.send("article:update", "2")).isEqualTo(1);
        assertThat(next(heard)).isEqualTo("2");
        assertThat(reasons).isEmpty();
    }
}
