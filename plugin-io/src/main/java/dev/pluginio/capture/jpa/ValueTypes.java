package dev.pluginio.capture.jpa;

import dev.pluginio.api.content.Attribute;
import dev.pluginio.api.content.ValueType;
import dev.pluginio.api.content.ValueType.Kind;
import jakarta.persistence.metamodel.EmbeddableType;
import jakarta.persistence.metamodel.MapAttribute;
import jakarta.persistence.metamodel.PluralAttribute;
import jakarta.persistence.metamodel.SingularAttribute;
import jakarta.persistence.metamodel.Type;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Calendar;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tells what mapped attributes look like when they are sent. */
final class ValueTypes {

    private ValueTypes() {}

    /** Adds what the mapping tells to an attribute. */
    static Attribute described(Attribute attribute, jakarta.persistence.metamodel.Attribute<?, ?> mapped) {
        Attribute typed = attribute.typed(of(mapped));
        boolean isRequired = mapped.getJavaType().isPrimitive()
                || mapped instanceof PluralAttribute<?, ?, ?>
                || mapped instanceof SingularAttribute<?, ?> single && !single.isOptional();
        return isRequired ? typed.asRequired() : typed;
    }

    private static ValueType of(jakarta.persistence.metamodel.Attribute<?, ?> mapped) {
        if (mapped instanceof MapAttribute<?, ?, ?> map) {
            return ValueType.mapOf(of(map.getElementType()));
        } else if (mapped instanceof PluralAttribute<?, ?, ?> many) {
            return ValueType.listOf(of(many.getElementType()));
        }
        return of(((SingularAttribute<?, ?>) mapped).getType());
    }

    private static ValueType of(Type<?> type) {
        return type instanceof EmbeddableType<?> embeddable ? object(embeddable) : ofClass(type.getJavaType());
    }

    private static ValueType object(EmbeddableType<?> embeddable) {
        Map<String, ValueType> fields = new LinkedHashMap<>();
        embeddable.getAttributes().stream()
                .sorted((one, other) -> one.getName().compareTo(other.getName()))
                .filter(field ->
                        !field.isAssociation() && !Privacy.isPrivate(embeddable.getJavaType(), field.getName()))
                .forEach(field -> fields.put(field.getName(), of(field)));
        return ValueType.object(fields);
    }

    private static ValueType ofClass(Class<?> type) {
        if (type == boolean.class || type == Boolean.class) {
            return ValueType.of(Kind.BOOLEAN);
        } else if (type.isPrimitive() && type != char.class || Number.class.isAssignableFrom(type)) {
            return ValueType.of(Kind.NUMBER);
        } else if (type.isEnum()) {
            return ValueType.oneOf(Arrays.stream(type.getEnumConstants())
                    .map(constant -> ((Enum<?>) constant).name())
                    .toList());
        } else if (type == byte[].class) {
            return ValueType.of(Kind.BINARY);
        } else if (type.isArray()) {
            return ValueType.listOf(ofClass(type.getComponentType()));
        } else if (Map.class.isAssignableFrom(type)) {
            return ValueType.mapOf(ValueType.ANY);
        } else if (Collection.class.isAssignableFrom(type)) {
            return ValueType.listOf(ValueType.ANY);
        } else if (type == Instant.class || type == OffsetDateTime.class || type == ZonedDateTime.class) {
            return ValueType.of(Kind.MOMENT);
        } else if (type == LocalDate.class || type == java.sql.Date.class) {
            return ValueType.of(Kind.DATE);
        } else if (type == java.sql.Time.class) {
            return ValueType.of(Kind.TEXT);
        } else if (Date.class.isAssignableFrom(type) || Calendar.class.isAssignableFrom(type)) {
            return ValueType.of(Kind.MOMENT);
        }
        return ValueType.of(type == Object.class ? Kind.ANY : Kind.TEXT);
    }
}
