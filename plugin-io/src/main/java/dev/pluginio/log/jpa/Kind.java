package dev.pluginio.log.jpa;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A class of the JDK whose values are kept as text.
 *
 * @param name how it is named where it is kept; may never be changed
 * @param type the class, or one that all of them extend
 * @param write the text
 * @param read an equal value
 */
record Kind(String name, Class<?> type, Function<Object, String> write, Function<String, Object> read) {

    private static final List<Kind> ALL = List.of(
            of("long", Long.class, Long::valueOf),
            of("short", Short.class, Short::valueOf),
            of("byte", Byte.class, Byte::valueOf),
            of("double", Double.class, Double::valueOf),
            of("float", Float.class, Float::valueOf),
            of("decimal", BigDecimal.class, BigDecimal::new),
            of("integer", BigInteger.class, BigInteger::new),
            of("char", Character.class, text -> text.charAt(0)),
            of("uuid", UUID.class, UUID::fromString),
            of("instant", Instant.class, Instant::parse),
            of("date", LocalDate.class, LocalDate::parse),
            of("time", LocalTime.class, LocalTime::parse),
            of("dateTime", LocalDateTime.class, LocalDateTime::parse),
            of("offsetDateTime", OffsetDateTime.class, OffsetDateTime::parse),
            of("offsetTime", OffsetTime.class, OffsetTime::parse),
            of("zonedDateTime", ZonedDateTime.class, ZonedDateTime::parse),
            new Kind("year", Year.class, Object::toString, text -> Year.of(Integer.parseInt(text))),
            new Kind("yearMonth", YearMonth.class, Kind::monthText, Kind::month),
            of("monthDay", MonthDay.class, MonthDay::parse),
            of("duration", Duration.class, Duration::parse),
            of("period", Period.class, Period::parse),
            of("zone", ZoneId.class, ZoneId::of),
            of("uri", URI.class, URI::create),
            new Kind(
                    "bytes",
                    byte[].class,
                    value -> Base64.getEncoder().encodeToString((byte[]) value),
                    text -> Base64.getDecoder().decode(text)));

    private static final Map<String, Kind> BY_NAME = ALL.stream().collect(Collectors.toMap(Kind::name, kind -> kind));

    private static <T> Kind of(String name, Class<T> type, Function<String, T> read) {
        return new Kind(name, type, Object::toString, read::apply);
    }

    private static String monthText(Object value) {
        YearMonth month = (YearMonth) value;
        return month.getYear() + "/" + month.getMonthValue();
    }

    private static YearMonth month(String text) {
        int slash = text.indexOf('/');
        return YearMonth.of(Integer.parseInt(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
    }

    /** The kind of a value; null if it is none of these. */
    static @Nullable Kind of(Object value) {
        for (Kind kind : ALL) {
            if (kind.type.isInstance(value)) {
                return kind;
            }
        }
        return null;
    }

    /**
     * The kind that was kept under a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    static Kind named(String name) {
        Kind kind = BY_NAME.get(name);
        if (kind == null) {
            throw new IllegalArgumentException("no kind of value is named '" + name + "'");
        }
        return kind;
    }
}
