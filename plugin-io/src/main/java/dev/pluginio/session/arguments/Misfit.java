package dev.pluginio.session.arguments;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.time.temporal.Temporal;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says what a value must be that is of another form; Jackson's own words show the value. */
final class Misfit {

    private Misfit() {}

    static Violation of(int argument, @Nullable JsonMappingException failure) {
        @Nullable Class<?> wanted = failure instanceof MismatchedInputException misfit ? misfit.getTargetType() : null;
        return new Violation(argument, failure == null ? "" : place(failure), "Type", "must be " + form(wanted));
    }

    /** Where it stands, as far as the types name it: keys of maps are the client's own words. */
    private static String place(JsonMappingException failure) {
        StringBuilder place = new StringBuilder();
        for (JsonMappingException.Reference step : failure.getPath()) {
            if (step.getIndex() >= 0) {
                place.append('[').append(step.getIndex()).append(']');
            } else if (step.getFrom() instanceof Map || isMap(step.getFrom())) {
                place.append("[]");
            } else {
                place.append(place.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return place.toString();
    }

    private static boolean isMap(@Nullable Object owner) {
        return owner instanceof Class<?> type && Map.class.isAssignableFrom(type);
    }

    private static String form(@Nullable Class<?> type) {
        if (type == null) {
            return "of another form";
        } else if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(String::valueOf)
                    .collect(Collectors.joining(", ", "one of ", ""));
        } else if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        } else if (type == double.class || type == float.class || type == Double.class || type == Float.class) {
            return "a number";
        } else if (type.isPrimitive() && type != char.class || Number.class.isAssignableFrom(type)) {
            return type.getSimpleName().equals("BigDecimal") ? "a number" : "a whole number";
        } else if (CharSequence.class.isAssignableFrom(type) || type == char.class) {
            return "a text";
        } else if (type.isArray() || Collection.class.isAssignableFrom(type)) {
            return type == byte[].class ? "binary data" : "a list";
        } else if (Temporal.class.isAssignableFrom(type)) {
            return "a date or time, as ISO 8601 has it";
        }
        return type.getName().startsWith("java.") && !Map.class.isAssignableFrom(type)
                ? "a " + type.getSimpleName()
                : "an object";
    }
}
