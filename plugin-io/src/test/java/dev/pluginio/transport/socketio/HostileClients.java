package dev.pluginio.transport.socketio;

import static dev.pluginio.transport.socketio.RunningTransport.next;
import static dev.pluginio.transport.socketio.RunningTransport.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pluginio.testing.SampleLimits;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** Clients that mean no good, and one beside them that goes on undisturbed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class HostileClients {

    static final String POLLING = "EIO=4&transport=polling";
    static final String WEB_SOCKET = "EIO=4&transport=websocket";

    final RunningTransport io;
    final RawClient raw;
    private final List<BareSocket> opened = new ArrayList<>();
    private RawClient.Connection neighbour;

    HostileClients(SampleLimits limits) {
        // nobody is asked for a sign of life while a test takes its time on a slow machine
        io = new RunningTransport(settings(limits.made())
                .withTimes(Duration.ofMinutes(5), Duration.ofMinutes(5), Duration.ofSeconds(45)));
        raw = new RawClient(io.port());
    }

    @BeforeEach
    void enterNeighbour() throws Exception {
        neighbour = raw.enter();
        next(io.recorder.connected);
        io.counts.forget();
        io.recorder.forget();
    }

    @AfterEach
    void neighbourGoesOn() throws Exception {
        assertThat(io.send("x", "1")).isPositive();
        assertThat(neighbour.next()).isEqualTo("42[\"x\",1]");
        neighbour.close();
        for (BareSocket socket : opened) {
            socket.close();
        }
        opened.clear();
        io.disconnectAll();
        await().until(() -> io.transport.connections() == 0);
    }

    @AfterAll
    void close() {
        io.close();
    }

    BareSocket open() throws Exception {
        BareSocket socket = new BareSocket(io.port());
        opened.add(socket);
        return socket;
    }

    BareSocket entered() throws Exception {
        BareSocket socket = BareSocket.entered(io.port());
        opened.add(socket);
        next(io.recorder.connected);
        return socket;
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
