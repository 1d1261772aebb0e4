package dev.pluginio.e2e.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An entry in one state.
 *
 * @param kind its content type
 * @param id its primary key
 * @param documentId its identifier
 * @param values what it holds, by name
 * @param links the documentIds its relations lead to, by name; the mirrored ones are not here
 */
record Item(Kind kind, JsonNode id, String documentId, Map<String, JsonNode> values, Map<String, List<String>> links) {

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
        return new Item(kind, id, documentId, newValues, newLinks);
    }

    @Override
    public String toString() {
        return kind.singular + " " + documentId;
    }
}
