package dev.pluginio.sample.entries;

import dev.pluginio.sample.content.ModelField;
import dev.pluginio.sample.content.ModelType;
import dev.pluginio.sample.entries.Query.Paging;
import dev.pluginio.sample.entries.Query.Sort;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the query of a request, as far as the principal's rights admit. */
final class QueryParser {

    private static final int PAGE_SIZE = 25;
    private static final int LARGEST_PAGE = 100;
    private static final int LAST_PAGE = 1_000_000;
    private static final Set<String> IDENTIFIERS = Set.of("id", "documentId");

    private final SelectionParser selections;
    private final FilterParser filters;
    private final Rights rights;

    QueryParser(Rights rights) {
        this.rights = rights;
        this.selections = new SelectionParser(rights);
        this.filters = new FilterParser(rights);
    }

    Query list(ModelType type, QueryParam query) {
        query.allow(List.of("filters", "populate", "fields", "sort", "pagination"));
        return new Query(
                selections.parse(type, query),
                filters(type, query),
                query.child("sort").map(sort -> sort(type, sort)).orElse(List.of()),
                query.child("pagination").map(QueryParser::paging).orElse(new Paging(1, PAGE_SIZE)));
    }

    Selection one(ModelType type, QueryParam query) {
        query.allow(List.of("populate", "fields"));
        return selections.parse(type, query);
    }

    List<Filter> filtersOnly(ModelType type, QueryParam query) {
        query.allow(List.of("filters"));
        return filters(type, query);
    }

    private List<Filter> filters(ModelType type, QueryParam query) {
        return query.child("filters").map(node -> filters.parse(type, node)).orElse(List.of());
    }

    private List<Sort> sort(ModelType type, QueryParam param) {
        return param.list().stream().map(text -> sort(type, param, text)).toList();
    }

    private Sort sort(ModelType type, QueryParam param, String text) {
        int colon = text.indexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        boolean descending = switch (colon < 0 ? "asc" : text.substring(colon + 1)) {
            case "asc" -> false;
            case "desc" -> true;
            default -> throw param.malformed("must look like title:asc or title:desc");
        };
        Optional<ModelField> field =
                type.field(name).filter(known -> !known.attribute().isRelation() && rights.sees(known));
        if (field.isEmpty() && !IDENTIFIERS.contains(name)) {
            throw SelectionParser.unknown("sort", type, name, "field");
        }
        return new Sort(name, descending);
    }

    private static Paging paging(QueryParam param) {
        param.allow(List.of("page", "pageSize"));
        return new Paging(number(param, "page", 1, LAST_PAGE), number(param, "pageSize", PAGE_SIZE, LARGEST_PAGE));
    }

    private static int number(QueryParam parent, String key, int otherwise, int most) {
        Optional<QueryParam> param = parent.child(key);
        if (param.isEmpty()) {
            return otherwise;
        }
        String text = param.get().text().orElse("");
        if (!text.matches("[1-9][0-9]{0,8}") || Integer.parseInt(text) > most) {
            throw param.get().malformed("must be a number from 1 to " + most);
        }
        return Integer.parseInt(text);
    }
}
