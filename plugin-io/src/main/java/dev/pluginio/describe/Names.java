package dev.pluginio.describe;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Gives each object that is sent a name of its own, also where two would like the same. */
final class Names {

    private final Map<Form.Struct, String> names = new LinkedHashMap<>();
    private final Set<String> taken = new HashSet<>();

    /**
     * Starts.
     *
     * @param reserved names that mean something else already
     */
    Names(Set<String> reserved) {
        taken.addAll(reserved);
    }

    /** Whether it has none yet. */
    boolean isNew(Form.Struct struct) {
        return !names.containsKey(struct);
    }

    /** Its name, which stays. */
    String of(Form.Struct struct) {
        String known = names.get(struct);
        if (known != null) {
            return known;
        }
        String name = struct.name();
        for (int i = 2; !taken.add(name); i++) {
            name = struct.name() + i;
        }
        names.put(struct, name);
        return name;
    }
}
