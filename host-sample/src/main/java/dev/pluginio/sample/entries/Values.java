package dev.pluginio.sample.entries;

import dev.pluginio.sample.content.ModelField;
import dev.pluginio.sample.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Values as clients write them. */
final class Values {

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");

    private Values() {}

    /** Reads a value of a query. */
    static Comparable<?> parse(QueryParam param, Class<?> type, String untrusted) {
        try {
            if (type == String.class) {
                return storable(untrusted);
            }
            if (type == int.class || type == Integer.class) {
                return Integer.valueOf(untrusted);
            }
            if (type == long.class || type == Long.class) {
                return Long.valueOf(untrusted);
            }
            if (type == Instant.class) {
                return instant(untrusted);
            }
            throw param.malformed("cannot be asked about");
        } catch (IllegalArgumentException | DateTimeException e) {
            throw param.malformed("must be a " + nameOf(type));
        }
    }

    /** Checks a value of a body against the field that it is for. */
    static @Nullable Object check(ModelField field, @Nullable Object untrusted) {
        if (untrusted == null) {
            if (field.isRequired()) {
                throw Problem.invalid(field.name(), "'" + field + "' must have a value");
            }
            return null;
        }
        try {
            Class<?> type = field.valueType();
            if (type == String.class && untrusted instanceof String text) {
                return text(field, text);
            }
            if (type == int.class && untrusted instanceof Integer number) {
                return number;
            }
            if (type == Instant.class && untrusted instanceof String text) {
                return instant(text);
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            // told below, as what is wrong is the same
        }
        throw Problem.invalid(field.name(), "'" + field + "' must be a " + nameOf(field.valueType()));
    }

    private static String text(ModelField field, String untrusted) {
        if (field.isRequired() && untrusted.isBlank()) {
            throw Problem.invalid(field.name(), "'" + field + "' must not be blank");
        }
        if (untrusted.length() > field.maxLength()) {
            throw Problem.invalid(
                    field.name(), "'" + field + "' must have at most " + field.maxLength() + " characters");
        }
        return storable(untrusted);
    }

    /** PostgreSQL stores no NUL, and half a surrogate pair is no text. */
    private static String storable(String untrusted) {
        if (untrusted.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(untrusted)) {
            throw new IllegalArgumentException("no text");
        }
        return untrusted;
    }

    private static Instant instant(String untrusted) {
        Instant instant = Instant.parse(untrusted).truncatedTo(ChronoUnit.MILLIS);
        if (instant.isBefore(FIRST) || instant.isAfter(LAST)) {
            throw new IllegalArgumentException("no year of four digits");
        }
        return instant;
    }

    private static String nameOf(Class<?> type) {
        if (type == String.class) {
            return "text";
        }
        return type == Instant.class ? "time such as 2026-01-02T03:04:05.678Z" : "whole number";
    }
}
