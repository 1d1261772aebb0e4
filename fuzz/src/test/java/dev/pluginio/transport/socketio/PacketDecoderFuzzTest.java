package dev.pluginio.transport.socketio;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The messages of one connection, written as the body of a post: refused, or packets that are what they say. */
class PacketDecoderFuzzTest {

    private static final int MAX_PAYLOAD = 100_000;
    private static final Json JSON = new Json(MAX_PAYLOAD);

    @FuzzTest
    void readsPacketsOrRefusesThem(byte[] body) {
        var decoder = new PacketDecoder(JSON, MAX_PAYLOAD);
        try {
            PollingPayload.read(body, part -> {
                Packet packet = part.binary() ? decoder.binary(part.bytes()) : decoder.text(part.bytes());
                if (packet != null) {
                    check(packet);
                }
            });
        } catch (Violation refused) {
            // as it may be
        }
    }

    private static void check(Packet packet) {
        require(packet.namespace().startsWith("/"), "a namespace begins with a slash");
        require(packet.id() >= -1, "an id is a number");
        switch (packet.type()) {
            case CONNECT ->
                require(packet.data() == null || packet.data() instanceof Map, "CONNECT carries an object or nothing");
            case DISCONNECT -> require(packet.data() == null, "DISCONNECT carries nothing");
            case EVENT ->
                require(
                        !packet.arguments().isEmpty() && packet.arguments().get(0) instanceof String,
                        "events have names");
            case ACK -> require(packet.id() >= 0, "answers have a number");
        }
        if (!holdsBinary(packet.data())) {
            JSON.write(packet.arguments());
        }
    }

    private static boolean holdsBinary(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return list.stream().anyMatch(PacketDecoderFuzzTest::holdsBinary);
        }
        return value instanceof byte[]
                || value instanceof Map<?, ?> map && map.values().stream().anyMatch(PacketDecoderFuzzTest::holdsBinary);
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new AssertionError("not so: " + rule);
        }
    }
}
