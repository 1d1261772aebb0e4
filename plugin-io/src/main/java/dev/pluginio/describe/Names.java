package dev.pluginio.describe;

import dev.pluginio.describe.form.Form;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Gives each object that is sent a name of its own, also where two would like the same. */
final class Names {

    private final Map<Form.Struct, String> names = new LinkedHashMap<>();
    private final Set<String> taken = new HashSet<>();
    private final Deque<Form.Struct> around = new ArrayDeque<>();

    /**
     * Starts.
     *
     * @param reserved names that mean something else already
     */
    Names(Set<String> reserved) {
        taken.addAll(reserved);
    }

    /** Does something about what stands in an object. */
    void within(Form.Struct struct, Runnable action) {
        around.push(struct);
        action.run();
        around.pop();
    }

    /** The name of an object within which the present one stands. */
    String around(Form.Again again) {
        return around.stream()
                .filter(struct -> struct.name().equals(again.name()))
                .findFirst()
                .map(this::of)
                .orElseThrow();
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
