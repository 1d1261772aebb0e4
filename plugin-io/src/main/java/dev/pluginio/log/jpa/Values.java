package dev.pluginio.log.jpa;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.pluginio.api.content.Entry;
import java.io.IOException;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes what an entry may hold so that it comes back equal. Null, booleans, texts, {@code int}s and lists are what they
 * are in JSON; everything else is an object that says what it is. What is no value of an entry, but is sent all the same,
 * comes back as something that is sent alike.
 */
final class Values {

    private static final int DEEPEST = 100;
    private static final String KIND = "t";
    private static final String VALUE = "v";
    private static final String CLASS = "c";
    private static final String ID = "id";
    private static final String DOCUMENT_ID = "documentId";
    private static final String ENTRY = "entry";
    private static final String ENUM = "enum";
    private static final String NAMED = "map";
    private static final String PAIRS = "pairs";

    private final Function<String, Optional<Class<?>>> enums;

    Values(Function<String, Optional<Class<?>>> enums) {
        this.enums = enums;
    }

    void write(JsonGenerator out, Entry entry) throws IOException {
        entry(out, entry, 0);
    }

    private void entry(JsonGenerator out, Entry entry, int depth) throws IOException {
        begin(out, ENTRY);
        out.writeFieldName(ID);
        value(out, entry.id(), depth + 1);
        out.writeStringField(DOCUMENT_ID, entry.documentId());
        out.writeObjectFieldStart(VALUE);
        for (Map.Entry<String, @Nullable Object> member : entry.values().entrySet()) {
            out.writeFieldName(member.getKey());
            value(out, member.getValue(), depth + 1);
        }
        out.writeEndObject();
        out.writeEndObject();
    }

    private static void begin(JsonGenerator out, String kind) throws IOException {
        out.writeStartObject();
        out.writeStringField(KIND, kind);
    }

    private void value(JsonGenerator out, @Nullable Object value, int depth) throws IOException {
        if (depth > DEEPEST) {
            throw new IllegalArgumentException("the data is nested deeper than " + DEEPEST + " levels");
        }
        if (value == null) {
            out.writeNull();
        } else if (value instanceof String text) {
            out.writeString(text);
        } else if (value instanceof Boolean bool) {
            out.writeBoolean(bool);
        } else if (value instanceof Integer number) {
            out.writeNumber(number);
        } else if (value instanceof Entry entry) {
            entry(out, entry, depth + 1);
        } else if (value instanceof Collection<?> items) {
            list(out, items, depth);
        } else if (value instanceof Map<?, ?> map) {
            map(out, map, depth);
        } else if (value instanceof Enum<?> constant) {
            begin(out, ENUM);
            out.writeStringField(CLASS, constant.getDeclaringClass().getName());
            out.writeStringField(VALUE, constant.name());
            out.writeEndObject();
        } else {
            other(out, value, depth);
        }
    }

    private void list(JsonGenerator out, Collection<?> items, int depth) throws IOException {
        out.writeStartArray();
        for (Object item : items) {
            value(out, item, depth + 1);
        }
        out.writeEndArray();
    }

    private void map(JsonGenerator out, Map<?, ?> map, int depth) throws IOException {
        boolean isNamed = map.keySet().stream().allMatch(key -> key instanceof String);
        begin(out, isNamed ? NAMED : PAIRS);
        out.writeFieldName(VALUE);
        if (isNamed) {
            out.writeStartObject();
        } else {
            out.writeStartArray();
        }
        for (Map.Entry<?, ?> member : map.entrySet()) {
            if (isNamed) {
                out.writeFieldName((String) member.getKey());
            } else {
                value(out, member.getKey(), depth + 1);
            }
            value(out, member.getValue(), depth + 1);
        }
        if (isNamed) {
            out.writeEndObject();
        } else {
            out.writeEndArray();
        }
        out.writeEndObject();
    }

    private void other(JsonGenerator out, Object value, int depth) throws IOException {
        Kind kind = Kind.of(value);
        if (kind != null) {
            begin(out, kind.name());
            out.writeStringField(VALUE, kind.write().apply(value));
            out.writeEndObject();
        } else {
            value(out, alike(value), depth + 1);
        }
    }

    /** Something that is sent like it. */
    private static @Nullable Object alike(Object value) {
        if (value instanceof Number number) {
            return new BigDecimal(number.toString());
        }
        if (value instanceof java.sql.Date || value instanceof java.sql.Time) {
            return value.toString();
        }
        if (value instanceof Date date) {
            return Instant.ofEpochMilli(date.getTime());
        }
        if (value instanceof Calendar calendar) {
            return calendar.toInstant();
        }
        if (value instanceof Optional<?> optional) {
            return optional.orElse(null);
        }
        if (value.getClass().isArray()) {
            List<@Nullable Object> items = new ArrayList<>();
            for (int i = 0; i < Array.getLength(value); i++) {
                items.add(Array.get(value, i));
            }
            return items;
        }
        if (value instanceof CharSequence || value.getClass().getName().startsWith("java.")) {
            return value.toString();
        }
        throw new IllegalArgumentException(
                "a value of class " + value.getClass().getName() + " cannot be kept in the event log");
    }

    /** Reads the value at which the parser stands, and leaves it at its end. */
    @Nullable
    Object read(JsonParser in) throws IOException {
        return switch (in.currentToken()) {
            case VALUE_NULL -> null;
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_STRING -> in.getText();
            case VALUE_NUMBER_INT -> in.getIntValue();
            case START_ARRAY -> items(in);
            case START_OBJECT -> object(in);
            default -> throw new IOException("a " + in.currentToken() + " is out of place");
        };
    }

    private List<@Nullable Object> items(JsonParser in) throws IOException {
        List<@Nullable Object> items = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            items.add(read(in));
        }
        return items;
    }

    private Map<String, @Nullable Object> members(JsonParser in) throws IOException {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            in.nextToken();
            members.put(name, read(in));
        }
        return members;
    }

    private @Nullable Object object(JsonParser in) throws IOException {
        String kind = text(in, KIND);
        Object value = switch (kind) {
            case ENTRY -> entry(in);
            case ENUM -> constant(text(in, CLASS), text(in, VALUE));
            case NAMED -> {
                enter(in, VALUE);
                yield members(in);
            }
            case PAIRS -> {
                enter(in, VALUE);
                yield pairs(items(in));
            }
            default -> Kind.named(kind).read().apply(text(in, VALUE));
        };
        if (in.nextToken() != JsonToken.END_OBJECT) {
            throw new IOException("there is more of a value of kind '" + kind + "' than there should be");
        }
        return value;
    }

    private Entry entry(JsonParser in) throws IOException {
        enter(in, ID);
        Object id = read(in);
        String documentId = text(in, DOCUMENT_ID);
        enter(in, VALUE);
        if (id == null) {
            throw new IOException("an entry has no id");
        }
        return new Entry(id, documentId, members(in));
    }

    private static Map<@Nullable Object, @Nullable Object> pairs(List<@Nullable Object> items) {
        Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i + 1 < items.size(); i += 2) {
            map.put(items.get(i), items.get(i + 1));
        }
        return map;
    }

    /** The constant, or its name where the host has it no more. */
    private Object constant(String type, String name) {
        for (Object constant : constants(type)) {
            if (((Enum<?>) constant).name().equals(name)) {
                return constant;
            }
        }
        return name;
    }

    private Object[] constants(String type) {
        Class<?> found = enums.apply(type).orElse(null);
        Object[] constants = found == null ? null : found.getEnumConstants();
        return constants == null ? new Object[0] : constants;
    }

    private static void enter(JsonParser in, String name) throws IOException {
        if (!name.equals(in.nextFieldName())) {
            throw new IOException("'" + name + "' is missing");
        }
        in.nextToken();
    }

    private static String text(JsonParser in, String name) throws IOException {
        enter(in, name);
        return in.getText();
    }
}
