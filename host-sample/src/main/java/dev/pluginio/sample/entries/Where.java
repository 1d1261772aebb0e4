package dev.pluginio.sample.entries;

import dev.pluginio.api.content.Entry;
import dev.pluginio.sample.content.Content;
import dev.pluginio.sample.content.ModelType;
import dev.pluginio.sample.entries.Filter.Comparison;
import dev.pluginio.sample.entries.Filter.Related;
import dev.pluginio.sample.entries.Filter.Status;
import jakarta.persistence.criteria.AbstractQuery;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.Expression;
import jakarta.persistence.criteria.From;
import jakarta.persistence.criteria.Join;
import jakarta.persistence.criteria.Path;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import jakarta.persistence.criteria.Subquery;
import java.util.ArrayList;
import java.util.List;

/** Turns filters into conditions of a query. Drafts that the principal may not see meet none. */
final class Where {

    private static final char ESCAPE = '\\';

    private final CriteriaBuilder builder;
    private final Rights rights;

    Where(CriteriaBuilder builder, Rights rights) {
        this.builder = builder;
        this.rights = rights;
    }

    Predicate[] conditions(AbstractQuery<?> query, Root<? extends Content> root, ModelType type, List<Filter> filters) {
        return conditionsOf(query, root, type, filters).toArray(Predicate[]::new);
    }

    private List<Predicate> conditionsOf(
            AbstractQuery<?> query, From<?, ?> from, ModelType type, List<Filter> filters) {
        List<Predicate> conditions = new ArrayList<>();
        if (rights.hidesDrafts(type)) {
            conditions.add(builder.isNotNull(from.get(Entry.PUBLISHED_AT)));
        }
        filters.forEach(filter -> conditions.add(condition(query, from, filter)));
        return conditions;
    }

    private Predicate condition(AbstractQuery<?> query, From<?, ?> from, Filter filter) {
        if (filter instanceof Status status) {
            Path<?> publishedAt = from.get(Entry.PUBLISHED_AT);
            return status.published() ? builder.isNotNull(publishedAt) : builder.isNull(publishedAt);
        }
        if (filter instanceof Related related) {
            return builder.exists(related(query, from, related));
        }
        return comparison(from, (Comparison) filter);
    }

    private Subquery<Integer> related(AbstractQuery<?> query, From<?, ?> from, Related related) {
        Subquery<Integer> subquery = query.subquery(Integer.class);
        From<?, ?> outer =
                from instanceof Root<?> root ? subquery.correlate(root) : subquery.correlate((Join<?, ?>) from);
        Join<?, ?> target = outer.join(related.relation().name());
        return subquery.select(builder.literal(1))
                .where(conditionsOf(subquery, target, related.target(), related.filters())
                        .toArray(Predicate[]::new));
    }

    private Predicate comparison(From<?, ?> from, Comparison comparison) {
        Path<?> path = from.get(comparison.field());
        return switch (comparison.operator()) {
            case EQ -> builder.equal(path, only(comparison));
            case NE -> builder.or(builder.notEqual(path, only(comparison)), builder.isNull(path));
            case IN -> path.in(comparison.values());
            case GT, GTE, LT, LTE -> ordered(from, comparison);
            case CONTAINS -> builder.like(from.get(comparison.field()), "%" + escaped(comparison) + "%", ESCAPE);
            case STARTS_WITH -> builder.like(from.get(comparison.field()), escaped(comparison) + "%", ESCAPE);
            case NULL -> builder.isNull(path);
            case NOT_NULL -> builder.isNotNull(path);
        };
    }

    @SuppressWarnings("unchecked") // the parser gave the value the type of the field
    private <C extends Comparable<? super C>> Predicate ordered(From<?, ?> from, Comparison comparison) {
        Expression<C> path = from.get(comparison.field());
        C value = (C) only(comparison);
        return switch (comparison.operator()) {
            case GT -> builder.greaterThan(path, value);
            case GTE -> builder.greaterThanOrEqualTo(path, value);
            case LT -> builder.lessThan(path, value);
            default -> builder.lessThanOrEqualTo(path, value);
        };
    }

    private static Comparable<?> only(Comparison comparison) {
        return comparison.values().get(0);
    }

    private static String escaped(Comparison comparison) {
        return only(comparison)
                .toString()
                .replace("\\", "\\\\")
                .replace("%", "\\%")
                .replace("_", "\\_");
    }
}
