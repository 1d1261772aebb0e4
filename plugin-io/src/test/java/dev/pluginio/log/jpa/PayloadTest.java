package dev.pluginio.log.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pluginio.api.content.Action;
import dev.pluginio.api.content.Entry;
import dev.pluginio.api.event.ContentChange;
import dev.pluginio.capture.jpa.model.Blog.Mood;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is kept comes back equal. */
class PayloadTest {

    private static final String UID = "api::article.article";

    private final Payload payload = new Payload(PayloadTest::enumOf);

    private static Optional<Class<?>> enumOf(String name) {
        try {
            return Optional.of(Class.forName(name));
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        }
    }

    private static final List<Function<Random, @Nullable Object>> SIMPLE = List.of(
            random -> null,
            Random::nextBoolean,
            Random::nextInt,
            Random::nextLong,
            random -> (short) random.nextInt(),
            random -> (byte) random.nextInt(),
            random -> Float.intBitsToFloat(random.nextInt()),
            random -> Double.longBitsToDouble(random.nextLong()),
            random -> Double.POSITIVE_INFINITY,
            random -> -0.0,
            random -> new BigInteger(200, random).negate(),
            random -> new BigDecimal(new BigInteger(90, random), random.nextInt(60) - 30),
            random -> (char) ('a' + random.nextInt(26)),
            PayloadTest::text,
            random -> new UUID(random.nextLong(), random.nextLong()),
            random -> instant(random),
            random -> date(random),
            random -> LocalTime.ofNanoOfDay(Math.floorMod(random.nextLong(), 86_400_000_000_000L)),
            random -> LocalDateTime.ofInstant(instant(random), ZoneOffset.UTC),
            random -> instant(random).atOffset(ZoneOffset.ofHoursMinutes(5, 30)),
            random -> OffsetTime.of(LocalTime.of(random.nextInt(24), 3), ZoneOffset.ofHours(random.nextInt(18))),
            random -> instant(random).atZone(ZoneId.of("Europe/Berlin")),
            random -> instant(random).atZone(ZoneOffset.ofHours(2)),
            // the hour that comes twice
            random -> ZonedDateTime.ofLocal(
                    LocalDateTime.of(2025, 10, 26, 2, 30),
                    ZoneId.of("Europe/Berlin"),
                    ZoneOffset.ofHours(1 + random.nextInt(2))),
            random -> Year.of(random.nextInt(20_000) - 10_000),
            random -> YearMonth.of(random.nextInt(20_000) - 10_000, 1 + random.nextInt(12)),
            random -> MonthDay.of(2, 29),
            random -> Duration.ofNanos(random.nextLong()),
            random -> Period.of(random.nextInt(), random.nextInt(), random.nextInt()),
            random -> ZoneId.of("America/New_York"),
            random -> ZoneOffset.ofHours(-3),
            random -> Mood.values()[random.nextInt(Mood.values().length)],
            random -> DayOfWeek.of(1 + random.nextInt(7)),
            random -> URI.create("https://example.org/?a=" + random.nextInt()),
            PayloadTest::bytes);

    private static Instant instant(Random random) {
        return Instant.ofEpochSecond(random.nextInt() * 40L, random.nextInt(1_000_000_000));
    }

    private static LocalDate date(Random random) {
        return LocalDate.ofEpochDay(random.nextInt(40_000_000) - 20_000_000);
    }

    private static String text(Random random) {
        String[] some = {"", "a\u0000b", "\"'\\", "Grüße 🌍", "\u2028", "{\"t\":\"long\",\"v\":\"1\"}", "\n\t"};
        return some[random.nextInt(some.length)].repeat(1 + random.nextInt(3));
    }

    private static byte[] bytes(Random random) {
        byte[] bytes = new byte[random.nextInt(50)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static @Nullable Object value(Random random, int depth) {
        int kind = random.nextInt(SIMPLE.size() + (depth < 4 ? 12 : 0));
        if (kind < SIMPLE.size()) {
            return SIMPLE.get(kind).apply(random);
        }
        int size = random.nextInt(4);
        return switch (kind % 4) {
            case 0 -> entry(random, depth + 1);
            case 1 -> {
                List<@Nullable Object> list = new ArrayList<>();
                for (int i = 0; i < size; i++) {
                    list.add(value(random, depth + 1));
                }
                yield list;
            }
            case 2 -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                for (int i = 0; i < size; i++) {
                    map.put(text(random) + i, value(random, depth + 1));
                }
                yield map;
            }
            default -> {
                Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
                for (int i = 0; i < size; i++) {
                    map.put(random.nextBoolean() ? Mood.values()[0] : random.nextLong(), value(random, depth + 1));
                }
                yield map;
            }
        };
    }

    private static Entry entry(Random random, int depth) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (int i = random.nextInt(6); i >= 0; i--) {
            values.put("a" + i, value(random, depth));
        }
        Object[] ids = {random.nextLong(), random.nextInt(), UUID.randomUUID(), "a:" + random.nextInt()};
        return new Entry(ids[random.nextInt(ids.length)], text(random), values);
    }

    /** Another state of the same entry: some values as they are, some changed, some absent. */
    private static Entry later(Random random, Entry entry) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        entry.values().forEach((name, value) -> {
            if (random.nextInt(4) > 0) {
                values.put(name, random.nextBoolean() ? value : value(random, 2));
            }
        });
        values.put("more", value(random, 2));
        return new Entry(entry.id(), entry.documentId(), values);
    }

    private static ContentChange change(Random random) {
        Entry entry = entry(random, 0);
        return switch (random.nextInt(5)) {
            case 0 -> ContentChange.created(UID, entry);
            case 1 -> ContentChange.deleted(UID, entry);
            case 2 -> ContentChange.of(UID, new Action("approve"), entry);
            case 3 -> ContentChange.of(UID, Action.PUBLISH, entry, later(random, entry));
            default -> ContentChange.updated(UID, entry, later(random, entry));
        };
    }

    private static void assertSame(Optional<Entry> actual, Optional<Entry> expected) {
        assertThat(deep(actual.orElse(null))).isEqualTo(deep(expected.orElse(null)));
    }

    /** With arrays of bytes as something that has an equals. */
    private static @Nullable Object deep(@Nullable Object value) {
        if (value instanceof Entry entry) {
            return List.of(deep(entry.id()), entry.documentId(), deep(entry.values()));
        } else if (value instanceof Map<?, ?> map) {
            Map<@Nullable Object, @Nullable Object> copy = new LinkedHashMap<>();
            map.forEach((key, item) -> copy.put(key, deep(item)));
            return copy;
        } else if (value instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>();
            list.forEach(item -> copy.add(deep(item)));
            return copy;
        }
        return value instanceof byte[] bytes ? "bytes " + java.util.Arrays.toString(bytes) : value;
    }

    @Test
    void givesBackWhatItWasGiven() {
        for (int seed = 0; seed < 5_000; seed++) {
            ContentChange change = change(new Random(seed));
            ContentChange read = payload.read(UID, change.action(), payload.write(change));
            assertSame(read.before(), change.before());
            assertSame(read.after(), change.after());
            assertThat(read.action()).isEqualTo(change.action());
            assertThat(read.uid()).isEqualTo(UID);
        }
    }

    @Test
    void keepsOnceWhatDidNotChange() {
        String body = "word ".repeat(1_000);
        Entry before = Entry.of(1L, Map.of("body", body, "title", "a"));
        Entry after = Entry.of(1L, Map.of("body", body, "title", "b"));
        assertThat(payload.write(ContentChange.updated(UID, before, after))).hasSizeLessThan(body.length() + 300);
    }

    @Test
    void givesTheNameOfAConstantThatTheHostHasNoMore() {
        Payload without = new Payload(name -> Optional.empty());
        ContentChange change = ContentChange.created(UID, Entry.of(1L, Map.of("mood", Mood.values()[0])));
        assertThat(without.read(UID, Action.CREATE, payload.write(change))
                        .entry()
                        .values())
                .containsEntry("mood", Mood.values()[0].name());
    }

    @Test
    void refusesWhatCannotBeKept() {
        ContentChange change = ContentChange.created(UID, Entry.of(1L, Map.of("odd", new Object[] {this})));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> payload.write(change))
                .withMessageContaining("PayloadTest");
        assertThatIllegalArgumentException().isThrownBy(() -> payload.read(UID, Action.CREATE, "{}"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> payload.read(UID, Action.CREATE, "{\"after\":{\"t\":\"x\"}}"));
    }
}
