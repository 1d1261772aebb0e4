package dev.pluginio.e2e.protocol;

import static dev.pluginio.e2e.protocol.EchoHost.plain;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.e2e.driver.SampleHost;
import dev.pluginio.e2e.driver.Wire;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Socket.IO protocol 5, sentence by sentence, by messages that are written by hand. What each test holds the server to is
 * told, in our words, by its display name; "must" is the protocol's own.
 */
@ExtendWith(EchoHost.class)
class SocketIoProtocolIT {

    private static final String ID = "\\{\"sid\":\"[A-Za-z0-9_-]{10,}\"}";

    @Nested
    @DisplayName("Connection to a namespace")
    class Connecting {

        @Test
        @DisplayName("the server must answer CONNECT by a CONNECT with the session id, and by nothing else in it")
        void theMainNamespace(SampleHost host) {
            try (Wire wire = Wire.open(host.io())) {
                wire.send("40");

                assertThat(wire.next()).matches("40" + ID);
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

                assertThat(custom).matches("40/custom," + ID);
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

                    assertThat(wire.next()).matches("40/custom," + ID);
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
                closes(wire);
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

                assertThat(wire.next()).matches("40" + ID);
            }
        }

        @ParameterizedTest
        @DisplayName("if the first packet is no CONNECT, the server must close the connection")
        @ValueSource(strings = {"42[\"message\"]", "41", "430[]", "42/custom,[\"message\"]", "4abc", "4"})
        void anotherFirstPacket(String packet, SampleHost host) {
            try (Wire wire = Wire.open(host.io())) {
                wire.send(packet);

                closes(wire);
            }
        }

        @Test
        @DisplayName("a client that is in a namespace cannot enter it again")
        void connectTwice(SampleHost host) {
            try (Wire wire = EchoHost.enter(host)) {
                wire.send("40");

                closes(wire);
            }
        }
    }

    @Nested
    @DisplayName("Sending and receiving data")
    class Events {

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

                assertThat(plain(wire.next()).replace("1000", "1E+3"))
                        .isEqualTo("42[\"message-back\"" + arguments + "]");
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
            try (Wire wire = Wire.open(host.io())) {
                wire.send("40/custom,");
                wire.next();
                wire.next();
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
            assertThat(polling.next()).matches("40" + ID);
            assertThat(polling.next()).isEqualTo("42[\"auth\",{}]");

            polling.send("451-[\"message\",{\"_placeholder\":true,\"num\":0}]", "bAQID", "42[\"message\",\"next\"]");

            assertThat(polling.next()).isEqualTo("451-[\"message-back\",{\"_placeholder\":true,\"num\":0}]");
            assertThat(polling.next()).isEqualTo("bAQID");
            assertThat(plain(polling.next())).isEqualTo("42[\"message-back\",\"next\"]");
        }

        @ParameterizedTest
        @DisplayName("the payload must be an array that is not empty, or the receiver must close the connection")
        @ValueSource(
                strings = {"42", "42[]", "42{}", "42\"message\"", "42[\"message\"", "42[null]", "42[\"message\"]x"})
        void anInvalidPayload(String packet, SampleHost host) {
            try (Wire wire = EchoHost.enter(host)) {
                wire.send(packet);

                closes(wire);
            }
        }

        @ParameterizedTest
        @DisplayName("a packet of an unknown type closes the connection")
        @ValueSource(strings = {"4abc", "47[\"message\"]", "49", "4-1[\"message\"]", "44{}"})
        void anUnknownType(String packet, SampleHost host) {
            try (Wire wire = EchoHost.enter(host)) {
                wire.send(packet);

                closes(wire);
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

                closes(unannounced);
                closes(missing);
                closes(wrong);
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
    }

    @Nested
    @DisplayName("Acknowledgement")
    class Acknowledgements {

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
            try (Wire wire = Wire.open(host.io())) {
                wire.send("40/custom,");
                wire.next();
                wire.next();
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
        @ValueSource(
                strings = {"42abc[\"message-with-ack\",1]", "42-1[\"message-with-ack\",1]", "43[]", "431", "431{}"})
        void anInvalidId(String packet, SampleHost host) {
            try (Wire wire = EchoHost.enter(host)) {
                wire.send(packet);

                closes(wire);
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

    @Nested
    @DisplayName("Disconnection from a namespace")
    class Disconnecting {

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

                assertThat(wire.next()).matches("40" + ID).isNotEqualTo(first);
                assertThat(wire.next()).isEqualTo("42[\"auth\",{}]");
            }
        }

        @Test
        @DisplayName("an event to a namespace that was left closes the connection, as by the official server")
        void anEventAfterwards(SampleHost host) {
            try (Wire wire = EchoHost.enter(host)) {
                wire.send("41");
                wire.send("42[\"message\"]");

                closes(wire);
            }
        }
    }

    /** The server may say so in Engine.IO first. */
    private static void closes(Wire wire) {
        String last = wire.next();
        assertThat(last.equals("1") ? wire.next() : last).isEqualTo(Wire.CLOSED);
    }
}
