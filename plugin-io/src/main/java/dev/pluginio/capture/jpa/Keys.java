package dev.pluginio.capture.jpa;

import java.math.BigDecimal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes keys of what clients send. */
final class Keys {

    private static final int LONGEST = 255;

    private Keys() {}

    /**
     * Makes a key.
     *
     * @param untrusted a number or a text
     * @param type what keys are in Java
     * @return the key; null if this cannot be one
     */
    static @Nullable Object of(Object untrusted, Class<?> type) {
        String text = text(untrusted);
        if (text == null || text.isEmpty() || text.length() > LONGEST || text.indexOf('\0') >= 0) {
            return null;
        }
        try {
            if (type == String.class) {
                return text;
            }
            if (type == Long.class || type == long.class) {
                return canonical(Long.valueOf(text), text);
            }
            if (type == Integer.class || type == int.class) {
                return canonical(Integer.valueOf(text), text);
            }
            if (type == Short.class || type == short.class) {
                return canonical(Short.valueOf(text), text);
            }
            return type == UUID.class ? UUID.fromString(text) : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** One entry has one name: neither '+1' nor '01'. */
    private static @Nullable Object canonical(Object key, String text) {
        return key.toString().equals(text) ? key : null;
    }

    private static @Nullable String text(Object untrusted) {
        if (untrusted instanceof String text) {
            return text;
        }
        if (untrusted instanceof Double || untrusted instanceof Float) {
            double number = ((Number) untrusted).doubleValue();
            return number == Math.rint(number) && Math.abs(number) < 1L << 53 ? Long.toString((long) number) : null;
        }
        return untrusted instanceof Number && !(untrusted instanceof BigDecimal) ? untrusted.toString() : null;
    }
}
