package dev.pluginio.e2e.protocol;

import static dev.pluginio.e2e.protocol.EchoHost.plain;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.e2e.driver.SampleHost;
import dev.pluginio.e2e.driver.Wire;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How clients come into namespaces and leave them: Socket.IO protocol 5, sentence by sentence, by messages that are
 * written by hand. What each test holds the server to is told, in our words, by its display name; "must" is the protocol's own.
 */
@ExtendWith(EchoHost.class)
class SocketIoNamespacesIT {

    /** What the answer to a client that was admitted goes on with, and nothing else. */
    String id() {
        return EchoHost.ID;
    }

    @Test
    @DisplayName("the server must answer CONNECT by a CONNECT with the session id, and by nothing else in it")
    void theMainNamespace(SampleHost host) {
        try (Wire wire = Wire.open(host.io())) {
            wire.send("40");

            assertThat(wire.next()).matches("40" + id());
            assertThat(wire.next()).isEqualTo("42[\"auth\",{}]");
        }
    }

    @Test
    @DisplayName("a client may be connected to several namespaces by one connection, with a session id for each")
    void severalNamespaces(SampleHost host) {
        try (Wire wire = Wire.open(host.io())) {
            wire.send("40");
            String main = wire.next();
            wire.next();
            wire.send("40/custom,");
            String custom = wire.next();

            assertThat(custom).matches("40/custom," + id());
            assertThat(custom).doesNotContain(main.substring(2));
            assertThat(wire.next()).isEqualTo("42/custom,[\"auth\",{}]");
            wire.send("42[\"message\",1]");
            assertThat(wire.next()).isEqualTo("42[\"message-back\",1]");
            wire.send("42/custom,[\"message\",2]");
            assertThat(wire.next()).isEqualTo("42/custom,[\"message-back\",2]");
        }
    }

    @Test
    @DisplayName("the main namespace may be left out: another one alone will do, with or without the comma")
    void aCustomNamespaceAlone(SampleHost host) {
        for (String connect : new String[] {"40/custom,", "40/custom"}) {
            try (Wire wire = Wire.open(host.io())) {
                wire.send(connect);

                assertThat(wire.next()).matches("40/custom," + id());
                assertThat(wire.next()).isEqualTo("42/custom,[\"auth\",{}]");
            }
        }
    }

    @ParameterizedTest
    @DisplayName("CONNECT may carry a payload")
    @CsvSource(
            delimiter = '|',
            value = {
                "40{\"token\":\"123\"} | 40 | 42[\"auth\",{\"token\":\"123\"}]",
                "40/custom,{\"a\":[null,{\"b\":1.5}]} | 40/custom, | 42/custom,[\"auth\",{\"a\":[null,{\"b\":1.5}]}]",
            })
    void aPayload(String connect, String answer, String echo, SampleHost host) {
        try (Wire wire = Wire.open(host.io())) {
            wire.send(connect);

            assertThat(wire.next()).startsWith(answer + "{");
            assertThat(wire.next()).isEqualTo(echo);
        }
    }

    @Test
    @DisplayName("the server must answer CONNECT_ERROR if the connection is not allowed")
    void aRefusal(SampleHost host) {
        try (Wire wire = Wire.open(host.io())) {
            wire.send("40{\"strategy\":\"jwt\",\"token\":\"forged\"}");

            assertThat(wire.next()).startsWith("44{\"message\":\"").contains("\"code\":\"invalid_token\"");
            EchoHost.closes(wire);
        }
    }

    @Test
    @DisplayName("a refusal keeps the connection if another namespace on it is admitted")
    void aRefusalBesideAnAdmission(SampleHost host) {
        try (Wire wire = EchoHost.enter(host)) {
            wire.send("40/custom,{\"strategy\":\"no-such\"}");
            assertThat(wire.next()).startsWith("44/custom,{").contains("\"code\":\"unknown_strategy\"");

            wire.send("42[\"message\"]");

            assertThat(plain(wire.next())).isEqualTo("42[\"message-back\"]");
        }
    }

    @Test
    @DisplayName("a namespace that is not there is answered by exactly this, and the connection stays")
    void anUnknownNamespace(SampleHost host) {
        try (Wire wire = Wire.open(host.io())) {
            wire.send("40/random");
            assertThat(wire.next()).isEqualTo("44/random,{\"message\":\"Invalid namespace\"}");

            wire.send("40");

            assertThat(wire.next()).matches("40" + id());
        }
    }

    @ParameterizedTest
    @DisplayName("if the first packet is no CONNECT, the server must close the connection")
    @ValueSource(strings = {"42[\"message\"]", "41", "430[]", "42/custom,[\"message\"]", "4abc", "4"})
    void anotherFirstPacket(String packet, SampleHost host) {
        try (Wire wire = Wire.open(host.io())) {
            wire.send(packet);

            EchoHost.closes(wire);
        }
    }

    @Test
    @DisplayName("a client that is in a namespace cannot enter it again")
    void connectTwice(SampleHost host) {
        try (Wire wire = EchoHost.enter(host)) {
            wire.send("40");

            EchoHost.closes(wire);
        }
    }

    @Test
    @DisplayName("at any time a side can end the connection to a namespace; no answer is expected, others stay")
    void aCustomNamespace(SampleHost host) {
        try (Wire wire = EchoHost.enter(host)) {
            wire.send("40/custom,");
            wire.next();
            wire.next();
            wire.send("41/custom,");
            wire.send("42[\"message\",\"to the main namespace\"]");

            assertThat(plain(wire.next())).isEqualTo("42[\"message-back\",\"to the main namespace\"]");
        }
    }

    @Test
    @DisplayName("whoever has left a namespace can enter it again, under another id")
    void comingBack(SampleHost host) {
        try (Wire wire = Wire.open(host.io())) {
            wire.send("40");
            String first = wire.next();
            wire.next();
            wire.send("41");
            wire.send("40");

            assertThat(wire.next()).matches("40" + id()).isNotEqualTo(first);
            assertThat(wire.next()).isEqualTo("42[\"auth\",{}]");
        }
    }

    @Test
    @DisplayName("an event to a namespace that was left closes the connection, as by the official server")
    void anEventAfterwards(SampleHost host) {
        try (Wire wire = EchoHost.enter(host)) {
            wire.send("41");
            wire.send("42[\"message\"]");

            EchoHost.closes(wire);
        }
    }
}
