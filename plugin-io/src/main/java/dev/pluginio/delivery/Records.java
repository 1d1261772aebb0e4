package dev.pluginio.delivery;

import dev.pluginio.api.content.Entry;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Records as maps of their components, which is what clients get of them. */
public final class Records {

    private static final int DEEPEST = 100;

    private Records() {}

    /**
     * An entry that is sent like another, and holds no records: it can be kept, and keeps no class of a plugin.
     *
     * @return the entry itself if it holds none
     * @throws IllegalArgumentException if its values are nested too deeply, or a record cannot be read
     */
    public static Entry plain(Entry entry) {
        return (Entry) plain(entry, 0);
    }

    private static Object plain(Object value, int depth) {
        if (depth > DEEPEST) {
            throw new IllegalArgumentException(
                    "the data is nested deeper than " + DEEPEST + " levels; does it contain itself?");
        }
        if (value instanceof Entry entry) { // a record, too
            Map<String, @Nullable Object> values = each(entry.values(), depth);
            return values == entry.values() ? entry : new Entry(entry.id(), entry.documentId(), values);
        }
        if (value instanceof Record record) {
            Map<String, @Nullable Object> components = components(record);
            components.replaceAll((name, component) -> component == null ? null : plain(component, depth + 1));
            return components;
        }
        if (value instanceof Map<?, ?> map) {
            return each(map, depth);
        }
        if (value instanceof Collection<?> elements) {
            return each(elements, depth);
        }
        if (value instanceof Optional<?> optional && optional.isPresent()) {
            Object left = plain(optional.get(), depth + 1);
            return left == optional.get() ? optional : left;
        }
        if (value instanceof Object[] array) {
            List<?> elements = Arrays.asList(array);
            Object left = each(elements, depth);
            return left == elements ? array : left;
        }
        return value;
    }

    @SuppressWarnings("unchecked") // keys stay what they are
    private static <K> Map<K, @Nullable Object> each(Map<K, ?> map, int depth) {
        Map<K, @Nullable Object> left = new LinkedHashMap<>();
        boolean isAll = true;
        for (Map.Entry<K, ?> member : map.entrySet()) {
            Object value = member.getValue();
            Object plain = value == null ? null : plain(value, depth + 1);
            isAll &= plain == value;
            left.put(member.getKey(), plain);
        }
        return isAll ? (Map<K, @Nullable Object>) map : left;
    }

    private static Collection<?> each(Collection<?> elements, int depth) {
        List<@Nullable Object> left = new ArrayList<>(elements.size());
        boolean isAll = true;
        for (Object element : elements) {
            Object plain = element == null ? null : plain(element, depth + 1);
            isAll &= plain == element;
            left.add(plain);
        }
        return isAll ? elements : left;
    }

    /**
     * What a record is made of.
     *
     * @throws IllegalArgumentException if it cannot be read
     */
    static Map<String, @Nullable Object> components(Record value) {
        Map<String, @Nullable Object> components = new LinkedHashMap<>();
        try {
            for (RecordComponent component : value.getClass().getRecordComponents()) {
                component.getAccessor().setAccessible(true); // a record may stand in a class that is not public
                components.put(component.getName(), component.getAccessor().invoke(value));
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new IllegalArgumentException(
                    "a record of class " + value.getClass().getName() + " cannot be read", e);
        }
        return components;
    }
}
