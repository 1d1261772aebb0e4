package dev.pluginio.e2e.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An entry in one state.
 *
 * @param kind its content type
 * @param id its primary key
 * @param documentId its identifier
 * @param values what it holds, by name
 * @param links the documentIds its relations lead to, by name; the mirrored ones are not here
 * @param only the names of those to whom a rule keeps it; empty if no rule does
 */
record Item(
        Kind kind,
        JsonNode id,
        String documentId,
        Map<String, JsonNode> values,
        Map<String, List<String>> links,
        Optional<Set<String>> only) {

    Item(Kind kind, JsonNode id, String documentId, Map<String, JsonNode> values, Map<String, List<String>> links) {
        this(kind, id, documentId, values, links, Optional.empty());
    }

    Item {
        values = Map.copyOf(values);
        links = Map.copyOf(links);
    }

    boolean isDraft() {
        return kind.drafts && value("publishedAt").isNull();
    }

    JsonNode value(String name) {
        JsonNode value = values.get(name);
        if (value == null) {
            throw new IllegalStateException("the model knows no '" + name + "' of " + this);
        }
        return value;
    }

    List<String> linked(String relation) {
        return links.getOrDefault(relation, List.of());
    }

    Item with(Map<String, JsonNode> changedValues, Map<String, List<String>> changedLinks) {
        Map<String, JsonNode> newValues = new LinkedHashMap<>(values);
        newValues.putAll(changedValues);
        Map<String, List<String>> newLinks = new LinkedHashMap<>(links);
        newLinks.putAll(changedLinks);
        return new Item(kind, id, documentId, newValues, newLinks, only);
    }

    Item keptTo(Optional<Set<String>> names) {
        return new Item(kind, id, documentId, values, links, names);
    }

    @Override
    public String toString() {
        return kind.singular + " " + documentId;
    }
}
