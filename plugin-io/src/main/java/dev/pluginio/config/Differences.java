package dev.pluginio.config;

import dev.pluginio.config.IoConfiguration.Changes;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the keys whose values differ between two readings of the file. */
final class Differences {

    private final List<String> live = new ArrayList<>();
    private final List<String> restart = new ArrayList<>();

    private Differences() {}

    static Changes between(IoSection before, IoSection after) {
        Differences differences = new Differences();
        differences.section(IoSection.class, before, after, PluginsFile.SECTION, false);
        return new Changes(differences.live, differences.restart);
    }

    private void section(Class<?> type, Object before, Object after, String path, boolean needsRestart) {
        Keys.of(type)
                .forEach((key, component) -> compare(
                        Keys.valueOf(component, before),
                        Keys.valueOf(component, after),
                        path + "." + key,
                        needsRestart || restarts(component)));
    }

    private static boolean restarts(RecordComponent component) {
        return component.getAnnotation(Setting.class).restart();
    }

    private void compare(@Nullable Object before, @Nullable Object after, String path, boolean needsRestart) {
        if (Objects.equals(before, after)) {
            return;
        }
        if (before instanceof Record && after instanceof Record && hasKeys(before)) {
            section(before.getClass(), before, after, path, needsRestart);
        } else if (before instanceof Map<?, ?> old && after instanceof Map<?, ?> now) {
            named(old, now, path + ".", "", needsRestart);
        } else if (before instanceof List<?> old && after instanceof List<?> now && areTypes(old) && areTypes(now)) {
            named(byUid(old), byUid(now), path + "[", "]", needsRestart);
        } else {
            (needsRestart ? restart : live).add(path);
        }
    }

    /** Each by its name; one that has come or gone is told by its name alone. */
    private void named(Map<?, ?> before, Map<?, ?> after, String opening, String closing, boolean needsRestart) {
        Set<Object> names = new LinkedHashSet<>(before.keySet());
        names.addAll(after.keySet());
        names.forEach(name -> compare(before.get(name), after.get(name), opening + name + closing, needsRestart));
    }

    private static boolean hasKeys(Object section) {
        return !Keys.of(section.getClass()).isEmpty();
    }

    private static boolean areTypes(List<?> list) {
        return list.stream().allMatch(ContentTypeOptions.class::isInstance);
    }

    private static Map<Object, Object> byUid(List<?> types) {
        Map<Object, Object> byUid = new LinkedHashMap<>();
        types.forEach(type -> byUid.put(((ContentTypeOptions) type).uid(), type));
        return byUid;
    }
}
