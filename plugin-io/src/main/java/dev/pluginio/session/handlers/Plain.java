package dev.pluginio.session.handlers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What can be said of JSON values: how much they hold; and copies that hold on to no class of whoever gave them. */
final class Plain {

    private static final int DEEPEST = 100;

    private static final int OVERHEAD = 32;

    private Plain() {}

    /** How many bytes a value roughly takes in memory. */
    static int weightOf(@Nullable Object value) {
        long weight = OVERHEAD;
        if (value instanceof byte[] bytes) {
            weight += bytes.length;
        } else if (value instanceof String text) {
            weight += 2L * text.length();
        } else if (value instanceof List<?> list) {
            for (Object element : list) {
                weight += weightOf(element);
            }
        } else if (value instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> member : map.entrySet()) {
                weight += weightOf(member.getKey()) + weightOf(member.getValue());
            }
        }
        return (int) Math.min(Integer.MAX_VALUE, weight);
    }

    /**
     * Copies an object.
     *
     * @throws IllegalArgumentException if there is something else in it than JSON values and byte[]
     */
    static Map<String, @Nullable Object> copy(Map<?, ?> map) {
        return members(map, 0);
    }

    private static Map<String, @Nullable Object> members(Map<?, ?> map, int depth) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> copy.put(String.valueOf(key), value(value, depth + 1)));
        return Collections.unmodifiableMap(copy);
    }

    private static @Nullable Object value(@Nullable Object value, int depth) {
        if (depth > DEEPEST) {
            throw new IllegalArgumentException("nested deeper than " + DEEPEST + " levels");
        }
        if (value instanceof Map<?, ?> map) {
            return members(map, depth);
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>(list.size());
            for (Object element : list) {
                copy.add(value(element, depth + 1));
            }
            return Collections.unmodifiableList(copy);
        }
        if (value instanceof byte[] bytes) {
            return bytes.clone();
        }
        if (value == null || value instanceof String || value instanceof Boolean) {
            return value;
        }
        if (value instanceof Number && value.getClass().getClassLoader() == null) {
            return value;
        }
        throw new IllegalArgumentException("no JSON value: " + value.getClass().getName());
    }
}
