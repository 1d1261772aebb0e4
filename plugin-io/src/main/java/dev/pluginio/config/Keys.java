package dev.pluginio.config;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The keys of a section: the components of its record. */
final class Keys {

    private Keys() {}

    /** The components that are keys, by the key, in order. */
    static Map<String, RecordComponent> of(Class<?> section) {
        Map<String, RecordComponent> keys = new LinkedHashMap<>();
        for (RecordComponent component : section.getRecordComponents()) {
            if (component.isAnnotationPresent(Setting.class)) {
                keys.put(keyOf(component), component);
            }
        }
        return keys;
    }

    /** The component of a key that exists. */
    static RecordComponent component(Class<?> section, String key) {
        RecordComponent component = of(section).get(key);
        if (component == null) {
            throw new IllegalArgumentException(section + " has no key " + key);
        }
        return component;
    }

    static String keyOf(RecordComponent component) {
        String key = component.getAnnotation(Setting.class).key();
        return key.isEmpty() ? component.getName() : key;
    }

    static String meaningOf(RecordComponent component) {
        Setting setting = component.getAnnotation(Setting.class);
        return setting.value() + (setting.restart() ? " Changing it needs a restart of the plugin." : "");
    }

    /** A section in which nothing was given. */
    static Object defaults(Class<?> section) {
        try {
            return section.getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(section + " has no default values", e);
        }
    }

    /** The value of a component. */
    static @Nullable Object valueOf(RecordComponent component, Object section) {
        try {
            return component.getAccessor().invoke(section);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + component, e);
        }
    }

    /** A section with the given values, one a component. */
    static Object make(Class<?> section, @Nullable Object[] values) {
        try {
            Class<?>[] types = Arrays.stream(section.getRecordComponents())
                    .map(RecordComponent::getType)
                    .toArray(Class<?>[]::new);
            return section.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make " + section, e);
        }
    }
}
