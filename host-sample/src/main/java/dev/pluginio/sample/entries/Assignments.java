package dev.pluginio.sample.entries;

import dev.pluginio.api.content.Action;
import dev.pluginio.api.content.Entry;
import dev.pluginio.sample.content.Content;
import dev.pluginio.sample.content.ModelField;
import dev.pluginio.sample.content.ModelType;
import dev.pluginio.sample.problem.Problem;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.Hibernate;
import org.jspecify.annotations.Nullable;

/** What a body assigns to the fields of an entry: checked, with the related entries looked up. */
final class Assignments {

    private final Rights rights;
    private final ModelType type;
    private final Map<ModelField, @Nullable Object> values;

    private Assignments(Rights rights, ModelType type, Map<ModelField, @Nullable Object> values) {
        this.rights = rights;
        this.type = type;
        this.values = values;
    }

    static Assignments parse(EntityManager em, Rights rights, ModelType type, @Nullable Object untrusted) {
        if (!(untrusted instanceof Map<?, ?> body)) {
            throw Problem.invalid("data", "'data' must be an object");
        }
        Map<ModelField, @Nullable Object> values = new LinkedHashMap<>();
        body.forEach((name, value) -> {
            ModelField field = type.field(String.valueOf(name))
                    .filter(ModelField::isWritable)
                    .orElseThrow(() -> Problem.invalid(
                            String.valueOf(name), "'" + name + "' is no field of " + type + " that can be written"));
            values.put(field, valueOf(em, rights, field, value));
        });
        return new Assignments(rights, type, values);
    }

    private static @Nullable Object valueOf(
            EntityManager em, Rights rights, ModelField field, @Nullable Object untrusted) {
        if (!field.attribute().isRelation()) {
            return Values.check(field, untrusted);
        }
        if (!field.attribute().isToMany()) {
            return untrusted == null ? null : related(em, rights, field, untrusted);
        }
        if (!(untrusted instanceof List<?> list)) {
            throw Problem.invalid(field.name(), "'" + field + "' must be a list of documentIds");
        }
        if (new HashSet<>(list).size() != list.size()) {
            throw Problem.invalid(field.name(), "'" + field + "' names an entry twice");
        }
        return list.stream().map(one -> related(em, rights, field, one)).toList();
    }

    private static Content related(EntityManager em, Rights rights, ModelField field, @Nullable Object untrusted) {
        ModelType target = rights.model().targetOf(field);
        if (!rights.may(target, Action.FIND)) {
            throw Problem.forbidden("relation '" + field + "' leads to what you may not find");
        }
        if (!(untrusted instanceof String documentId)) {
            throw Problem.invalid(field.name(), "'" + field + "' must be given by documentId");
        }
        return Lookup.byDocumentId(em, target, documentId)
                .map(entity -> (Content) Hibernate.unproxy(entity))
                .filter(entity -> rights.sees(target, entity))
                .orElseThrow(() -> Problem.invalid(
                        field.name(), "'" + field + "' names an entry of " + target + " that does not exist"));
    }

    Map<ModelField, @Nullable Object> values() {
        return values;
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    /** Writes the values into an entity. */
    void apply(Content entity) {
        requirePublishing(entity);
        values.forEach((field, value) -> {
            if (value instanceof List<?> related) {
                replace(field, entity, related);
            } else {
                field.set(entity, value);
            }
        });
    }

    /** The collection that Hibernate watches stays; an equal one is not written again. */
    @SuppressWarnings("unchecked")
    private static void replace(ModelField field, Content entity, List<?> related) {
        List<Object> current = (List<Object>) field.get(entity);
        if (current == null) {
            field.set(entity, new ArrayList<>(related));
        } else if (!List.copyOf(current).equals(related)) {
            current.clear();
            current.addAll(related);
        }
    }

    /** Who may not publish must not do it by writing the time. */
    private void requirePublishing(Content entity) {
        type.field(Entry.PUBLISHED_AT).filter(values::containsKey).ifPresent(field -> {
            boolean published = field.get(entity) != null;
            boolean toBePublished = values.get(field) != null;
            if (published != toBePublished) {
                rights.require(type, toBePublished ? Action.PUBLISH : Action.UNPUBLISH);
            }
        });
    }

    /** The same, for entries that are not looked at one by one. */
    void requirePublishing() {
        type.field(Entry.PUBLISHED_AT)
                .filter(values::containsKey)
                .ifPresent(
                        field -> rights.require(type, values.get(field) == null ? Action.UNPUBLISH : Action.PUBLISH));
    }
}
