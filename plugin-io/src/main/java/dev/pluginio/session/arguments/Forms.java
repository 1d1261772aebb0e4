package dev.pluginio.session.arguments;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import dev.pluginio.api.content.ValueType;
import dev.pluginio.describe.form.Form;
import jakarta.validation.Validator;
import jakarta.validation.metadata.BeanDescriptor;
import jakarta.validation.metadata.CascadableDescriptor;
import jakarta.validation.metadata.ContainerDescriptor;
import jakarta.validation.metadata.ContainerElementTypeDescriptor;
import jakarta.validation.metadata.ElementDescriptor;
import jakarta.validation.metadata.PropertyDescriptor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells what an argument looks like that is made into an object of a type: with the names that Jackson gives its parts, and
 * the constraints that are looked at. For one type.
 */
final class Forms {

    private final ObjectMapper mapper;
    private final Validator validator;
    private final Map<JavaType, String> open = new LinkedHashMap<>();

    Forms(ObjectMapper mapper, Validator validator) {
        this.mapper = mapper;
        this.validator = validator;
    }

    /** The form of an argument. */
    Form of(Class<?> type) {
        return form(mapper.constructType(type), null, true);
    }

    /**
     * A form.
     *
     * @param place what is known of the place where it stands; null if nothing
     * @param isChecked whether the constraints within it are looked at
     */
    private Form form(JavaType type, @Nullable ElementDescriptor place, boolean isChecked) {
        Class<?> raw = type.getRawClass();
        Form scalar = Scalars.of(raw).orElse(null);
        if (scalar != null) {
            return scalar;
        } else if (raw.isEnum()) {
            return options(raw);
        } else if (raw == byte[].class || raw == Object.class || JsonNode.class.isAssignableFrom(raw)) {
            return Form.of(ValueType.Kind.ANY);
        } else if (type.isReferenceType()) {
            return new Form.OrNull(content(type, place, 0));
        } else if (type.isArrayType() || type.isCollectionLikeType()) {
            return new Form.Many(content(type, place, 0));
        } else if (type.isMapLikeType()) {
            return new Form.Keyed(content(type, place, 1));
        }
        return object(type, isChecked);
    }

    /** What stands in a container, within the bounds that stand in its type. */
    private Form content(JavaType container, @Nullable ElementDescriptor place, int argument) {
        ContainerElementTypeDescriptor element = place instanceof ContainerDescriptor constrained
                ? constrained.getConstrainedContainerElementTypes().stream()
                        .filter(one -> container.isArrayType() || one.getTypeArgumentIndex() == argument)
                        .findFirst()
                        .orElse(null)
                : null;
        boolean isChecked = element != null && element.isCascaded() || isCascaded(place); // @Valid of old, on the whole
        return Bounds.within(form(container.getContentType(), element, isChecked), element);
    }

    private static boolean isCascaded(@Nullable ElementDescriptor place) {
        return place instanceof CascadableDescriptor cascadable && cascadable.isCascaded();
    }

    private Form options(Class<?> type) {
        List<String> options = new ArrayList<>();
        for (Object constant : Arrays.asList(type.getEnumConstants())) {
            JsonNode name = mapper.valueToTree(constant);
            if (!name.isTextual()) {
                return Form.of(ValueType.Kind.ANY);
            }
            options.add(name.textValue());
        }
        return new Form.Value(ValueType.oneOf(options));
    }

    private Form object(JavaType type, boolean isChecked) {
        String again = open.get(type);
        if (again != null) {
            return new Form.Again(again);
        }
        BeanDescription description = mapper.getDeserializationConfig().introspect(type);
        if (type.isAbstract() || type.getRawClass().getClassLoader() == null) {
            return Form.of(ValueType.Kind.ANY);
        }
        String name = named(type.getRawClass().getSimpleName());
        open.put(type, name);
        BeanDescriptor constraints = validator.getConstraintsForClass(type.getRawClass());
        Map<String, Form> fields = new LinkedHashMap<>();
        for (BeanPropertyDefinition property : description.findProperties()) {
            if (property.couldDeserialize()) {
                PropertyDescriptor constrained =
                        isChecked ? constraints.getConstraintsForProperty(property.getInternalName()) : null;
                fields.put(property.getName(), field(property, constrained));
            }
        }
        open.remove(type);
        return fields.isEmpty() ? new Form.Either(List.of()) : new Form.Struct(name, fields);
    }

    /** A name that none of the objects has in which it stands. */
    private String named(String simple) {
        String name = simple;
        for (int i = 2; open.containsValue(name); i++) {
            name = simple + i;
        }
        return name;
    }

    private Form field(BeanPropertyDefinition property, @Nullable PropertyDescriptor constrained) {
        JavaType type = property.getPrimaryType();
        Form form = Bounds.within(form(type, constrained, isCascaded(constrained)), constrained);
        if (type.isPrimitive() || property.isRequired() || Bounds.isNeeded(constrained)) {
            return form;
        }
        return new Form.IfAny(form instanceof Form.OrNull ? form : new Form.OrNull(form));
    }
}
