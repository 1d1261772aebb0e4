package dev.pluginio.transport.socketio;

import static dev.pluginio.transport.socketio.RunningTransport.next;
import static dev.pluginio.transport.socketio.RunningTransport.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pluginio.testing.SampleLimits;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What hostile clients put into packets: the connection is closed or nothing comes of it, and a neighbour goes on. */
class HostilePacketsTest extends HostileClients {

    HostilePacketsTest() {
        super(new SampleLimits());
    }

    static List<String> bombs() {
        return List.of(
                "[".repeat(100_000),
                "[".repeat(100) + "]".repeat(100),
                "{\"a\":".repeat(100) + "1" + "}".repeat(100),
                "9".repeat(100_000),
                "1e" + "9".repeat(100),
                "0." + "1".repeat(1_000),
                "{\"" + "k".repeat(2_000) + "\":1}",
                "[" + "0,".repeat(200_000) + "0]",
                "[" + "{},".repeat(150_000) + "0]",
                keys(60_000));
    }

    private static String keys(int count) {
        var keys = new StringBuilder("{");
        for (int i = 0; i < count; i++) {
            keys.append("\"").append(Integer.toString(i, 36)).append("\":0,");
        }
        return keys.append("\"\":0}").toString();
    }

    @ParameterizedTest
    @MethodSource("bombs")
    void refusesJsonThatIsMeantToBeTooMuch(String json) throws Exception {
        BareSocket hostile = entered();
        hostile.insist(BareSocket.frameOf(0x81, ascii("42[\"x\"," + json + "]")));

        hostile.hearAll();
        await().untilAsserted(
                        () -> assertThat(io.counts.violated).containsExactly("payload is not JSON within the limits"));
        assertThat(io.recorder.received).isEmpty();
    }

    /** Names whose hashes are equal make no map slow. */
    @Test
    void readsNamesWithEqualHashesInTime() throws Exception {
        var json = new StringBuilder("{");
        for (int i = 0; i < 1 << 14; i++) {
            json.append('"');
            for (int bit = 0; bit < 14; bit++) {
                json.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            json.append("\":0,");
        }
        BareSocket client = entered();
        client.frame(0x81, ascii("42[\"x\"," + json.append("\"\":0}]")));

        assertThat(next(io.recorder.received).event()).isEqualTo("x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4599-[\"x\"]",
                "4565-[\"x\"]",
                "45999999999-[\"x\"]",
                "45-[\"x\"]",
                "451-[\"x\",{\"_placeholder\":true,\"num\":-1}]",
                "451-[\"x\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":0}]",
                "40",
                "42/admin,[\"x\"]",
                "40{\"a\":1",
                "0{\"sid\":\"mine\"}",
                "2",
                "5",
                "7",
                "\u0000",
            })
    void closesAConnectionForWhatIsNoPacketOrComesAtTheWrongTime(String packet) throws Exception {
        BareSocket hostile = entered();
        hostile.frame(0x81, ascii(packet));
        if (packet.startsWith("451")) {
            hostile.insist(BareSocket.frameOf(0x82, new byte[1]));
        }

        hostile.hearAll();
        assertThat(next(io.recorder.disconnected)).isEqualTo("parse error");
        assertThat(io.counts.violated).hasSize(1);
    }

    @Test
    void closesAConnectionForAttachmentsThatNobodyAskedForAndForTextInTheirPlace() throws Exception {
        BareSocket unasked = entered();
        unasked.frame(0x82, new byte[10]);
        unasked.hearAll();
        BareSocket interrupting = entered();
        interrupting.frame(0x81, ascii("451-[\"x\",{\"_placeholder\":true,\"num\":0}]"));
        interrupting.frame(0x81, ascii("42[\"y\"]"));
        interrupting.hearAll();

        assertThat(io.counts.violated)
                .containsExactly("attachment without a packet", "text while attachments are missing");
    }

    @Test
    void keepsNothingThatWaitsForAttachmentsOfAConnectionThatEnteredNothing() throws Exception {
        BareSocket hostile = open();
        hostile.say(BareSocket.handshake(WEB_SOCKET)).hear("\r\n\r\n");
        hostile.insist(BareSocket.frameOf(0x81, ascii("451-[\"x\"" + ",{\"a\":\"\"}".repeat(100) + "]")));

        hostile.hearAll();
        await().untilAsserted(() ->
                assertThat(io.counts.violated).containsExactly("packet for a namespace that was not entered"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"40{\"token\":\"%s\"}", "451-[\"%s\"]", "%s"})
    void readsNoLargeMessagesOfAConnectionThatEnteredNothing(String message) throws Exception {
        BareSocket hostile = open();
        hostile.say(BareSocket.handshake(WEB_SOCKET)).hear("\r\n\r\n");
        hostile.insist(BareSocket.frameOf(0x81, ascii("4" + message.formatted("x".repeat(70_000)))));

        hostile.hearAll();
        await().untilAsserted(() -> assertThat(io.counts.violated).containsExactly("payload too large"));
        BareSocket entered = entered();
        entered.frame(0x81, ascii("42[\"x\",\"" + "x".repeat(70_000) + "\"]"));
        assertThat(next(io.recorder.received).event()).isEqualTo("x");
    }

    /** Before it has come as a whole; a client that was let in could send as much again ten times over. */
    @ParameterizedTest(name = "{index}")
    @MethodSource("beginningsOfLargeMessages")
    void waitsForNoLargeMessageOfAConnectionThatEnteredNothing(byte[] beginning) throws Exception {
        BareSocket hostile = open();
        hostile.say(BareSocket.handshake(WEB_SOCKET)).hear("\r\n\r\n");
        hostile.insist(beginning);

        assertThat(hostile.hearAll()).endsWith("\u0003\u00f1Message too big"); // 1009
        await().untilAsserted(() -> assertThat(io.counts.violated).containsExactly("payload too large"));
        BareSocket entered = entered();
        entered.frame(0x81, ascii("42[\"x\",\"" + "x".repeat(900_000) + "\"]"));
        assertThat(next(io.recorder.received).event()).isEqualTo("x");
    }

    static List<byte[]> beginningsOfLargeMessages() {
        byte[] frame = BareSocket.frameOf(0x81, ascii("40" + "x".repeat(900_000)));
        var fragments = new ByteArrayOutputStream();
        for (int i = 0; i < 5; i++) {
            fragments.writeBytes(BareSocket.frameOf(i == 0 ? 0x01 : 0x00, ascii("40" + "x".repeat(30_000))));
        }
        return List.of(Arrays.copyOf(frame, 200_000), fragments.toByteArray());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 900000\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n30d40\r\n"})
    void waitsForNoLargePostOfAConnectionThatEnteredNothing(String rest) throws Exception {
        String session = raw.session();
        BareSocket hostile = open();
        hostile.say("POST /socket.io/?" + session + " HTTP/1.1\r\nHost: x\r\n" + rest);
        hostile.insist(ascii("x".repeat(200_000)));

        assertThat(hostile.hear("\r\n\r\n")).startsWith("HTTP/1.1 413 ");
        await().untilAsserted(() -> assertThat(io.counts.violated).containsExactly("payload too large"));
        assertThat(raw.get(session).statusCode()).isEqualTo(400);
    }

    @Test
    void waitsForAttachmentsNoLongerThanForARequest() throws Exception {
        try (var other = new RunningTransport(settings(
                new SampleLimits().requestTimeout(Duration.ofSeconds(1)).made()))) {
            RawClient.Connection punctual = new RawClient(other.port()).enter();
            punctual.send("451-[\"x\",{\"_placeholder\":true,\"num\":0}]");
            punctual.send(new byte[1]);
            next(other.recorder.received);
            BareSocket hostile = BareSocket.entered(other.port());
            hostile.frame(0x81, ascii("452-[\"x\"]")).frame(0x82, new byte[1]);

            hostile.hearAll();
            assertThat(next(other.recorder.disconnected)).isEqualTo("limit exceeded");
            assertThat(other.counts.limited).containsExactly("attachments in time");
            hostile.close();
            punctual.send("42[\"y\"]");
            assertThat(next(other.recorder.received).event()).isEqualTo("y");
        }
    }
}
