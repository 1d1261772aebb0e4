package dev.pluginio.sample.entries;

import dev.pluginio.api.content.Action;
import dev.pluginio.sample.content.ModelField;
import dev.pluginio.sample.content.ModelType;
import dev.pluginio.sample.entries.Filter.Comparison;
import dev.pluginio.sample.entries.Filter.Operator;
import dev.pluginio.sample.entries.Filter.Related;
import dev.pluginio.sample.entries.Filter.Status;
import dev.pluginio.sample.problem.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Reads {@code filters}. What the principal may not see cannot be asked about. */
final class FilterParser {

    private static final Map<String, Class<?>> IDENTIFIERS = Map.of("id", Long.class, "documentId", String.class);

    private final Rights rights;

    FilterParser(Rights rights) {
        this.rights = rights;
    }

    List<Filter> parse(ModelType type, QueryParam filters) {
        if (filters.children().isEmpty()) {
            throw filters.malformed("must name a field, as in filters[title]=…");
        }
        List<Filter> parsed = new ArrayList<>();
        filters.children().forEach((name, node) -> parsed.addAll(field(type, name, node)));
        return parsed;
    }

    private List<Filter> field(ModelType type, String name, QueryParam node) {
        if (name.equals("status") && type.hasDrafts()) {
            return List.of(status(type, node));
        }
        Class<?> identifier = IDENTIFIERS.get(name);
        if (identifier != null) {
            return comparisons(name, identifier, node);
        }
        ModelField field = type.field(name)
                .filter(candidate -> !candidate.attribute().isPrivate())
                .orElseThrow(() -> SelectionParser.unknown("filters", type, name, "field"));
        if (!rights.sees(field)) {
            throw Problem.forbidden("relation '" + name + "' of " + type + " leads to what you may not find");
        }
        return field.attribute().isRelation()
                ? List.of(related(field, node))
                : comparisons(name, field.valueType(), node);
    }

    private Status status(ModelType type, QueryParam node) {
        String text = node.text().orElse("");
        if (text.equals("draft")) {
            rights.require(type, Action.FIND_DRAFTS);
            return new Status(false);
        }
        if (!text.equals("published")) {
            throw node.malformed("must be 'draft' or 'published'");
        }
        return new Status(true);
    }

    private Related related(ModelField relation, QueryParam node) {
        ModelType target = rights.model().targetOf(relation);
        List<Filter> filters =
                node.text().isPresent() ? comparisons("documentId", String.class, node) : parse(target, node);
        return new Related(relation, target, filters);
    }

    private static List<Filter> comparisons(String field, Class<?> type, QueryParam node) {
        if (node.text().isPresent()) {
            return List.of(comparison(field, type, Operator.EQ, node));
        }
        List<Filter> comparisons = new ArrayList<>();
        node.children()
                .forEach((word, value) -> comparisons.add(comparison(field, type, operator(word, value), value)));
        return comparisons;
    }

    private static Operator operator(String word, QueryParam node) {
        List<String> words =
                Arrays.stream(Operator.values()).map(Operator::word).toList();
        return Arrays.stream(Operator.values())
                .filter(operator -> operator.word().equals(word))
                .findFirst()
                .orElseThrow(() -> node.malformed("is no comparison; there are " + words));
    }

    private static Comparison comparison(String field, Class<?> type, Operator operator, QueryParam node) {
        List<String> texts = operator == Operator.IN
                ? node.list()
                : List.of(node.text().orElseThrow(() -> node.malformed("must have one value")));
        return switch (operator) {
            case NULL, NOT_NULL -> new Comparison(field, nullness(operator, node), List.of());
            case CONTAINS, STARTS_WITH -> {
                if (type != String.class) {
                    throw node.malformed("can be asked of texts only");
                }
                yield new Comparison(field, operator, List.copyOf(texts));
            }
            default ->
                new Comparison(
                        field,
                        operator,
                        texts.stream()
                                .<Comparable<?>>map(text -> Values.parse(node, type, text))
                                .toList());
        };
    }

    private static Operator nullness(Operator operator, QueryParam node) {
        boolean asStated = switch (node.text().orElse("")) {
            case "true" -> true;
            case "false" -> false;
            default -> throw node.malformed("must be true or false");
        };
        return asStated == (operator == Operator.NULL) ? Operator.NULL : Operator.NOT_NULL;
    }
}
