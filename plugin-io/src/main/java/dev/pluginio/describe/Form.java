package dev.pluginio.describe;

import dev.pluginio.api.content.ValueType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a value that is sent looks like. */
sealed interface Form {

    /** A value of an attribute, or of plugin-io's own. */
    record Value(ValueType type) implements Form {}

    /** A value that may be null. */
    record OrNull(Form form) implements Form {}

    /** A value of an object that may be missing, with its key. */
    record IfAny(Form form) implements Form {}

    /** One of these; of none, an object of which nothing is known. */
    record Either(List<? extends Form> forms) implements Form {
        public Either {
            forms = List.copyOf(forms);
        }
    }

    /** An array. */
    record Many(Form form) implements Form {}

    /** The identifier that a host gives its entries: a number or a text. */
    record Identifier() implements Form {}

    /** Exactly this text. */
    record Constant(String text) implements Form {}

    /**
     * An object with a name of its own.
     *
     * @param name such as {@code ArticleAuthor}
     * @param fields the values by key
     */
    record Struct(String name, Map<String, Form> fields) implements Form {
        public Struct {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }
    }

    static Form of(ValueType.Kind kind) {
        return new Value(ValueType.of(kind));
    }
}
