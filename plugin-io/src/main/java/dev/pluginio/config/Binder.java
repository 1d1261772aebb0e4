package dev.pluginio.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Makes records of the file's nodes. Every mistake becomes a problem, and what is missing or wrong keeps its default, so
 * that one reading finds them all.
 */
final class Binder {

    /** More than any configuration has; aliases within aliases have more. */
    private static final int MOST_NODES = 20_000;

    private static final int DEEPEST = 60;
    private static final String EVERYTHING = "*";

    private final Problems problems;
    private final Placeholders placeholders;
    private final Values values;
    private final FreeReader free;
    private final Constraints constraints;
    private int nodes;
    private int depth;

    Binder(Problems problems, Placeholders placeholders, Constraints constraints) {
        this.problems = problems;
        this.placeholders = placeholders;
        this.values = new Values(problems);
        this.free = new FreeReader(placeholders, problems);
        this.constraints = constraints;
    }

    /** A section's record; what is wrong in it has its default. */
    <T extends Record> T section(Node node, Class<T> type, String path) {
        Object section = read(node, type, null, path).orElse(null);
        return type.cast(section == null ? Keys.defaults(type) : section);
    }

    private Optional<?> read(Node node, Type type, @Nullable Setting setting, String path) {
        problems.locate(path, PluginsFile.lineOf(node));
        if (++nodes > MOST_NODES || depth > DEEPEST) {
            problems.add(PluginsFile.SECTION, "is too large or too deep; is an alias used within itself?");
            return Optional.empty();
        }
        depth++;
        try {
            if (type == FreeOptions.class) {
                return free.read(node, path);
            } else if (type == PopulateOptions.class) {
                return populate(node, path);
            } else if (type instanceof Class<?> section && section.isRecord()) {
                return record(node, section, path);
            } else if (type instanceof ParameterizedType map && map.getRawType() == Map.class) {
                return map(node, map.getActualTypeArguments()[1], path);
            } else if (type instanceof ParameterizedType list) {
                return list(node, (Class<?>) list.getActualTypeArguments()[0], setting, path);
            }
            return value(node, (Class<?>) type, setting == null ? Unit.NONE : setting.unit(), path);
        } finally {
            depth--;
        }
    }

    private Optional<?> value(Node node, Class<?> type, Unit unit, String path) {
        if (node instanceof ScalarNode scalar) {
            return placeholders.read(scalar, path).flatMap(read -> values.read(read, type, unit, path));
        }
        return wrong(node, "a single value", path);
    }

    private Optional<?> record(Node node, Class<?> type, String path) {
        if (node instanceof MappingNode mapping) {
            return Optional.of(made(type, given(mapping, type, path), path));
        }
        Shorthand shorthand = type.getAnnotation(Shorthand.class);
        if (node instanceof ScalarNode && shorthand != null) {
            String key = shorthand.value();
            Type single = Keys.component(type, key).getGenericType();
            return Optional.of(made(type, Map.of(key, read(node, single, null, path + "." + key)), path));
        } else if (isEmpty(node)) {
            return Optional.of(made(type, Map.of(), path));
        }
        return wrong(node, "a section of keys", path);
    }

    /** What was given, by key; an empty value was given but is wrong. */
    private Map<String, Optional<?>> given(MappingNode node, Class<?> type, String path) {
        Map<String, RecordComponent> keys = Keys.of(type);
        Map<String, Optional<?>> given = new HashMap<>();
        entries(node, path).forEach((key, value) -> {
            RecordComponent component = keys.get(key);
            if (component == null) {
                problems.add(path + "." + key, "is not known here; " + Suggestion.of(key, keys.keySet()));
            } else {
                Setting setting = component.getAnnotation(Setting.class);
                given.put(key, read(value, component.getGenericType(), setting, path + "." + key));
            }
        });
        return given;
    }

    private Object made(Class<?> type, Map<String, Optional<?>> given, String path) {
        Object defaults = Keys.defaults(type);
        RecordComponent[] components = type.getRecordComponents();
        @Nullable Object[] all = new @Nullable Object[components.length];
        for (int index = 0; index < components.length; index++) {
            RecordComponent component = components[index];
            if (component.isAnnotationPresent(Place.class)) {
                all[index] = path;
                continue;
            }
            String key = Keys.keyOf(component);
            String place = path + "." + key;
            Optional<?> value = given.get(key);
            if (value == null && component.getAnnotation(Setting.class).required()) {
                problems.add(place, "is missing; it is needed: " + Keys.meaningOf(component));
            }
            all[index] = value != null && value.isPresent() && isValid(type, component, value.get(), place)
                    ? value.get()
                    : Keys.valueOf(component, defaults);
        }
        return Keys.make(type, all);
    }

    private boolean isValid(Class<?> section, RecordComponent component, Object value, String path) {
        List<Constraints.Violation> violations = constraints.violations(section, component.getName(), value);
        for (Constraints.Violation violation : violations) {
            String element = path + violation.element();
            String place = problems.isLocated(element) ? element : path;
            problems.add(place, violation.message() + problems.givenAs(place));
        }
        return violations.isEmpty();
    }

    private Optional<?> list(Node node, Class<?> type, @Nullable Setting setting, String path) {
        if (node instanceof ScalarNode && setting != null && setting.single() && !isEmpty(node)) {
            return read(node, type, null, path).map(List::of);
        } else if (!(node instanceof SequenceNode sequence)) {
            return wrong(node, "a list", path);
        } else {
            List<Object> list = new ArrayList<>();
            Set<Object> seen = new HashSet<>();
            for (int index = 0; index < sequence.getValue().size(); index++) {
                Node element = sequence.getValue().get(index);
                String place = path + "[" + index + "]";
                read(element, type, null, place).ifPresent(value -> {
                    problems.locateAgain(place, path + "." + value);
                    list.add(value);
                    if (!seen.add(value)) {
                        problems.add(place, "'" + value + "' stands in this list twice; keep one of them");
                    }
                });
            }
            return Optional.of(List.copyOf(list));
        }
    }

    /** Sections, or lists, under names that are free to choose. */
    private Optional<?> map(Node node, Type type, String path) {
        if (isEmpty(node)) {
            return Optional.of(Map.of());
        }
        if (!(node instanceof MappingNode mapping)) {
            return wrong(node, "a section of names", path);
        }
        Map<String, Object> sections = new LinkedHashMap<>();
        entries(mapping, path)
                .forEach((name, value) ->
                        read(value, type, null, path + "." + name).ifPresent(section -> sections.put(name, section)));
        return Optional.of(Collections.unmodifiableMap(sections));
    }

    private Optional<?> populate(Node node, String path) {
        if (node instanceof ScalarNode && !isEmpty(node)) {
            return value(node, String.class, Unit.NONE, path).flatMap(word -> everything((String) word, path));
        } else if (node instanceof MappingNode mapping) {
            Map<String, RelationOptions> relations = new LinkedHashMap<>();
            entries(mapping, path)
                    .forEach((name, value) ->
                            relation(value, path + "." + name).ifPresent(relation -> relations.put(name, relation)));
            return Optional.of(new PopulateOptions(false, relations));
        } else if (node instanceof SequenceNode) {
            Map<String, RelationOptions> relations = new LinkedHashMap<>();
            list(node, String.class, null, path)
                    .ifPresent(names -> ((List<?>) names)
                            .forEach(name -> relations.put(String.valueOf(name), new RelationOptions())));
            return Optional.of(new PopulateOptions(false, relations));
        }
        return wrong(node, "'*', a list of relations, or a section of relations", path);
    }

    private Optional<PopulateOptions> everything(String word, String path) {
        if (word.equals(EVERYTHING)) {
            return Optional.of(PopulateOptions.EVERYTHING);
        }
        problems.add(path, "must be '*', a list of relations, or a section of relations; one relation is a list too");
        return Optional.empty();
    }

    private Optional<RelationOptions> relation(Node node, String path) {
        if (node instanceof MappingNode) {
            return read(node, RelationOptions.class, null, path).map(RelationOptions.class::cast);
        }
        problems.locate(path, PluginsFile.lineOf(node));
        if (node instanceof ScalarNode scalar
                && placeholders
                        .read(scalar, path)
                        .filter(value -> value.text().equals("true"))
                        .isPresent()) {
            return Optional.of(new RelationOptions());
        }
        problems.add(path, "must be true, or a section with 'fields' and 'populate'; to leave it out, do not name it");
        return Optional.empty();
    }

    /** The values of a section by key, each located; keys that are no texts or stand twice are told. */
    private Map<String, Node> entries(MappingNode node, String path) {
        Map<String, Node> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : node.getValue()) {
            int line = PluginsFile.lineOf(tuple.getKeyNode());
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                problems.add(path, line, "has a key that is no text");
            } else if (entries.putIfAbsent(key.getValue(), tuple.getValueNode()) == null) {
                problems.locate(path + "." + key.getValue(), line);
            } else {
                String place = path + "." + key.getValue();
                problems.add(
                        place,
                        line,
                        "stands here again (first in line " + problems.lineOf(place) + "); keep one of them");
            }
        }
        return entries;
    }

    private Optional<?> wrong(Node node, String wanted, String path) {
        if (node instanceof ScalarNode scalar) {
            placeholders
                    .read(scalar, path)
                    .ifPresent(value -> problems.add(path, "must be " + wanted + ", but is " + value.form()));
        } else {
            problems.add(
                    path, "must be " + wanted + ", but is " + (node instanceof SequenceNode ? "a list" : "a section"));
        }
        return Optional.empty();
    }

    private static boolean isEmpty(Node node) {
        return node instanceof ScalarNode scalar
                && scalar.getTag().equals(Tag.NULL)
                && scalar.getValue().isEmpty();
    }
}
