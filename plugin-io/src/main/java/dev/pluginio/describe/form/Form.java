package dev.pluginio.describe.form;

import dev.pluginio.api.content.ValueType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What a value that is sent looks like. Nothing in it keeps a class of anybody's. */
public sealed interface Form {

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

    /** An object with keys of any name. */
    record Keyed(Form form) implements Form {}

    /** The identifier that a host gives its entries: a number or a text. */
    record Identifier() implements Form {}

    /** Exactly this text. */
    record Constant(String text) implements Form {}

    /**
     * A value within bounds.
     *
     * @param form what it is without them
     * @param bounds keywords of JSON Schema with their values
     */
    record Bounded(Form form, Map<String, Object> bounds) implements Form {
        public Bounded {
            bounds = Collections.unmodifiableMap(new LinkedHashMap<>(bounds));
        }
    }

    /** The object of this name in which it stands itself, at whatever depth. */
    record Again(String name) implements Form {}

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

    /** A value of a kind. */
    static Form of(ValueType.Kind kind) {
        return new Value(ValueType.of(kind));
    }

    /** The same with other forms in place of those that it is made of, one level below. */
    default Form map(UnaryOperator<Form> change) {
        if (this instanceof OrNull maybe) {
            return new OrNull(change.apply(maybe.form));
        } else if (this instanceof IfAny any) {
            return new IfAny(change.apply(any.form));
        } else if (this instanceof Either either) {
            return new Either(either.forms.stream().map(change::apply).toList());
        } else if (this instanceof Many many) {
            return new Many(change.apply(many.form));
        } else if (this instanceof Keyed keyed) {
            return new Keyed(change.apply(keyed.form));
        } else if (this instanceof Bounded bounded) {
            return new Bounded(change.apply(bounded.form), bounded.bounds);
        } else if (this instanceof Struct struct) {
            Map<String, Form> fields = new LinkedHashMap<>();
            struct.fields.forEach((name, form) -> fields.put(name, change.apply(form)));
            return new Struct(struct.name, fields);
        }
        return this;
    }
}
