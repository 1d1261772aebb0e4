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
 * Events, binary data and acknowledgements of Socket.IO protocol 5, sentence by sentence, by messages that are
 * written by hand. What each test holds the server to is told, in our words, by its display name; "must" is the protocol's own.
 */
@ExtendWith(EchoHost.class)
class SocketIoEventsIT {

    @ParameterizedTest
    @DisplayName("an event carries any JSON values, in any number")
    @ValueSource(
            strings = {
                "",
                ",1,\"2\",{\"3\":[true]}",
                ",null,false,-1.5,12345678901234567890,\"é€😀\\u0000\\\"\",[],{}",
                ",{\"_placeholder\":false}",
            })
    void anEvent(String arguments, SampleHost host) {
        try (Wire wire = EchoHost.enter(host)) {
            wire.send("42[\"message\"" + arguments + "]");

            assertThat(plain(wire.next()).replace("1000", "1E+3")).isEqualTo("42[\"message-back\"" + arguments + "]");
        }
    }

    @Test
    @DisplayName("binary data of an event follows it, one message an attachment, in the order of the placeholders")
    void aBinaryEvent(SampleHost host) {
        try (Wire wire = EchoHost.enter(host)) {
            wire.send("452-[\"message\",{\"_placeholder\":true,\"num\":0},[{\"_placeholder\":true,\"num\":1}]]");
            wire.send(new byte[] {1, 2, 3});
            wire.send(new byte[] {4, 5, 6});

            assertThat(wire.next())
                    .isEqualTo(
                            "452-[\"message-back\",{\"_placeholder\":true,\"num\":0},[{\"_placeholder\":true,\"num\":1}]]");
            assertThat(wire.next()).isEqualTo("<01 02 03>");
            assertThat(wire.next()).isEqualTo("<04 05 06>");
        }
    }

    @Test
    @DisplayName("so it does in another namespace")
    void aBinaryEventElsewhere(SampleHost host) {
        try (Wire wire = EchoHost.enter(host, "/custom")) {
            wire.send("451-/custom,[\"message\",{\"_placeholder\":true,\"num\":0}]");
            wire.send(new byte[] {});

            assertThat(wire.next()).isEqualTo("451-/custom,[\"message-back\",{\"_placeholder\":true,\"num\":0}]");
            assertThat(wire.next()).isEqualTo("<>");
        }
    }

    @Test
    @DisplayName("by polling, binary data stands in the payload as base64 after a 'b'")
    void aBinaryEventByPolling(SampleHost host) {
        Polling polling = Polling.open(host.io());
        polling.send("40");
        assertThat(polling.next()).startsWith("40{\"sid\":\"");
        assertThat(polling.next()).isEqualTo("42[\"auth\",{}]");

        polling.send("451-[\"message\",{\"_placeholder\":true,\"num\":0}]", "bAQID", "42[\"message\",\"next\"]");

        assertThat(polling.next()).isEqualTo("451-[\"message-back\",{\"_placeholder\":true,\"num\":0}]");
        assertThat(polling.next()).isEqualTo("bAQID");
        assertThat(plain(polling.next())).isEqualTo("42[\"message-back\",\"next\"]");
    }

    @ParameterizedTest
    @DisplayName("the payload must be an array that is not empty, or the receiver must close the connection")
    @ValueSource(strings = {"42", "42[]", "42{}", "42\"message\"", "42[\"message\"", "42[null]", "42[\"message\"]x"})
    void anInvalidPayload(String packet, SampleHost host) {
        try (Wire wire = EchoHost.enter(host)) {
            wire.send(packet);

            EchoHost.closes(wire);
        }
    }

    @ParameterizedTest
    @DisplayName("a packet of an unknown type closes the connection")
    @ValueSource(strings = {"4abc", "47[\"message\"]", "49", "4-1[\"message\"]", "44{}"})
    void anUnknownType(String packet, SampleHost host) {
        try (Wire wire = EchoHost.enter(host)) {
            wire.send(packet);

            EchoHost.closes(wire);
        }
    }

    @Test
    @DisplayName("an attachment that nothing announced, and a text in place of an attachment, close the connection")
    void attachmentsOutOfPlace(SampleHost host) {
        try (Wire unannounced = EchoHost.enter(host);
                Wire missing = EchoHost.enter(host);
                Wire wrong = EchoHost.enter(host)) {
            unannounced.send(new byte[] {1});
            missing.send("451-[\"message\",{\"_placeholder\":true,\"num\":0}]");
            missing.send("42[\"message\"]");
            wrong.send("451-[\"message\",{\"_placeholder\":true,\"num\":7}]");
            wrong.send(new byte[] {1});

            EchoHost.closes(unannounced);
            EchoHost.closes(missing);
            EchoHost.closes(wrong);
        }
    }

    @Test
    @DisplayName("an event that nobody handles is ignored, as by the official server")
    void anUnknownEvent(SampleHost host) {
        try (Wire wire = EchoHost.enter(host)) {
            wire.send("427[\"nobody-knows\",1]");
            wire.send("42[\"message\"]");

            assertThat(plain(wire.next())).isEqualTo("42[\"message-back\"]");
        }
    }

    @ParameterizedTest
    @DisplayName("the receiver must answer with an ACK of the same id, whose payload is an array, empty perhaps")
    @CsvSource(
            delimiter = '|',
            value = {
                "42456[\"message-with-ack\",1,\"2\",{\"3\":[false]}] | 43456[1,\"2\",{\"3\":[false]}]",
                "420[\"message-with-ack\"] | 430[]",
                "42999999999999999[\"message-with-ack\",null] | 43999999999999999[null]",
            })
    void anAnswer(String question, String answer, SampleHost host) {
        try (Wire wire = EchoHost.enter(host)) {
            wire.send(question);

            assertThat(wire.next()).isEqualTo(answer);
        }
    }

    @Test
    @DisplayName("so it does in another namespace")
    void anAnswerElsewhere(SampleHost host) {
        try (Wire wire = EchoHost.enter(host, "/custom")) {
            wire.send("42/custom,13[\"message-with-ack\",\"bar\"]");

            assertThat(wire.next()).isEqualTo("43/custom,13[\"bar\"]");
        }
    }

    @Test
    @DisplayName("an answer may hold binary data")
    void aBinaryAnswer(SampleHost host) {
        try (Wire wire = EchoHost.enter(host)) {
            wire.send(
                    "452-789[\"message-with-ack\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]");
            wire.send(new byte[] {1, 2, 3});
            wire.send(new byte[] {4, 5, 6});

            assertThat(wire.next())
                    .isEqualTo("462-789[{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]");
            assertThat(wire.next()).isEqualTo("<01 02 03>");
            assertThat(wire.next()).isEqualTo("<04 05 06>");
        }
    }

    @ParameterizedTest
    @DisplayName("an id that is no number, and an ACK that is none, close the connection")
    @ValueSource(strings = {"42abc[\"message-with-ack\",1]", "42-1[\"message-with-ack\",1]", "43[]", "431", "431{}"})
    void anInvalidId(String packet, SampleHost host) {
        try (Wire wire = EchoHost.enter(host)) {
            wire.send(packet);

            EchoHost.closes(wire);
        }
    }

    @Test
    @DisplayName("an ACK that nobody asked for is ignored")
    void anUnaskedAnswer(SampleHost host) {
        try (Wire wire = EchoHost.enter(host)) {
            wire.send("435[\"unasked\"]");
            wire.send("42[\"message\"]");

            assertThat(plain(wire.next())).isEqualTo("42[\"message-back\"]");
        }
    }
}
