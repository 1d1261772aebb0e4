package dev.pluginio.session.arguments;

import dev.pluginio.api.content.ValueType;
import dev.pluginio.describe.form.Form;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Tells what an answer looks like that is written from a record: what is not said to be nullable is taken not to be. */
final class AnswerForms {

    private final Map<Class<?>, String> open = new LinkedHashMap<>();

    /** The form of an answer. */
    Form of(Class<?> type) {
        return type.isRecord() ? struct(type) : Form.of(ValueType.Kind.ANY);
    }

    private Form form(AnnotatedType annotated) {
        Class<?> raw = raw(annotated.getType());
        Form scalar = Scalars.of(raw).orElse(null);
        if (scalar != null) {
            return scalar;
        } else if (raw.isEnum()) {
            return new Form.Value(ValueType.oneOf(Stream.of(raw.getEnumConstants())
                    .map(constant -> ((Enum<?>) constant).name())
                    .toList()));
        } else if (raw == Optional.class) {
            return new Form.OrNull(argument(annotated, 0));
        } else if (Collection.class.isAssignableFrom(raw)) {
            return new Form.Many(argument(annotated, 0));
        } else if (Map.class.isAssignableFrom(raw)) {
            return new Form.Keyed(argument(annotated, 1));
        } else if (annotated instanceof AnnotatedArrayType array && raw != byte[].class) {
            return new Form.Many(nullable(array.getAnnotatedGenericComponentType()));
        }
        return raw.isRecord() ? struct(raw) : Form.of(ValueType.Kind.ANY);
    }

    private static Class<?> raw(Type type) {
        if (type instanceof Class<?> named) {
            return named;
        }
        return type instanceof ParameterizedType generic ? raw(generic.getRawType()) : Object.class;
    }

    private Form argument(AnnotatedType annotated, int index) {
        return annotated instanceof AnnotatedParameterizedType generic
                        && index < generic.getAnnotatedActualTypeArguments().length
                ? nullable(generic.getAnnotatedActualTypeArguments()[index])
                : Form.of(ValueType.Kind.ANY);
    }

    private Form nullable(AnnotatedType annotated) {
        Form form = form(annotated);
        return isNullable(annotated) && !(form instanceof Form.OrNull) ? new Form.OrNull(form) : form;
    }

    private Form struct(Class<?> type) {
        String again = open.get(type);
        if (again != null) {
            return new Form.Again(again);
        }
        String name = type.getSimpleName();
        for (int i = 2; open.containsValue(name); i++) {
            name = type.getSimpleName() + i;
        }
        open.put(type, name);
        Map<String, Form> fields = new LinkedHashMap<>();
        for (RecordComponent component : type.getRecordComponents()) {
            Form form = nullable(component.getAnnotatedType());
            boolean isMaybe = isNullable(component) && !(form instanceof Form.OrNull);
            fields.put(component.getName(), isMaybe ? new Form.OrNull(form) : form);
        }
        open.remove(type);
        return fields.isEmpty() ? new Form.Either(List.of()) : new Form.Struct(name, fields);
    }

    /** By an annotation of any library that is called so. */
    private static boolean isNullable(AnnotatedElement element) {
        return Stream.of(element.getAnnotations())
                .anyMatch(annotation ->
                        annotation.annotationType().getSimpleName().equals("Nullable"));
    }
}
