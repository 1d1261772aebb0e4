package dev.pluginio.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/** Puts the environment into values: <code>${NAME}</code> and <code>${NAME:default}</code>. */
final class Placeholders {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)(?::([^}]*))?}");

    private final Map<String, String> environment;
    private final Problems problems;
    private final Resolver resolver = new Resolver();

    Placeholders(Map<String, String> environment, Problems problems) {
        this.environment = environment;
        this.problems = problems;
    }

    /** The value of a node, or empty if a problem was told. */
    Optional<Scalar> read(ScalarNode node, String path) {
        boolean shown = !Scalar.looksSecret(path.substring(path.lastIndexOf('.') + 1));
        if (!node.getValue().contains("${")) {
            return Optional.of(new Scalar(node.getValue(), kind(node.getTag()), List.of(), shown));
        }
        List<String> variables = new ArrayList<>();
        Optional<Scalar> read = substitute(node.getValue(), path, variables)
                .map(text -> new Scalar(
                        text,
                        kind(resolver.resolve(NodeId.scalar, text, true)),
                        List.copyOf(variables),
                        shown && variables.stream().noneMatch(Scalar::looksSecret)));
        read.ifPresent(scalar -> problems.comesFrom(path, scalar.told()));
        return read;
    }

    private Optional<String> substitute(String text, String path, List<String> variables) {
        Matcher matcher = PLACEHOLDER.matcher(text);
        if (matcher.replaceAll("").contains("${")) {
            problems.add(path, "has a '${' that is not ${NAME} or ${NAME:default}");
            return Optional.empty();
        }
        StringBuilder result = new StringBuilder();
        boolean complete = true;
        matcher.reset();
        while (matcher.find()) {
            String name = matcher.group(1);
            variables.add(name);
            String given = environment.get(name);
            boolean counts = given != null && (!given.isEmpty() || matcher.group(2) == null);
            String value = counts ? given : matcher.group(2);
            if (value == null) {
                problems.add(
                        path,
                        "the environment variable " + name + " is not set; set it, or write ${" + name + ":default}");
                complete = false;
            } else {
                matcher.appendReplacement(result, Matcher.quoteReplacement(value));
            }
        }
        return complete ? Optional.of(matcher.appendTail(result).toString()) : Optional.empty();
    }

    private static Scalar.Kind kind(Tag tag) {
        if (tag.equals(Tag.NULL)) {
            return Scalar.Kind.NULL;
        } else if (tag.equals(Tag.BOOL)) {
            return Scalar.Kind.BOOLEAN;
        } else if (tag.equals(Tag.INT)) {
            return Scalar.Kind.INTEGER;
        }
        return tag.equals(Tag.FLOAT) ? Scalar.Kind.OTHER_NUMBER : Scalar.Kind.TEXT;
    }
}
