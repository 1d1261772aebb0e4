package dev.pluginio.session.arguments;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One thing that is wrong with what a client sent. Nothing of what it sent stands here.
 *
 * @param argument the argument's place, from 0
 * @param field where in it, such as {@code tags[1].name}; empty for the whole of it
 * @param rule the name of the constraint, or {@code Type}
 * @param message what it must be
 */
record Violation(int argument, String field, String rule, String message) {

    static final Comparator<Violation> ORDER = Comparator.comparingInt(Violation::argument)
            .thenComparing(Violation::field)
            .thenComparing(Violation::rule)
            .thenComparing(Violation::message);

    Map<String, Object> asMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("argument", argument);
        map.put("field", field);
        map.put("rule", rule);
        map.put("message", message);
        return map;
    }
}
