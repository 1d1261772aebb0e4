package dev.pluginio.delivery;

import com.fasterxml.jackson.core.Base64Variant;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import dev.pluginio.access.SensitiveNames;
import dev.pluginio.api.content.Entry;
import dev.pluginio.transport.Arguments;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalAmount;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Calendar;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Writes values as JSON: what an {@link Entry} may hold, entries themselves, arrays, and records by their components.
 * Nothing else is written. Moments are written as
 * JavaScript's {@code toISOString} does. Whatever stands under a sensitive name is left out, at every depth, without
 * touching the value. Thread-safe.
 */
public final class JsonWriter {

    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final int DEEPEST = 100;
    private static final String PLACEHOLDER = "_placeholder";

    // not thread-local: a buffer kept by a host's thread would keep the plugin's class loader
    private final JsonFactory json = new JsonFactoryBuilder()
            .recyclerPool(JsonRecyclerPools.newBoundedPool(16))
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();

    private final SensitiveNames sensitive;
    private final Shape shape;

    /**
     * Makes a writer.
     *
     * @param sensitive the names under which nothing is written
     * @param shape where the attributes of an entry stand
     */
    public JsonWriter(SensitiveNames sensitive, Shape shape) {
        this.sensitive = sensitive;
        this.shape = shape;
    }

    /** Where the attributes of an entry stand. */
    public Shape shape() {
        return shape;
    }

    /**
     * Writes one value.
     *
     * @return JSON in UTF-8
     * @throws IllegalArgumentException if there is something in it that is not written, such as an object of a class of
     *     the host's; the message names its class
     */
    public byte[] write(@Nullable Object value) {
        return write(generator -> value(generator, value, 0));
    }

    /**
     * Writes values that may hold binary data, each as one argument.
     *
     * @throws IllegalArgumentException if there is something in them that is not written, or that clients would take for
     *     binary data
     */
    public Arguments arguments(List<? extends @Nullable Object> values) {
        List<byte[]> attachments = new ArrayList<>();
        List<byte[]> written = new ArrayList<>(values.size());
        boolean isForged = false;
        for (Object value : values) {
            AtomicBoolean forged = new AtomicBoolean();
            written.add(write(generator -> value(new Detaching(generator, attachments, forged), value, 0)));
            isForged |= forged.get();
        }
        if (isForged && !attachments.isEmpty()) {
            throw new IllegalArgumentException("a map with '" + PLACEHOLDER + "': true cannot be sent beside a byte[]:"
                    + " clients would take it for binary data; give it another name");
        }
        return new Arguments(written, attachments);
    }

    /** Writes a placeholder where there is binary data. */
    private static final class Detaching extends JsonGeneratorDelegate {
        private final List<byte[]> attachments;
        private final AtomicBoolean forged;
        private boolean isNamedLikeOne;

        Detaching(JsonGenerator generator, List<byte[]> attachments, AtomicBoolean forged) {
            super(generator, false);
            this.attachments = attachments;
            this.forged = forged;
        }

        @Override
        public void writeFieldName(String name) throws IOException {
            isNamedLikeOne = name.equals(PLACEHOLDER);
            delegate.writeFieldName(name);
        }

        @Override
        public void writeBoolean(boolean value) throws IOException {
            if (value && isNamedLikeOne) {
                forged.set(true);
            }
            delegate.writeBoolean(value);
        }

        @Override
        public void writeBinary(Base64Variant variant, byte[] data, int offset, int length) throws IOException {
            delegate.writeStartObject();
            delegate.writeBooleanField(PLACEHOLDER, true);
            delegate.writeNumberField("num", attachments.size());
            delegate.writeEndObject();
            attachments.add(Arrays.copyOfRange(data, offset, offset + length));
        }
    }

    /** Writes what the given steps write. */
    byte[] write(Steps steps) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator generator = json.createGenerator(bytes)) {
            steps.write(generator);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    void entry(JsonGenerator generator, Entry entry, int depth) throws IOException {
        generator.writeStartObject();
        identifiers(generator, entry);
        if (shape == Shape.ATTRIBUTES) {
            generator.writeObjectFieldStart("attributes");
        }
        members(generator, entry.values(), depth);
        if (shape == Shape.ATTRIBUTES) {
            generator.writeEndObject();
        }
        generator.writeEndObject();
    }

    void identifiers(JsonGenerator generator, Entry entry) throws IOException {
        generator.writeFieldName("id");
        if (entry.id() instanceof Number) {
            value(generator, entry.id(), 0);
        } else {
            generator.writeString(entry.id().toString());
        }
        generator.writeStringField("documentId", entry.documentId());
    }

    private void members(JsonGenerator generator, Map<?, ?> map, int depth) throws IOException {
        for (Map.Entry<?, ?> member : map.entrySet()) {
            String name = String.valueOf(member.getKey());
            if (!sensitive.contains(name)) {
                generator.writeFieldName(name);
                value(generator, member.getValue(), depth + 1);
            }
        }
    }

    void value(JsonGenerator generator, @Nullable Object value, int depth) throws IOException {
        if (depth > DEEPEST) {
            throw new IllegalArgumentException(
                    "the data is nested deeper than " + DEEPEST + " levels; does it contain itself?");
        }
        if (value == null) {
            generator.writeNull();
        } else if (value instanceof Entry entry) {
            entry(generator, entry, depth + 1);
        } else if (value instanceof Map<?, ?> map) {
            generator.writeStartObject();
            members(generator, map, depth);
            generator.writeEndObject();
        } else if (value instanceof Collection<?> collection) {
            generator.writeStartArray();
            for (Object element : collection) {
                value(generator, element, depth + 1);
            }
            generator.writeEndArray();
        } else if (value instanceof Optional<?> optional) {
            value(generator, optional.orElse(null), depth + 1);
        } else if (value.getClass().isArray() && !(value instanceof byte[])) {
            value(generator, elementsOf(value), depth);
        } else if (value instanceof Record record) {
            value(generator, Records.components(record), depth);
        } else {
            scalar(generator, value);
        }
    }

    private static List<@Nullable Object> elementsOf(Object array) {
        List<@Nullable Object> elements = new ArrayList<>();
        for (int i = 0; i < Array.getLength(array); i++) {
            elements.add(Array.get(array, i));
        }
        return elements;
    }

    private static void scalar(JsonGenerator generator, Object value) throws IOException {
        if (value instanceof Boolean bool) {
            generator.writeBoolean(bool);
        } else if (value instanceof Number number) {
            number(generator, number);
        } else if (value instanceof byte[] bytes) {
            generator.writeBinary(bytes);
        } else {
            generator.writeString(text(value));
        }
    }

    private static void number(JsonGenerator generator, Number number) throws IOException {
        if ((number instanceof Double || number instanceof Float) && !Double.isFinite(number.doubleValue())) {
            generator.writeNull(); // as JSON.stringify does
        } else if (number instanceof Float real) {
            generator.writeNumber(real);
        } else if (number instanceof Double real) {
            generator.writeNumber(real);
        } else if (number instanceof BigDecimal decimal) {
            generator.writeNumber(decimal);
        } else if (number instanceof Long
                || number instanceof Integer
                || number instanceof Short
                || number instanceof Byte
                || number instanceof BigInteger
                || number instanceof AtomicLong
                || number instanceof AtomicInteger) {
            generator.writeNumber(number.toString());
        } else {
            throw unknown(number);
        }
    }

    private static String text(Object value) {
        if (value instanceof Instant || value instanceof OffsetDateTime || value instanceof ZonedDateTime) {
            return MOMENT.format((TemporalAccessor) value);
        }
        if (value instanceof Calendar calendar) {
            return MOMENT.format(calendar.toInstant());
        }
        if (value instanceof java.sql.Date || value instanceof java.sql.Time) {
            return value.toString();
        }
        if (value instanceof Date date) {
            return MOMENT.format(Instant.ofEpochMilli(date.getTime()));
        }
        if (value instanceof Enum<?> constant) {
            return constant.name();
        }
        if (value instanceof CharSequence
                || value instanceof Character
                || value instanceof UUID
                || value instanceof TemporalAccessor
                || value instanceof TemporalAmount
                || value instanceof java.net.URI
                || value instanceof java.net.URL
                || value instanceof java.util.Locale
                || value instanceof java.util.Currency
                || value instanceof java.time.ZoneId) {
            return value.toString();
        }
        throw unknown(value);
    }

    private static IllegalArgumentException unknown(Object value) {
        return new IllegalArgumentException(
                "a value of class " + value.getClass().getName()
                        + " cannot be written; give text, numbers, booleans, java.time values, records, maps and collections");
    }

    /** Writes a part of a document. */
    @FunctionalInterface
    interface Steps {
        void write(JsonGenerator generator) throws IOException;
    }
}
