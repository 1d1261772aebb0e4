package dev.pluginio.transport.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pluginio.transport.Arguments;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packets in and out. */
class PacketTest {

    private final PacketDecoder decoder = new PacketDecoder(new Json(1_000), 1_000);

    @Test
    void readsEveryKindOfPacket() throws Violation {
        assertThat(text("40")).isEqualTo(new Packet(Packet.Type.CONNECT, "/", -1, null));
        assertThat(text("40/admin,{\"token\":\"x\"}"))
                .isEqualTo(new Packet(Packet.Type.CONNECT, "/admin", -1, Map.of("token", "x")));
        assertThat(text("40/admin")).isEqualTo(new Packet(Packet.Type.CONNECT, "/admin", -1, null));
        assertThat(text("41/admin,")).isEqualTo(new Packet(Packet.Type.DISCONNECT, "/admin", -1, null));
        assertThat(text("42[\"x\"]")).isEqualTo(new Packet(Packet.Type.EVENT, "/", -1, List.of("x")));
        assertThat(text("42/a,12[\"x\",1]")).isEqualTo(new Packet(Packet.Type.EVENT, "/a", 12, List.of("x", 1)));
        assertThat(text("4313[]")).isEqualTo(new Packet(Packet.Type.ACK, "/", 13, List.of()));
    }

    /** The official clients send them, and other numbers. */
    @Test
    void readsEventsWhoseNamesAreNumbers() throws Violation {
        assertThat(text("42[1,\"x\"]")).isEqualTo(new Packet(Packet.Type.EVENT, "/", -1, List.of(1, "x")));
    }

    @Test
    void readsJsonAsPlainValues() throws Violation {
        Packet packet = Objects.requireNonNull(
                text("42[\"x\",null,true,1,3000000000,123456789012345678901,1.5,\"é\",[{}],{\"a\":{\"b\":[]}}]"));

        assertThat(packet.arguments())
                .isEqualTo(Arrays.asList(
                        "x",
                        null,
                        true,
                        1,
                        3_000_000_000L,
                        new BigInteger("123456789012345678901"),
                        1.5,
                        "é",
                        List.of(Map.of()),
                        Map.of("a", Map.of("b", List.of()))));
    }

    @Test
    void putsAttachmentsWhereTheirPlaceholdersAre() throws Violation {
        assertThat(
                        text(
                                "452-/a,7[\"x\",{\"deep\":[{\"_placeholder\":true,\"num\":1}]},{\"_placeholder\":true,\"num\":0}]"))
                .isNull();
        assertThat(decoder.binary(new byte[] {1})).isNull();
        Packet packet = Objects.requireNonNull(decoder.binary(new byte[] {2, 3}));

        assertThat(packet.namespace()).isEqualTo("/a");
        assertThat(packet.id()).isEqualTo(7);
        assertThat((byte[]) packet.arguments().get(2)).containsExactly(1);
        Map<?, ?> deep = (Map<?, ?>) Objects.requireNonNull(packet.arguments().get(1));
        assertThat((byte[]) ((List<?>) Objects.requireNonNull(deep.get("deep"))).get(0))
                .containsExactly(2, 3);
    }

    /** As large as what was sent of it would be: a handler that sends on what it was given makes a copy for each place. */
    @Test
    void putsAnAttachmentIntoOnePlaceAndNoMore() throws Violation {
        text("451-[\"x\",{\"_placeholder\":true,\"num\":0},[{\"_placeholder\":true,\"num\":0}]]");
        assertThatThrownBy(() -> decoder.binary(new byte[1])).hasMessage("attachment in several places");
    }

    @Test
    void readsAPacketAfterOneWithAttachments() throws Violation {
        text("461-3[{\"_placeholder\":true,\"num\":0}]");
        assertThat(Objects.requireNonNull(decoder.binary(new byte[0])).type()).isEqualTo(Packet.Type.ACK);
        assertThat(text("450-[\"x\"]")).isEqualTo(new Packet(Packet.Type.EVENT, "/", -1, List.of("x")));
        assertThat(text("42[\"y\"]")).isNotNull();
    }

    @Test
    void readsThePayloadOfAPacketNotBeforeItsAttachmentsAreThere() throws Violation {
        assertThat(text("451-[no JSON")).isNull();
        assertThat(decoder.isWaiting()).isTrue();
        assertThatThrownBy(() -> decoder.binary(new byte[1])).isInstanceOf(Violation.class);
    }

    @Test
    void readsNoPayloadOfAPacketThatMayNotBeSent() {
        var closed = new PacketDecoder(new Json(1_000), 1_000, (type, namespace) -> {
            throw new Violation(type + " to " + namespace);
        });

        assertThatThrownBy(() -> closed.text("42/a,[no JSON".getBytes(StandardCharsets.UTF_8)))
                .hasMessage("EVENT to /a");
        assertThatThrownBy(() -> closed.text("451-[no JSON".getBytes(StandardCharsets.UTF_8)))
                .hasMessage("EVENT to /");
        assertThat(closed.isWaiting()).isFalse();
    }

    @Test
    void keepsTheTotalOfAPacketUnderTheLimit() throws Violation {
        text("453-[\"x\",{\"_placeholder\":true,\"num\":0}]");
        decoder.binary(new byte[600]);
        assertThatThrownBy(() -> decoder.binary(new byte[600])).isInstanceOf(Violation.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4",
                "4a",
                "48",
                "44{}",
                "4-1",
                "45[\"x\"]",
                "451[\"x\"]",
                "4565-[\"x\"]",
                "450-[\"x\",{\"_placeholder\":true,\"num\":0}]",
                "450-[\"x\",{\"_placeholder\":true,\"num\":\"0\"}]",
                "450-[\"x\",{\"_placeholder\":true}]",
                "40[]",
                "40\"x\"",
                "41{}",
                "42",
                "42[]",
                "42[null]",
                "42[[]]",
                "42{\"a\":1}",
                "42[\"newListener\"]",
                "42[\"x\"]x",
                "43[]",
                "431",
                "42[\"x\",0123]",
                "42[\"x\",NaN]"
            })
    void refusesWhatIsNoPacket(String message) {
        assertThatThrownBy(() -> text(message)).isInstanceOf(Violation.class);
    }

    @Test
    void refusesOversizedNamesAndTextBetweenAttachments() throws Violation {
        assertThatThrownBy(() -> text("40/" + "n".repeat(300))).isInstanceOf(Violation.class);
        assertThatThrownBy(() -> decoder.binary(new byte[1])).isInstanceOf(Violation.class);
        text("451-[\"x\",{\"_placeholder\":true,\"num\":0}]");
        assertThatThrownBy(() -> text("42[\"x\"]")).isInstanceOf(Violation.class);
    }

    @Test
    void writesPacketsAndLetsReadyJsonThroughUntouched() {
        byte[] json = "{ \"a\" : \"\\u00e9é\" }".getBytes(StandardCharsets.UTF_8);

        assertThat(utf8(PacketEncoder.event("/", "article:update", Arguments.of(json))
                        .text()))
                .isEqualTo("42[\"article:update\",{ \"a\" : \"\\u00e9é\" }]");
        assertThat(utf8(PacketEncoder.event("/admin", "a\"b\né", Arguments.of(json))
                        .text()))
                .isEqualTo("42/admin,[\"a\\\"b\\né\",{ \"a\" : \"\\u00e9é\" }]");
        assertThat(utf8(answer("/", List.of()))).isEqualTo("437[]");
        assertThat(utf8(answer("/a", List.of(json, json))))
                .isEqualTo("43/a,7[{ \"a\" : \"\\u00e9é\" },{ \"a\" : \"\\u00e9é\" }]");
    }

    @Test
    void countsAttachmentsBeforeTheNamespaceAndTheId() {
        byte[] json = "{\"_placeholder\":true,\"num\":0}".getBytes(StandardCharsets.UTF_8);
        var binary = new Arguments(List.of(json), List.of(new byte[] {1}));

        assertThat(utf8(PacketEncoder.event("/admin", 13, "foo", binary).text()))
                .isEqualTo("451-/admin,13[\"foo\",{\"_placeholder\":true,\"num\":0}]");
        assertThat(utf8(PacketEncoder.acknowledgement("/", 14, binary).text()))
                .isEqualTo("461-14[{\"_placeholder\":true,\"num\":0}]");
        assertThat(PacketEncoder.event("/", "foo", binary).attachments()).containsExactly(new byte[] {1});
        assertThat(utf8(PacketEncoder.event("/", "foo", new Arguments(List.of(), List.of()))
                        .text()))
                .isEqualTo("42[\"foo\"]");
    }

    private static byte[] answer(String namespace, List<byte[]> values) {
        return PacketEncoder.acknowledgement(namespace, 7, new Arguments(values, List.of()))
                .text();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 65_535, 65_536, 200_000})
    void putsLengthsIntoWebSocketFramesAsTheyMustBe(int length) {
        byte[] payload = new byte[length];
        Arrays.fill(payload, (byte) 'x');
        var frame = new Frame(payload);
        ByteBuf out = frame.webSocket(UnpooledByteBufAllocator.DEFAULT);

        assertThat(out.readUnsignedByte()).isEqualTo((short) 0x81);
        int first = out.readUnsignedByte();
        long read = first < 126 ? first : first == 126 ? out.readUnsignedShort() : out.readLong();
        assertThat(read).isEqualTo(length);
        assertThat(first == 126).isEqualTo(length >= 126 && length <= 65_535);
        assertThat(out.readableBytes()).isEqualTo(length);
        out.release();
    }

    @Test
    void sharesTheBytesOfAFrameThatManyGet() {
        var frame = new Frame("42[\"x\"]".getBytes(StandardCharsets.UTF_8));
        frame.remember(UnpooledByteBufAllocator.DEFAULT);
        ByteBuf one = frame.webSocket(UnpooledByteBufAllocator.DEFAULT);
        ByteBuf two = frame.webSocket(UnpooledByteBufAllocator.DEFAULT);

        assertThat(one.memoryAddress()).isEqualTo(two.memoryAddress());
        assertThat(one.refCnt()).isEqualTo(3);
        one.release();
        two.release();
        frame.forget();
        assertThat(two.refCnt()).isZero();
    }

    @Test
    void sendsAttachmentsInEitherForm() {
        var frame = new Frame("451-[]".getBytes(StandardCharsets.UTF_8), List.of(new byte[] {1, 2, 3}));
        ByteBuf polling = Unpooled.buffer();
        frame.appendTo(polling);
        assertThat(polling.toString(StandardCharsets.UTF_8)).isEqualTo("451-[]\u001ebAQID");
        ByteBuf socket = frame.webSocket(UnpooledByteBufAllocator.DEFAULT);
        assertThat(socket.readableBytes()).isEqualTo(2 + 6 + 2 + 3);
        assertThat(socket.getUnsignedByte(8)).isEqualTo((short) 0x82);
        socket.release();
    }

    private @org.jspecify.annotations.Nullable Packet text(String message) throws Violation {
        return decoder.text(message.getBytes(StandardCharsets.UTF_8));
    }

    private static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    void handsOnThePartsOfABodyOneAtATimeAndStopsAtAnEmptyOne() {
        var read = new ArrayList<String>();
        byte[] body = "40\u001ebAQID\u001e\u001e41".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> PollingPayload.read(
                        body, part -> read.add(part.binary() ? Arrays.toString(part.bytes()) : utf8(part.bytes()))))
                .isInstanceOf(Violation.class);
        assertThat(read).containsExactly("40", "[1, 2, 3]");
    }
}
