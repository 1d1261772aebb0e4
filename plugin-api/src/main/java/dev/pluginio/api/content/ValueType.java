package dev.pluginio.api.content;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the values of an attribute look like as JSON. It describes them to those who write clients, and changes nothing of
 * what is sent.
 *
 * @param kind what it is
 * @param element what a list or a map holds; null for all others
 * @param options the texts there are, of an enumeration; empty for all others
 * @param fields the values of an object, by name; empty for all others
 * @since 0.1
 */
public record ValueType(Kind kind, @Nullable ValueType element, List<String> options, Map<String, ValueType> fields) {

    /** Nothing is known of it. */
    public static final ValueType ANY = of(Kind.ANY);

    /**
     * The kinds of values.
     *
     * @since 0.1
     */
    public enum Kind {
        /** Anything. */
        ANY,
        /** A string. */
        TEXT,
        /** A number. */
        NUMBER,
        /** True or false. */
        BOOLEAN,
        /** A moment, as JavaScript's {@code toISOString} writes it. */
        MOMENT,
        /** A day, such as {@code 2026-01-31}. */
        DATE,
        /** Bytes in Base64. */
        BINARY,
        /** One of some texts. */
        ENUM,
        /** An array. */
        LIST,
        /** An object whose keys are free. */
        MAP,
        /** An object whose keys are known. */
        OBJECT
    }

    /**
     * Takes copies.
     *
     * @param kind what it is
     * @param element what a list or a map holds
     * @param options the texts of an enum
     * @param fields what an object holds
     */
    public ValueType {
        options = List.copyOf(options);
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /**
     * A value of a kind that needs no more words.
     *
     * @param kind the kind
     * @return the type
     */
    public static ValueType of(Kind kind) {
        return new ValueType(kind, null, List.of(), Map.of());
    }

    /**
     * One of some texts.
     *
     * @param options the texts
     * @return the type
     */
    public static ValueType oneOf(List<String> options) {
        return new ValueType(Kind.ENUM, null, options, Map.of());
    }

    /**
     * An array.
     *
     * @param element what is in it
     * @return the type
     */
    public static ValueType listOf(ValueType element) {
        return new ValueType(Kind.LIST, element, List.of(), Map.of());
    }

    /**
     * An object whose keys are free.
     *
     * @param element what is under them
     * @return the type
     */
    public static ValueType mapOf(ValueType element) {
        return new ValueType(Kind.MAP, element, List.of(), Map.of());
    }

    /**
     * An object whose keys are known; what is under them may be null.
     *
     * @param fields what is under them
     * @return the type
     */
    public static ValueType object(Map<String, ValueType> fields) {
        return new ValueType(Kind.OBJECT, null, List.of(), fields);
    }
}
