package dev.pluginio.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pluginio.e2e.driver.ClientSocket;
import dev.pluginio.e2e.driver.Connect;
import dev.pluginio.e2e.driver.Frame;
import dev.pluginio.e2e.driver.Json;
import dev.pluginio.e2e.driver.Relay;
import dev.pluginio.e2e.driver.SampleHost;
import dev.pluginio.e2e.driver.SocketDriver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The official JavaScript client behind a network of its own, which can be cut. */
final class Traveller implements AutoCloseable {

    private final SampleHost host;
    private final Relay relay;
    private final ClientSocket socket;
    private int times = 1;

    Traveller(SampleHost host, SharedHost.Drivers drivers, UnaryOperator<Connect> as) {
        this.host = host;
        try {
            relay = new Relay(host.io());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Connect connect = as.apply(Connect.to(relay.address()).reconnecting());
        socket = drivers.of(SocketDriver.Kind.JAVASCRIPT).open(connect).connected();
    }

    ClientSocket socket() {
        return socket;
    }

    String id() {
        return socket.sid().orElseThrow();
    }

    /** Has something happen while it is not connected; gives whether it was recovered when it came back. */
    boolean away(Runnable meanwhile) {
        relay.cut();
        socket.disconnected();
        meanwhile.run();
        relay.mend();
        return back();
    }

    /** Loses its connection, and the server does not notice. */
    boolean vanishes(Runnable meanwhile) {
        relay.freeze();
        meanwhile.run();
        socket.drop();
        return back();
    }

    /** Waits until it is connected once more; gives whether it was recovered. */
    boolean back() {
        return socket.recovered(++times);
    }

    /** Has it try to come back, in vain or not. */
    void mend() {
        relay.mend();
    }

    void cut() {
        relay.cut();
        socket.disconnected();
    }

    /** Asks, and gives the one argument of the answer. */
    JsonNode ask(String event, Object payload) {
        return socket.ask(event, List.of(Json.of(payload))).get(0);
    }

    /** What it heard until an event of this entry, that one included. */
    List<Frame> heardUntil(JsonNode entry) {
        String documentId = entry.path("documentId").asText();
        socket.awaitFrame(frame -> frame.documentId().equals(documentId));
        List<Frame> heard = socket.take();
        assertThat(heard.get(heard.size() - 1).documentId()).isEqualTo(documentId);
        return heard;
    }

    @Override
    public void close() {
        // the server would wait for one that is between two polls until its ping times out
        host.probe().call(Map.of("method", "disconnectSocket", "socketId", id(), "reason", "the test is over"));
        socket.close();
        try {
            relay.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
