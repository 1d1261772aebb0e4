package dev.pluginio.transport.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pluginio.transport.Arguments;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written is what is read: events, answers and their attachments, as messages and as bodies of polls. */
class RoundTripTest {

    private static final int MOST_ATTACHMENTS = 60;
    private static final int MAX_PAYLOAD = 10_000_000;
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String[] TEXTS = {
        "", "a", "é", "😀", "\u0000\u001e\"\\/", "_placeholder", "num", "x".repeat(300)
    };

    static List<Long> seeds() {
        Random seeds = new Random();
        var all = new ArrayList<Long>();
        for (long i = 0; i < 200; i++) {
            all.add(i);
        }
        // a failure names its seed, which can be added above
        for (int i = 0; i < 300; i++) {
            all.add(seeds.nextLong());
        }
        return all;
    }

    /** A packet's content, once as it is written and once as it is to be read. */
    private static final class Content {
        private final List<byte[]> values = new ArrayList<>();
        private final List<@Nullable Object> read = new ArrayList<>();
        private final List<byte[]> attachments = new ArrayList<>();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void isReadAsItWasWritten(long seed) throws Exception {
        Random random = new Random(seed);
        Content content = content(random);
        String namespace = random.nextBoolean() ? "/" : "/n" + random.nextInt(100);
        long id = random.nextInt(3) == 0 ? -1 : random.nextInt(1_000_000);
        String name = "event" + TEXTS[random.nextInt(TEXTS.length)];
        var arguments = new Arguments(content.values, content.attachments);

        Packet event = read(PacketEncoder.event(namespace, id, name, arguments), random.nextBoolean());
        List<@Nullable Object> named = new ArrayList<>(content.read);
        named.add(0, name);
        assertSame(event, new Packet(Packet.Type.EVENT, namespace, id, named));
        long number = Math.max(0, id);
        Packet answer = read(PacketEncoder.acknowledgement(namespace, number, arguments), random.nextBoolean());
        assertSame(answer, new Packet(Packet.Type.ACK, namespace, number, content.read));
    }

    private static void assertSame(Packet actual, Packet expected) {
        assertThat(actual).usingRecursiveComparison().isEqualTo(expected);
    }

    private static Packet read(Encoded packet, boolean polling) throws Violation {
        var decoder = new PacketDecoder(new Json(MAX_PAYLOAD), MAX_PAYLOAD);
        var read = new ArrayList<Packet>();
        if (polling) {
            PollingPayload.read(
                    body(packet),
                    part -> add(read, part.binary() ? decoder.binary(part.bytes()) : decoder.text(part.bytes())));
        } else {
            add(read, decoder.text(packet.text()));
            for (byte[] attachment : packet.attachments()) {
                add(read, decoder.binary(attachment));
            }
        }
        assertThat(read).hasSize(1);
        return read.get(0);
    }

    private static byte[] body(Encoded packet) {
        var body = new ByteArrayOutputStream();
        body.writeBytes(packet.text());
        for (byte[] attachment : packet.attachments()) {
            body.write(Polling.SEPARATOR);
            body.write('b');
            body.writeBytes(Base64.getEncoder().encode(attachment));
        }
        return body.toByteArray();
    }

    private static void add(List<Packet> read, @Nullable Packet packet) {
        if (packet != null) {
            read.add(packet);
        }
    }

    private static Content content(Random random) throws JsonProcessingException {
        Content content = new Content();
        for (int i = random.nextInt(4); i > 0; i--) {
            Object value = value(random, content, 0);
            content.values.add(
                    MAPPER.writeValueAsString(written(value, content)).getBytes(StandardCharsets.UTF_8));
            content.read.add(value);
        }
        return content;
    }

    private static @Nullable Object value(Random random, Content content, int depth) {
        return switch (random.nextInt(depth > 4 ? 6 : 9)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2 -> random.nextInt();
            case 3 -> 4_000_000_000L + random.nextInt(1_000_000_000);
            case 4 -> random.nextInt() / 8.0;
            case 5 -> TEXTS[random.nextInt(TEXTS.length)];
            case 6 -> {
                byte[] bytes = new byte[random.nextInt(100)];
                random.nextBytes(bytes);
                yield attached(bytes, content);
            }
            case 7 -> {
                var list = new ArrayList<@Nullable Object>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    list.add(value(random, content, depth + 1));
                }
                yield list;
            }
            default -> {
                var map = new LinkedHashMap<String, @Nullable Object>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    map.put("k" + i + TEXTS[random.nextInt(TEXTS.length)], value(random, content, depth + 1));
                }
                yield map;
            }
        };
    }

    private static byte @Nullable [] attached(byte[] bytes, Content content) {
        if (content.attachments.size() == MOST_ATTACHMENTS) {
            return null;
        }
        content.attachments.add(bytes);
        return bytes;
    }

    /** The same with placeholders for binary data. */
    private static @Nullable Object written(@Nullable Object value, Content content) {
        if (value instanceof byte[] bytes) {
            return Map.of("_placeholder", true, "num", indexOf(bytes, content.attachments));
        } else if (value instanceof List<?> list) {
            var copy = new ArrayList<@Nullable Object>();
            list.forEach(element -> copy.add(written(element, content)));
            return copy;
        } else if (value instanceof Map<?, ?> map) {
            var copy = new LinkedHashMap<Object, @Nullable Object>();
            map.forEach((key, element) -> copy.put(key, written(element, content)));
            return copy;
        }
        return value;
    }

    private static int indexOf(byte[] bytes, List<byte[]> attachments) {
        for (int i = 0; i < attachments.size(); i++) {
            if (attachments.get(i) == bytes) {
                return i;
            }
        }
        throw new IllegalStateException("not attached");
    }
}
