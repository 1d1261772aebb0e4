package dev.pluginio.config;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads sections whose keys are not ours, with the environment put in: maps, lists and values. */
final class FreeReader {

    private static final int MOST_NODES = 10_000;
    private static final int DEEPEST = 20;

    private final Placeholders placeholders;
    private final Problems problems;
    private int nodes;

    FreeReader(Placeholders placeholders, Problems problems) {
        this.placeholders = placeholders;
        this.problems = problems;
    }

    /** The section of a node, or empty if it is none. */
    Optional<FreeOptions> read(Node node, String path) {
        if (node instanceof MappingNode mapping) {
            return Optional.of(new FreeOptions(map(mapping, path, 0)));
        }
        problems.add(path, "must be a section of keys");
        return Optional.empty();
    }

    private Map<String, @Nullable Object> map(MappingNode node, String path, int depth) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (NodeTuple tuple : node.getValue()) {
            if (tuple.getKeyNode() instanceof ScalarNode key) {
                String place = path + "." + key.getValue();
                problems.locate(place, PluginsFile.lineOf(tuple.getKeyNode()));
                if (map.containsKey(key.getValue())) {
                    problems.add(place, "stands here twice; keep one of them");
                }
                map.put(key.getValue(), value(tuple.getValueNode(), place, depth + 1));
            } else {
                problems.add(path, "has a key that is no text");
            }
        }
        return Collections.unmodifiableMap(map);
    }

    private @Nullable Object value(Node node, String path, int depth) {
        if (++nodes > MOST_NODES || depth > DEEPEST) {
            problems.add(path, "is too large or too deep; is an alias used within itself?");
            return null;
        }
        if (node instanceof MappingNode mapping) {
            return map(mapping, path, depth);
        } else if (node instanceof SequenceNode sequence) {
            List<@Nullable Object> list = new ArrayList<>();
            for (Node element : sequence.getValue()) {
                list.add(value(element, path + "[" + list.size() + "]", depth + 1));
            }
            return Collections.unmodifiableList(list);
        } else if (node instanceof ScalarNode scalar) {
            return placeholders.read(scalar, path).map(FreeReader::plain).orElse(null);
        }
        return null;
    }

    private static @Nullable Object plain(Scalar scalar) {
        return switch (scalar.kind()) {
            case NULL -> null;
            case BOOLEAN ->
                scalar.text().equalsIgnoreCase("true")
                        || scalar.text().equalsIgnoreCase("yes")
                        || scalar.text().equalsIgnoreCase("on");
            case INTEGER -> integer(scalar.text());
            case OTHER_NUMBER -> number(scalar.text());
            case TEXT -> scalar.text();
        };
    }

    private static Object integer(String text) {
        try {
            BigInteger number = new BigInteger(text.replace("_", ""));
            return number.bitLength() < Integer.SIZE
                    ? (Object) number.intValue()
                    : number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
        } catch (NumberFormatException e) {
            return text; // octal and the like: as it stands there
        }
    }

    private static Object number(String text) {
        try {
            return new BigDecimal(text.replace("_", "")).doubleValue();
        } catch (NumberFormatException e) {
            return text;
        }
    }
}
