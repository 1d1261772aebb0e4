package dev.pluginio.capture.jpa;

import java.lang.reflect.Array;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.type.CompositeType;
import org.hibernate.type.Type;
import org.jspecify.annotations.Nullable;

/** Turns what a mapped attribute holds into the plain values of an entry. */
final class Sendable {

    private Sendable() {}

    /** Tells whether values of a class can be sent: the host's own classes cannot, save enums. */
    static boolean isSendable(Class<?> type) {
        if (type.isArray()) {
            return isSendable(type.getComponentType());
        }
        if (type.isPrimitive() || type.isEnum()) {
            return true;
        }
        String name = type.getName();
        return name.startsWith("java.lang.") && !type.equals(Object.class) && !type.equals(Class.class)
                || name.startsWith("java.math.")
                || name.startsWith("java.time.")
                || name.startsWith("java.util.") && !name.startsWith("java.util.concurrent.")
                || type.equals(java.net.URL.class)
                || type.equals(java.net.URI.class)
                || type.equals(java.net.InetAddress.class)
                || Date.class.isAssignableFrom(type);
    }

    /** A value as it is mapped; {@code element} is the mapping of the elements if it is a collection. */
    static @Nullable Object of(@Nullable Object value, Type type, @Nullable Type element) {
        return element == null || value == null ? single(value, type) : elements(value, element);
    }

    private static @Nullable Object single(@Nullable Object value, Type type) {
        if (value == null) {
            return null;
        }
        if (type instanceof CompositeType component) {
            return embeddable(value, component);
        }
        return plain(value);
    }

    private static @Nullable Object elements(Object value, Type element) {
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            map.forEach((key, item) -> copy.put(text(key), single(item, element)));
            return copy;
        }
        if (value instanceof Collection<?> items) {
            List<@Nullable Object> copy = new ArrayList<>(items.size());
            items.forEach(item -> copy.add(single(item, element)));
            return copy;
        }
        return plain(value);
    }

    private static Map<String, @Nullable Object> embeddable(Object value, CompositeType type) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        String[] names = type.getPropertyNames();
        Type[] types = type.getSubtypes();
        Object[] values = type.getPropertyValues(value);
        for (int i = 0; i < names.length; i++) {
            boolean sendable = types[i] instanceof CompositeType
                    || !types[i].isAssociationType() && isSendable(types[i].getReturnedClass());
            if (sendable && !Privacy.isPrivate(type.getReturnedClass(), names[i])) {
                copy.put(names[i], single(values[i], types[i]));
            }
        }
        return copy;
    }

    private static @Nullable Object plain(@Nullable Object value) {
        if (value == null
                || value instanceof String
                || value instanceof Number
                || value instanceof Boolean
                || value instanceof Enum<?>
                || value instanceof UUID
                || value instanceof byte[]
                || value.getClass().getName().startsWith("java.time.")) {
            return value;
        }
        if (value instanceof Date || value instanceof Calendar) {
            return time(value);
        }
        if (value instanceof Collection<?> items) {
            List<@Nullable Object> copy = new ArrayList<>(items.size());
            items.forEach(item -> copy.add(plain(item)));
            return copy;
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            map.forEach((key, item) -> copy.put(text(key), plain(item)));
            return copy;
        }
        if (value.getClass().isArray()) {
            return array(value);
        }
        return isSendable(value.getClass()) || value instanceof CharSequence ? value.toString() : null;
    }

    private static List<@Nullable Object> array(Object value) {
        int length = Array.getLength(value);
        List<@Nullable Object> copy = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            copy.add(plain(Array.get(value, i)));
        }
        return copy;
    }

    private static Object time(Object value) {
        if (value instanceof java.sql.Date date) {
            return date.toLocalDate();
        }
        if (value instanceof java.sql.Time time) {
            return time.toLocalTime();
        }
        if (value instanceof java.sql.Timestamp timestamp) {
            return timestamp.toInstant();
        }
        return Instant.ofEpochMilli(
                value instanceof Calendar calendar ? calendar.getTimeInMillis() : ((Date) value).getTime());
    }

    private static String text(@Nullable Object key) {
        return key instanceof Enum<?> constant ? constant.name() : String.valueOf(key);
    }
}
