package dev.pluginio.session.arguments;

import dev.pluginio.api.content.ValueType;
import dev.pluginio.describe.form.Form;
import java.math.BigInteger;
import java.net.URI;
import java.net.URL;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.Currency;
import java.util.Date;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What single values look like in JSON. */
final class Scalars {

    private static final Set<Class<?>> WHOLE = Set.of(
            byte.class,
            Byte.class,
            short.class,
            Short.class,
            int.class,
            Integer.class,
            long.class,
            Long.class,
            BigInteger.class,
            AtomicInteger.class,
            AtomicLong.class);
    private static final Set<Class<?>> TRUTHS = Set.of(boolean.class, Boolean.class, AtomicBoolean.class);
    private static final Set<Class<?>> MOMENTS =
            Set.of(Instant.class, OffsetDateTime.class, ZonedDateTime.class, Date.class, Calendar.class);
    private static final Set<Class<?>> WORDS =
            Set.of(char.class, Character.class, Locale.class, Currency.class, TimeZone.class);

    private Scalars() {}

    /** The form of a class of the JDK; empty if it is not that of a single value. */
    static Optional<Form> of(Class<?> type) {
        if (TRUTHS.contains(type)) {
            return form(ValueType.Kind.BOOLEAN);
        } else if (WHOLE.contains(type)) {
            return bounded(ValueType.Kind.NUMBER, "type", "integer");
        } else if (type == float.class || type == double.class || Number.class.isAssignableFrom(type)) {
            return form(ValueType.Kind.NUMBER);
        } else if (MOMENTS.contains(type)) {
            return form(ValueType.Kind.MOMENT);
        } else if (type == LocalDate.class) {
            return form(ValueType.Kind.DATE);
        } else if (type == UUID.class) {
            return bounded(ValueType.Kind.TEXT, "format", "uuid");
        } else if (type == URI.class || type == URL.class) {
            return bounded(ValueType.Kind.TEXT, "format", "uri");
        }
        return WORDS.contains(type)
                        || CharSequence.class.isAssignableFrom(type)
                        || type.getPackageName().equals("java.time")
                ? form(ValueType.Kind.TEXT)
                : Optional.empty();
    }

    private static Optional<Form> form(ValueType.Kind kind) {
        return Optional.of(Form.of(kind));
    }

    private static Optional<Form> bounded(ValueType.Kind kind, String keyword, Object value) {
        return Optional.of(new Form.Bounded(Form.of(kind), Map.of(keyword, value)));
    }
}
