package dev.pluginio.sample.entries;

import dev.pluginio.sample.content.ModelField;
import dev.pluginio.sample.content.ModelType;
import dev.pluginio.sample.problem.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads {@code fields} and {@code populate}. What the principal may not see cannot be named. No content type comes twice
 * on the way to a relation: an article's comments, each with its article and that one's comments, would be the square
 * of what there is, and more with each step.
 */
final class SelectionParser {

    private static final List<String> KEYS = List.of("fields", "populate");

    private final Rights rights;

    SelectionParser(Rights rights) {
        this.rights = rights;
    }

    Selection parse(ModelType type, QueryParam parent) {
        return parse(List.of(type), parent);
    }

    /** All fields, and one level of all relations. */
    Selection everything(ModelType type) {
        return new Selection(allValues(type), allRelations(List.of(type)));
    }

    private Selection parse(List<ModelType> path, QueryParam parent) {
        ModelType type = last(path);
        List<ModelField> values = parent.child("fields")
                .filter(fields -> !fields.list().contains("*"))
                .map(fields ->
                        fields.list().stream().map(name -> value(type, name)).toList())
                .orElseGet(() -> allValues(type));
        Map<ModelField, Selection> relations = parent.child("populate")
                .map(populate -> relations(path, populate))
                .orElse(Map.of());
        return new Selection(values, relations);
    }

    private Map<ModelField, Selection> relations(List<ModelType> path, QueryParam populate) {
        Map<ModelField, Selection> relations = new LinkedHashMap<>();
        if (populate.isList()) {
            for (String name : populate.list()) {
                if (name.equals("*")) {
                    relations.putAll(allRelations(path));
                } else {
                    ModelField relation = relation(path, name);
                    relations.put(
                            relation, new Selection(allValues(rights.model().targetOf(relation)), Map.of()));
                }
            }
            return relations;
        }
        populate.children().forEach((name, nested) -> {
            ModelField relation = relation(path, name);
            relations.put(relation, nested(longer(path, relation), nested));
        });
        return relations;
    }

    private Selection nested(List<ModelType> path, QueryParam nested) {
        Optional<String> text = nested.text();
        if (text.isPresent()) {
            if (!text.get().equals("*") && !text.get().equals("true")) {
                throw nested.malformed("must be '*', 'true', or have [fields] or [populate]");
            }
            return new Selection(allValues(last(path)), Map.of());
        }
        nested.allow(KEYS);
        return parse(path, nested);
    }

    private List<ModelField> allValues(ModelType type) {
        return type.fields().stream()
                .filter(field -> !field.attribute().isRelation() && rights.sees(field))
                .toList();
    }

    private Map<ModelField, Selection> allRelations(List<ModelType> path) {
        Map<ModelField, Selection> relations = new LinkedHashMap<>();
        last(path).fields().stream()
                .filter(field -> field.attribute().isRelation() && rights.sees(field))
                .filter(field -> !path.contains(rights.model().targetOf(field)))
                .forEach(field -> relations.put(
                        field, new Selection(allValues(rights.model().targetOf(field)), Map.of())));
        return relations;
    }

    private ModelField value(ModelType type, String name) {
        return type.field(name)
                .filter(field -> !field.attribute().isRelation() && rights.sees(field))
                .orElseThrow(() -> unknown("fields", type, name, "field"));
    }

    private ModelField relation(List<ModelType> path, String name) {
        ModelType type = last(path);
        ModelField relation = type.field(name)
                .filter(field ->
                        field.attribute().isRelation() && !field.attribute().isPrivate())
                .orElseThrow(() -> unknown("populate", type, name, "relation"));
        if (!rights.sees(relation)) {
            throw Problem.forbidden("relation '" + name + "' of " + type + " leads to what you may not find");
        }
        ModelType target = rights.model().targetOf(relation);
        if (path.contains(target)) {
            throw Problem.invalid(
                    "populate",
                    "relation '" + name + "' of " + type + " leads back to " + target + "; ask for it apart");
        }
        return relation;
    }

    private List<ModelType> longer(List<ModelType> path, ModelField relation) {
        return Stream.concat(path.stream(), Stream.of(rights.model().targetOf(relation)))
                .toList();
    }

    private static ModelType last(List<ModelType> path) {
        return path.get(path.size() - 1);
    }

    static Problem unknown(String path, ModelType type, String name, String what) {
        return Problem.invalid(path, "'" + name + "' is no " + what + " of " + type + " that can be read");
    }
}
