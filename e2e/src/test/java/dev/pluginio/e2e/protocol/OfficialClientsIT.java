package dev.pluginio.e2e.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pluginio.e2e.driver.ClientSocket;
import dev.pluginio.e2e.driver.Connect;
import dev.pluginio.e2e.driver.Json;
import dev.pluginio.e2e.driver.Relay;
import dev.pluginio.e2e.driver.SampleHost;
import dev.pluginio.e2e.driver.SocketDriver;
import dev.pluginio.e2e.scenario.SharedHost;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The official clients, unmodified: what they send comes back to them, by every transport, in every namespace. */
@ExtendWith(EchoHost.class)
class OfficialClientsIT {

    private static final List<JsonNode> VALUES = List.of(
            Json.of(1), Json.of("two"), Json.of(Map.of("3", List.of(true))), Json.of(null), Json.of(List.of(-1.5)));
    private static final List<JsonNode> BINARY = List.of(
            Json.binary((byte) 1, (byte) 2, (byte) 3),
            Json.object().set("deep", Json.array().add(Json.binary()).add("text")),
            Json.binary((byte) -1));

    private static Stream<Arguments> everyWay() {
        return Stream.of(SocketDriver.Kind.values())
                .flatMap(client -> Stream.of(List.of("polling"), List.of("websocket"), List.of("polling", "websocket"))
                        .flatMap(transports -> Stream.of("/", "/custom")
                                .map(namespace -> Arguments.of(client, transports, namespace))));
    }

    @ParameterizedTest
    @MethodSource("everyWay")
    void hearWhatTheySend(
            SocketDriver.Kind client,
            List<String> transports,
            String namespace,
            SampleHost host,
            SharedHost.Drivers drivers) {
        try (ClientSocket socket = drivers.of(client)
                .open(Connect.to(host.io().resolve(namespace))
                        .auth(Map.of("token", "123"))
                        .transports(transports.toArray(String[]::new)))) {
            socket.connected();
            assertThat(socket.first("auth").arguments()).containsExactly(Json.of(Map.of("token", "123")));
            socket.awaitCarrier(transports.get(transports.size() - 1), () -> socket.send("message", List.of()));

            socket.send("message", VALUES);
            socket.send("message", BINARY);

            assertThat(socket.ask("message-with-ack", VALUES)).isEqualTo(VALUES);
            assertThat(socket.ask("message-with-ack", BINARY)).isEqualTo(BINARY);
            assertThat(socket.ask("message-with-ack", List.of())).isEmpty();
            assertThat(socket.frames().stream()
                            .filter(frame -> frame.event().equals("message-back"))
                            .map(frame -> frame.arguments())
                            .filter(arguments -> !arguments.isEmpty()))
                    .containsExactly(VALUES, BINARY);
            if (transports.size() == 1) {
                assertThat(socket.carriers()).containsExactlyElementsOf(transports);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(SocketDriver.Kind.class)
    void sendAndHearLargeBinaryData(SocketDriver.Kind client, SampleHost host, SharedHost.Drivers drivers) {
        byte[] large = new byte[300_000];
        large[299_999] = 7;
        for (String transport : List.of("polling", "websocket")) {
            try (ClientSocket socket =
                    drivers.of(client).open(Connect.to(host.io()).transports(transport))) {
                socket.connected();

                assertThat(socket.ask("message-with-ack", List.of(Json.binary(large))))
                        .isEqualTo(List.of(Json.binary(large)));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(SocketDriver.Kind.class)
    void connectAgainByThemselves(SocketDriver.Kind client, SampleHost host, SharedHost.Drivers drivers)
            throws Exception {
        for (String transport : List.of("polling", "websocket")) {
            try (Relay relay = new Relay(host.io());
                    ClientSocket socket = drivers.of(client)
                            .open(Connect.to(relay.address())
                                    .transports(transport)
                                    .reconnecting())) {
                String first = socket.connected().sid().orElseThrow();

                relay.cut();
                socket.disconnected();
                relay.mend();

                assertThat(socket.connectedAgain(first)).isNotEqualTo(first);
                assertThat(socket.ask("message-with-ack", VALUES)).isEqualTo(VALUES);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(SocketDriver.Kind.class)
    void areToldOfANamespaceThatIsNotThere(SocketDriver.Kind client, SampleHost host, SharedHost.Drivers drivers) {
        URI nowhere = host.io().resolve("/random");
        try (ClientSocket socket = drivers.of(client).open(Connect.to(nowhere))) {
            assertThat(socket.refused().message()).isEqualTo("Invalid namespace");
        }
    }

    @ParameterizedTest
    @EnumSource(SocketDriver.Kind.class)
    void areToldOfAStrategyThatIsNotThere(SocketDriver.Kind client, SampleHost host, SharedHost.Drivers drivers) {
        try (ClientSocket socket = drivers.of(client).open(Connect.to(host.io()).auth(Map.of("strategy", "no-such")))) {
            assertThat(socket.refused().code()).isEqualTo("unknown_strategy");
        }
    }
}
