package dev.pluginio.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pluginio.e2e.driver.ClientSocket;
import dev.pluginio.e2e.driver.Connect;
import dev.pluginio.e2e.driver.Ears;
import dev.pluginio.e2e.driver.Json;
import dev.pluginio.e2e.driver.SampleHost;
import dev.pluginio.e2e.driver.SocketDriver;
import dev.pluginio.e2e.driver.Wire;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** No packet of a client harms the host or another client. */
@ExtendWith(SharedHost.class)
class RobustnessIT {

    private static final List<List<Object>> KILLERS = List.of(
            List.of("subscribe-entity"),
            List.of("private-message"),
            List.of("unsubscribe-entity"),
            List.of("get-rooms", "x"),
            List.of("join-room", "", "x"),
            List.of("join-room", Map.of("room", List.of(1, 2, 3))),
            List.of("article:update", Map.of("data", "forged")),
            List.of("probe:sentinel", "forged"));

    /** Guards B14: one anonymous packet kills nothing, with and without an acknowledgement, with null for an argument. */
    @Test
    void survivesTheEventsThatKilledItsAncestor(SampleHost host, SharedHost.Drivers drivers) {
        for (SocketDriver.Kind client : SocketDriver.Kind.values()) {
            ClientSocket attacker =
                    drivers.of(client).open(Connect.to(host.io())).connected();
            try (Ears ears = new Ears(host, drivers.of(client)).with("visitor", Stories.nobody())) {
                for (List<Object> killer : KILLERS) {
                    List<JsonNode> arguments =
                            killer.stream().skip(1).map(Json::of).toList();
                    attacker.send(killer.get(0).toString(), arguments);
                    attacker.send(killer.get(0).toString(), List.of(Json.parse("null")));
                    attacker.ask(killer.get(0).toString(), arguments, answer -> {});
                    assertThat(attacker.ask("probe:who", List.of())
                                    .get(0)
                                    .path("connected")
                                    .asBoolean())
                            .as("is there still after %s", killer)
                            .isTrue();
                }
                assertThat(Stories.names(ears.heardOf(() -> Stories.newAuthor(host.as(SampleHost.EDITOR)))))
                        .isEqualTo(Map.of("visitor", List.of("author:create")));
            }
            assertThat(attacker.isConnected()).isTrue();
            attacker.close();
        }
    }

    /** Guards B14: packets that no official client sends end the connection of who sent them, and nothing else. */
    @Test
    void survivesPacketsThatAreNone(SampleHost host, SharedHost.Drivers drivers) {
        try (Ears ears = new Ears(host, drivers.of(SocketDriver.Kind.JAVASCRIPT)).with("visitor", Stories.nobody())) {
            for (String packet : List.of(
                    "4",
                    "42",
                    "42[",
                    "42[]",
                    "42[{}]",
                    "42{}",
                    "42[null]",
                    "4abc",
                    "9",
                    "43",
                    "451-[\"x\",{\"_placeholder\":true,\"num\":0}]",
                    "42/nowhere,[\"x\"]",
                    "40/nowhere,",
                    "44{\"message\":\"me\"}",
                    "42[\"x\"" + ",[".repeat(5000))) {
                requireReadOrClosed(host, packet);
            }
            assertThat(Stories.names(ears.heardOf(() -> Stories.newAuthor(host.as(SampleHost.EDITOR)))))
                    .isEqualTo(Map.of("visitor", List.of("author:create")));
        }
    }

    /** Whoever sends it is either still answered or sent away. */
    private static void requireReadOrClosed(SampleHost host, String packet) {
        try (Wire wire = Wire.enter(host.io())) {
            try {
                wire.send(packet);
                wire.send("420[\"probe:who\"]");
            } catch (UncheckedIOException e) {
                // the server has closed the connection, as it may
            }
            String heard = wire.next();
            while (!heard.startsWith("430") && !heard.equals(Wire.CLOSED)) {
                heard = wire.next();
            }
        }
    }
}
