package dev.pluginio.config;

import dev.pluginio.access.Populate;
import dev.pluginio.api.content.Attribute;
import dev.pluginio.api.content.ContentCatalog;
import dev.pluginio.api.content.ContentType;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns names of attributes and relations into what is read and sent, as far as the catalogue permits. */
final class PopulateReader {

    /** They are part of every entry; naming them among the fields changes nothing. */
    private static final Set<String> IDENTIFIERS = Set.of("id", "documentId");

    private final ContentCatalog catalog;
    private final Problems problems;

    PopulateReader(ContentCatalog catalog, Problems problems) {
        this.catalog = catalog;
        this.problems = problems;
    }

    /** What is sent of a content type. */
    Populate of(ContentType type, ContentTypeOptions option) {
        Set<String> excluded = excluded(type, option);
        Optional<Set<String>> fields = fields(type, option.fields(), option.at());
        if (option.fields() == null && !option.excludeFields().isEmpty()) {
            Set<String> left = names(type, attribute -> !attribute.isRelation() && !attribute.isPrivate());
            left.removeAll(excluded);
            fields = Optional.of(left);
        }
        Map<String, Populate> relations =
                new LinkedHashMap<>(relations(type, option.populate(), option.at() + ".populate"));
        relations.keySet().removeAll(excluded);
        return new Populate(fields, relations);
    }

    private Set<String> excluded(ContentType type, ContentTypeOptions option) {
        String at = option.at() + ".excludeFields";
        if (option.fields() != null && !option.excludeFields().isEmpty()) {
            problems.add(at, "cannot stand beside 'fields'; keep one of them");
        }
        for (String name : option.excludeFields()) {
            String place = at + "." + name;
            if (IDENTIFIERS.contains(name)) {
                problems.add(place, "'" + name + "' is part of every entry and cannot be left out");
            } else if (type.attribute(name).isEmpty()) {
                problems.add(
                        place,
                        ExposureReader.unknown(type, name, type.attributes().keySet()));
            } else if (option.populate().relations().containsKey(name)) {
                problems.add(place, "'" + name + "' is also named in populate; keep one of them");
            }
        }
        return Set.copyOf(option.excludeFields());
    }

    private Optional<Set<String>> fields(ContentType type, @Nullable List<String> names, String at) {
        if (names == null) {
            return Optional.empty();
        }
        Set<String> fields = new LinkedHashSet<>(names);
        fields.removeAll(IDENTIFIERS);
        for (String name : fields) {
            String place = at + ".fields." + name;
            Attribute attribute = type.attribute(name).orElse(null);
            if (attribute == null) {
                Set<String> known = names(type, candidate -> !candidate.isRelation() && !candidate.isPrivate());
                problems.add(place, ExposureReader.unknown(type, name, known));
            } else if (attribute.isPrivate()) {
                problems.add(place, "'" + name + "' of " + type.uid() + " is private and never sent; leave it out");
            } else if (attribute.isRelation()) {
                problems.add(place, "'" + name + "' of " + type.uid() + " is a relation; name it in populate");
            }
        }
        return Optional.of(fields);
    }

    private Map<String, Populate> relations(ContentType type, PopulateOptions options, String at) {
        if (options.everything()) {
            return names(type, attribute -> attribute.isRelation() && !attribute.isPrivate()).stream()
                    .collect(Collectors.toMap(name -> name, name -> Populate.VALUES));
        }
        Map<String, Populate> relations = new LinkedHashMap<>();
        options.relations()
                .forEach((name, option) -> relation(type, name, option, at + "." + name)
                        .ifPresent(populate -> relations.put(name, populate)));
        return relations;
    }

    private Optional<Populate> relation(ContentType type, String name, RelationOptions option, String at) {
        Attribute attribute = type.attribute(name).orElse(null);
        Optional<ContentType> target =
                attribute == null ? Optional.empty() : attribute.target().flatMap(catalog::find);
        if (attribute == null) {
            Set<String> known = names(type, candidate -> candidate.isRelation() && !candidate.isPrivate());
            String hint = name.contains(".")
                    ? "write the relations of a relation under its populate"
                    : Suggestion.of(name, known);
            problems.add(at, type.uid() + " has no relation '" + name + "'; " + hint);
        } else if (attribute.isPrivate()) {
            problems.add(at, "'" + name + "' of " + type.uid() + " is private and never sent; leave it out");
        } else if (target.isEmpty()) {
            problems.add(
                    at, "'" + name + "' of " + type.uid() + " is no relation and is sent without being named here");
        } else {
            return target.map(to ->
                    new Populate(fields(to, option.fields(), at), relations(to, option.populate(), at + ".populate")));
        }
        return Optional.empty();
    }

    private static Set<String> names(ContentType type, Predicate<Attribute> which) {
        return type.attributes().values().stream()
                .filter(which)
                .map(Attribute::name)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
