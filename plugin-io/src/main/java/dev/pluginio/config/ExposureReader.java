package dev.pluginio.config;

import dev.pluginio.access.Exposure;
import dev.pluginio.access.ListedEntity;
import dev.pluginio.access.PermissionRule;
import dev.pluginio.api.content.Attribute;
import dev.pluginio.api.content.ContentCatalog;
import dev.pluginio.api.content.ContentType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Turns what is configured of content types into exposures, as far as the catalogue permits. */
final class ExposureReader {

    private final ContentCatalog catalog;
    private final Set<String> missing;
    private final PermissionRule permission;
    private final Problems problems;
    private final PopulateReader populate;

    ExposureReader(ContentCatalog catalog, List<ListedEntity> missing, PermissionRule permission, Problems problems) {
        this.catalog = catalog;
        this.missing = missing.stream().map(ListedEntity::entity).collect(Collectors.toUnmodifiableSet());
        this.permission = permission;
        this.problems = problems;
        this.populate = new PopulateReader(catalog, problems);
    }

    /** The exposures of all types that are right; problems are told of the others. */
    List<Exposure> of(List<ContentTypeOptions> options) {
        tellRepeated(options);
        List<Exposure> exposures = new ArrayList<>();
        Map<String, String> prefixes = new HashMap<>();
        for (ContentTypeOptions option : options) {
            type(option).map(type -> exposure(type, option)).ifPresent(exposure -> {
                exposures.add(exposure);
                String uid = exposure.type().uid();
                String other = prefixes.putIfAbsent(exposure.eventPrefix(), uid);
                if (other != null && !other.equals(uid)) {
                    problems.add(
                            option.at() + ".eventPrefix",
                            "the events of " + uid + " would be named '" + exposure.eventPrefix() + ":…' like those of "
                                    + other + "; give one of them another eventPrefix");
                }
            });
        }
        return exposures;
    }

    private void tellRepeated(List<ContentTypeOptions> options) {
        Map<String, String> first = new HashMap<>();
        for (ContentTypeOptions option : options) {
            String other = option.uid().isEmpty() ? null : first.putIfAbsent(option.uid(), option.at());
            if (other != null) {
                problems.add(
                        option.at() + ".uid",
                        "'" + option.uid() + "' is listed twice (first in line " + problems.lineOf(other)
                                + "); keep one of them");
            }
        }
    }

    private Optional<ContentType> type(ContentTypeOptions option) {
        if (option.uid().isEmpty()) {
            return Optional.empty();
        }
        Optional<ContentType> type = catalog.find(option.uid());
        String entity = option.entity();
        if (entity != null && (type.isEmpty() || missing.contains(entity))) {
            problems.add(
                    option.at() + ".entity",
                    "the host has no entity '" + entity + "'; give its entity name or its class's full name");
        } else if (type.isEmpty()) {
            List<String> uids = catalog.types().stream().map(ContentType::uid).toList();
            problems.add(
                    option.at() + ".uid",
                    "the host has no content type '" + option.uid() + "'; " + Suggestion.of(option.uid(), uids));
        }
        return type;
    }

    private Exposure exposure(ContentType type, ContentTypeOptions option) {
        tellPrivate(type, option);
        tellDrafts(type, option);
        String prefix = option.eventPrefix();
        return new Exposure(
                type,
                option.actions().stream().map(BuiltInAction::action).collect(Collectors.toUnmodifiableSet()),
                populate.of(type, option),
                option.onlyPublished(),
                prefix == null ? type.singularName() : prefix,
                option.permissionOr(permission),
                option.audience(),
                option.audienceRule(),
                option.coalesce());
    }

    private void tellPrivate(ContentType type, ContentTypeOptions option) {
        if (option.entity() == null && !option.hidden().isEmpty()) {
            problems.add(
                    option.at() + ".private",
                    "is only for types with 'entity'; mark the attributes of this one with @Private, or name them in"
                            + " excludeFields");
            return;
        }
        for (String name : option.hidden()) {
            Optional<Attribute> attribute = type.attribute(name);
            if (attribute.isEmpty()) {
                problems.add(
                        option.at() + ".private." + name,
                        unknown(type, name, type.attributes().keySet()));
            } else if (!attribute.get().isPrivate()) {
                problems.add(
                        option.at() + ".private." + name,
                        "the host describes this content type itself and does not hide the attribute; have it hidden"
                                + " there");
            }
        }
    }

    private void tellDrafts(ContentType type, ContentTypeOptions option) {
        if (type.hasDrafts()) {
            return;
        }
        if (option.onlyPublished()) {
            problems.add(option.at() + ".onlyPublished", type.uid() + " has no drafts; leave the key out");
        }
        if (option.actions().size() < BuiltInAction.values().length) {
            option.actions().stream().filter(BuiltInAction::isOfDrafts).forEach(action -> {
                String word = Values.wordOf(action);
                problems.add(
                        option.at() + ".actions." + action,
                        type.uid() + " has no drafts, so no '" + word + "'; leave it out");
            });
        }
    }

    static String unknown(ContentType type, String name, Set<String> known) {
        return type.uid() + " has no attribute '" + name + "'; " + Suggestion.of(name, known);
    }
}
