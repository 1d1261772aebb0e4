package dev.pluginio.sample.entries;

import dev.pluginio.sample.content.ModelField;
import dev.pluginio.sample.content.ModelType;
import dev.pluginio.sample.problem.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code fields} and {@code populate}. What the principal may not see cannot be named. */
final class SelectionParser {

    private static final int DEEPEST = 5;
    private static final List<String> KEYS = List.of("fields", "populate");

    private final Rights rights;

    SelectionParser(Rights rights) {
        this.rights = rights;
    }

    Selection parse(ModelType type, QueryParam parent) {
        return parse(type, parent, 0);
    }

    /** All fields, and one level of all relations. */
    Selection everything(ModelType type) {
        return new Selection(allValues(type), allRelations(type));
    }

    private Selection parse(ModelType type, QueryParam parent, int depth) {
        if (depth > DEEPEST) {
            throw parent.malformed("is nested too deeply");
        }
        List<ModelField> values = parent.child("fields")
                .filter(fields -> !fields.list().contains("*"))
                .map(fields ->
                        fields.list().stream().map(name -> value(type, name)).toList())
                .orElseGet(() -> allValues(type));
        Map<ModelField, Selection> relations = parent.child("populate")
                .map(populate -> relations(type, populate, depth))
                .orElse(Map.of());
        return new Selection(values, relations);
    }

    private Map<ModelField, Selection> relations(ModelType type, QueryParam populate, int depth) {
        Map<ModelField, Selection> relations = new LinkedHashMap<>();
        if (populate.isList()) {
            for (String name : populate.list()) {
                if (name.equals("*")) {
                    relations.putAll(allRelations(type));
                } else {
                    ModelField relation = relation(type, name);
                    relations.put(
                            relation, new Selection(allValues(rights.model().targetOf(relation)), Map.of()));
                }
            }
            return relations;
        }
        populate.children().forEach((name, nested) -> {
            ModelField relation = relation(type, name);
            relations.put(relation, nested(rights.model().targetOf(relation), nested, depth));
        });
        return relations;
    }

    private Selection nested(ModelType target, QueryParam nested, int depth) {
        Optional<String> text = nested.text();
        if (text.isPresent()) {
            if (!text.get().equals("*") && !text.get().equals("true")) {
                throw nested.malformed("must be '*', 'true', or have [fields] or [populate]");
            }
            return new Selection(allValues(target), Map.of());
        }
        nested.allow(KEYS);
        return parse(target, nested, depth + 1);
    }

    private List<ModelField> allValues(ModelType type) {
        return type.fields().stream()
                .filter(field -> !field.attribute().isRelation() && rights.sees(field))
                .toList();
    }

    private Map<ModelField, Selection> allRelations(ModelType type) {
        Map<ModelField, Selection> relations = new LinkedHashMap<>();
        type.fields().stream()
                .filter(field -> field.attribute().isRelation() && rights.sees(field))
                .forEach(field -> relations.put(
                        field, new Selection(allValues(rights.model().targetOf(field)), Map.of())));
        return relations;
    }

    private ModelField value(ModelType type, String name) {
        return type.field(name)
                .filter(field -> !field.attribute().isRelation() && rights.sees(field))
                .orElseThrow(() -> unknown("fields", type, name, "field"));
    }

    private ModelField relation(ModelType type, String name) {
        ModelField relation = type.field(name)
                .filter(field ->
                        field.attribute().isRelation() && !field.attribute().isPrivate())
                .orElseThrow(() -> unknown("populate", type, name, "relation"));
        if (!rights.sees(relation)) {
            throw Problem.forbidden("relation '" + name + "' of " + type + " leads to what you may not find");
        }
        return relation;
    }

    static Problem unknown(String path, ModelType type, String name, String what) {
        return Problem.invalid(path, "'" + name + "' is no " + what + " of " + type + " that can be read");
    }
}
