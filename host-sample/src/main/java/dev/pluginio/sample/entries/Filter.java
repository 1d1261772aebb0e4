package dev.pluginio.sample.entries;

import dev.pluginio.sample.content.ModelField;
import dev.pluginio.sample.content.ModelType;
import java.util.List;

/** A condition on entries. */
sealed interface Filter {

    /** How a value is compared. */
    enum Operator {
        EQ("$eq"),
        NE("$ne"),
        IN("$in"),
        GT("$gt"),
        GTE("$gte"),
        LT("$lt"),
        LTE("$lte"),
        CONTAINS("$contains"),
        STARTS_WITH("$startsWith"),
        NULL("$null"),
        NOT_NULL("$notNull");

        private final String word;

        Operator(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /** Compares a field with values, of which all operators but {@link Operator#IN} have one. */
    record Comparison(String field, Operator operator, List<Comparable<?>> values) implements Filter {}

    /** Asks for a related entry, which the principal may see, that meets all conditions. */
    record Related(ModelField relation, ModelType target, List<Filter> filters) implements Filter {}

    /** Asks for published entries, or for drafts. */
    record Status(boolean published) implements Filter {}
}
