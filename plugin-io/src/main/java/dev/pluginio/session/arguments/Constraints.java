package dev.pluginio.session.arguments;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import jakarta.validation.TraversableResolver;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import jakarta.validation.ValidatorFactory;
import java.lang.annotation.ElementType;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.validator.HibernateValidator;
import org.hibernate.validator.spi.nodenameprovider.JavaBeanProperty;
import org.hibernate.validator.spi.nodenameprovider.Property;
import org.jspecify.annotations.Nullable;

/** Checks objects against the constraints that stand in their classes. */
final class Constraints implements AutoCloseable {

    private final ValidatorFactory factory;

    /**
     * Takes nothing from the class path of the host: neither provider nor settings, messages or JPA.
     *
     * @param mapper knows what clients call the fields
     */
    Constraints(ObjectMapper mapper) {
        HibernateValidator provider = new HibernateValidator();
        factory = Validation.byProvider(HibernateValidator.class)
                .providerResolver(() -> List.of(provider))
                .configure()
                .ignoreXmlConfiguration()
                .externalClassLoader(Constraints.class.getClassLoader())
                .messageInterpolator(new Messages())
                .traversableResolver(new EverythingIsLoaded())
                .propertyNodeNameProvider(property -> nameOf(property, mapper))
                .buildValidatorFactory();
    }

    private static String nameOf(Property property, ObjectMapper mapper) {
        if (!(property instanceof JavaBeanProperty field)) {
            return property.getName();
        }
        JavaType owner = mapper.constructType(field.getDeclaringClass());
        return mapper.getDeserializationConfig().introspect(owner).findProperties().stream()
                .filter(known -> known.getInternalName().equals(field.getName()))
                .findFirst()
                .map(BeanPropertyDefinition::getName)
                .orElseGet(field::getName);
    }

    Validator validator() {
        return factory.getValidator();
    }

    /** What is wrong with an argument. */
    List<Violation> violations(int argument, Object object) {
        List<Violation> violations = new ArrayList<>();
        for (ConstraintViolation<Object> violation : factory.getValidator().validate(object)) {
            String rule = violation
                    .getConstraintDescriptor()
                    .getAnnotation()
                    .annotationType()
                    .getSimpleName();
            violations.add(new Violation(argument, place(violation.getPropertyPath()), rule, violation.getMessage()));
        }
        return violations;
    }

    /** Where it stands, as far as the types name it: keys of maps are the client's own words. */
    private static String place(Path path) {
        StringBuilder place = new StringBuilder();
        for (Path.Node node : path) {
            if (node.getIndex() != null) {
                place.append('[').append(node.getIndex()).append(']');
            } else if (node.isInIterable()) {
                place.append("[]");
            }
            if (node.getKind() == ElementKind.PROPERTY && node.getName() != null) {
                place.append(place.isEmpty() ? "" : ".").append(node.getName());
            }
        }
        return place.toString();
    }

    @Override
    public void close() {
        factory.close();
    }

    private static final class EverythingIsLoaded implements TraversableResolver {

        @Override
        public boolean isReachable(
                @Nullable Object owner, Path.Node component, Class<?> root, Path path, ElementType type) {
            return true;
        }

        @Override
        public boolean isCascadable(
                @Nullable Object owner, Path.Node component, Class<?> root, Path path, ElementType type) {
            return true;
        }
    }
}
