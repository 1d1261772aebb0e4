package dev.pluginio.sample.entries;

import dev.pluginio.sample.problem.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A query in brackets, such as {@code filters[author][name]=Ada}, as a tree: a node has a text or children. Untrusted.
 */
public final class QueryParam {

    private static final Pattern KEY = Pattern.compile("([^\\[\\]]+)((?:\\[[^\\[\\]]*])*)");
    private static final Pattern INDEX = Pattern.compile("[0-9]{0,3}");
    private static final int DEEPEST = 12;

    private final String name;
    private final Map<String, QueryParam> children = new LinkedHashMap<>();
    private @Nullable String text;

    private QueryParam(String name) {
        this.name = name;
    }

    /**
     * Reads the parameters of a request.
     *
     * @param parameters each with its values
     * @return the root of the tree
     * @throws Problem if the brackets are not balanced, or a parameter is given twice
     */
    public static QueryParam parse(Map<String, List<String>> parameters) {
        QueryParam root = new QueryParam("query");
        parameters.forEach((key, values) -> {
            List<String> path = pathOf(key);
            values.forEach(value -> root.add(path, value));
        });
        return root;
    }

    private static List<String> pathOf(String key) {
        Matcher matcher = KEY.matcher(key);
        if (!matcher.matches()) {
            throw Problem.invalid("query parameter '" + key + "' is malformed");
        }
        List<String> path = new ArrayList<>(List.of(matcher.group(1)));
        String brackets = matcher.group(2);
        if (!brackets.isEmpty()) {
            path.addAll(
                    Arrays.asList(brackets.substring(1, brackets.length() - 1).split("]\\[", -1)));
        }
        if (path.size() > DEEPEST) {
            throw Problem.invalid("query parameter '" + key + "' is nested too deeply");
        }
        return path;
    }

    private void add(List<String> path, String value) {
        QueryParam node = this;
        for (String step : path) {
            String key = step.isEmpty() ? String.valueOf(node.children.size()) : step;
            QueryParam parent = node;
            node = node.children.computeIfAbsent(key, unused -> new QueryParam(parent.nameOf(key)));
            if (parent.text != null) {
                throw parent.malformed("cannot have both a value and keys");
            }
        }
        if (node.text != null || !node.children.isEmpty()) {
            throw node.malformed("is given twice");
        }
        node.text = value;
    }

    private String nameOf(String key) {
        return name.equals("query") ? key : name + "[" + key + "]";
    }

    /**
     * The whole name.
     *
     * @return such as {@code filters[author]}
     */
    public String name() {
        return name;
    }

    Optional<String> text() {
        return Optional.ofNullable(text);
    }

    Map<String, QueryParam> children() {
        return children;
    }

    Optional<QueryParam> child(String key) {
        return Optional.ofNullable(children.get(key));
    }

    /** A list, written as {@code a,b} or as {@code [0]=a&[1]=b}. */
    List<String> list() {
        if (text != null) {
            return Arrays.stream(text.split(",", -1)).map(String::strip).toList();
        }
        return children.entrySet().stream()
                .map(child -> child.getValue()
                        .text()
                        .filter(unused -> INDEX.matcher(child.getKey()).matches())
                        .orElseThrow(() -> malformed("must be a list")))
                .toList();
    }

    boolean isList() {
        return text != null
                || (!children.isEmpty()
                        && children.keySet().stream()
                                .allMatch(key -> INDEX.matcher(key).matches()));
    }

    /** Refuses keys that mean nothing: a typing error must not silently change the answer. */
    void allow(List<String> known) {
        children.forEach((key, child) -> {
            if (!known.contains(key)) {
                throw Problem.invalid("query parameter '" + child.name + "' is unknown; there are " + known);
            }
        });
    }

    Problem malformed(String what) {
        return Problem.invalid("query parameter '" + name + "' " + what);
    }
}
