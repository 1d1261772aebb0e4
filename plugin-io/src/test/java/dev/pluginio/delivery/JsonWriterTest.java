package dev.pluginio.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pluginio.access.SensitiveNames;
import dev.pluginio.api.content.Entry;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonWriterTest {

    private final JsonWriter writer = new JsonWriter(new SensitiveNames(List.of("password", "apiKey")), Shape.FLAT);

    private String write(@Nullable Object value) {
        return new String(writer.write(value), StandardCharsets.UTF_8);
    }

    private static final class Fraction extends Number {
        @Override
        public int intValue() {
            return 0;
        }

        @Override
        public long longValue() {
            return 0;
        }

        @Override
        public float floatValue() {
            return 0.5f;
        }

        @Override
        public double doubleValue() {
            return 0.5;
        }

        @Override
        public String toString() {
            return "1 / 2";
        }
    }

    record Point(int x, List<String> names, @Nullable String password) {}

    @Test
    void writesWhatAnEntryMayHold() {
        assertThat(write(null)).isEqualTo("null");
        assertThat(write(List.of(true, 1, 2.5, 9007199254740993L, new BigDecimal("1.10"))))
                .isEqualTo("[true,1,2.5,9007199254740993,1.10]");
        assertThat(write(Instant.parse("2026-01-02T03:04:05Z"))).isEqualTo("\"2026-01-02T03:04:05.000Z\"");
        assertThat(write(LocalDate.of(2026, 1, 2))).isEqualTo("\"2026-01-02\"");
        assertThat(write(new UUID(0, 1))).isEqualTo("\"00000000-0000-0000-0000-000000000001\"");
        assertThat(write(new byte[] {1, 2, 3})).isEqualTo("\"AQID\"");
        assertThat(write(Shape.FLAT)).isEqualTo("\"FLAT\"");
        assertThat(write(Double.NaN)).isEqualTo("null");
        assertThat(write(new int[] {1, 2})).isEqualTo("[1,2]");
        assertThat(write("quote \" and line \n and é and 😀")).isEqualTo("\"quote \\\" and line \\n and é and 😀\"");
    }

    /** B2: in every sending method, any case, at any depth, and the caller's object untouched. */
    @Test
    void leavesOutSensitiveNamesAtEveryDepthWithoutTouchingTheValue() {
        Map<String, Object> inner = new HashMap<>(Map.of("user_api_key", "k", "n", 1));
        Map<String, Object> outer = new HashMap<>(Map.of("PASSWORD", "p", "list", List.of(inner)));

        assertThat(write(outer)).isEqualTo("{\"list\":[{\"n\":1}]}");
        assertThat(write(new Point(1, List.of("a"), "p"))).isEqualTo("{\"x\":1,\"names\":[\"a\"]}");
        assertThat(inner).containsKey("user_api_key");
        assertThat(outer).containsKey("PASSWORD");
    }

    @Test
    void putsAttributesWhereTheShapeSays() {
        Entry entry = new Entry(1L, "doc1", Map.of("title", "x"));

        assertThat(write(entry)).isEqualTo("{\"id\":1,\"documentId\":\"doc1\",\"title\":\"x\"}");
        JsonWriter old = new JsonWriter(SensitiveNames.NONE, Shape.ATTRIBUTES);
        assertThat(new String(old.write(entry), StandardCharsets.UTF_8))
                .isEqualTo("{\"id\":1,\"documentId\":\"doc1\",\"attributes\":{\"title\":\"x\"}}");
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThatThrownBy(() -> write(Map.of("x", new Object())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("java.lang.Object");
        assertThatThrownBy(() -> write(new Fraction())).hasMessageContaining("Fraction");
    }

    @Test
    void refusesDataThatContainsItself() {
        List<Object> list = new ArrayList<>();
        list.add(list);

        assertThatThrownBy(() -> write(list)).hasMessageContaining("does it contain itself?");
    }
}
