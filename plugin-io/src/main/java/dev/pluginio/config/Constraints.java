package dev.pluginio.config;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.MessageInterpolator;
import jakarta.validation.Path;
import jakarta.validation.TraversableResolver;
import jakarta.validation.Validation;
import jakarta.validation.ValidatorFactory;
import java.lang.annotation.ElementType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.hibernate.validator.HibernateValidator;
import org.jspecify.annotations.Nullable;

/** Checks values against the constraints that stand at the record components. */
final class Constraints implements AutoCloseable {

    /** What is wrong with a value, or with one element of it. */
    record Violation(String element, String message) {}

    private final ValidatorFactory factory;

    /** Takes nothing from the class path of the host: neither provider nor settings, messages or JPA. */
    Constraints() {
        HibernateValidator provider = new HibernateValidator();
        factory = Validation.byProvider(HibernateValidator.class)
                .providerResolver(() -> List.of(provider))
                .configure()
                .ignoreXmlConfiguration()
                .externalClassLoader(Constraints.class.getClassLoader())
                .messageInterpolator(new Messages())
                .traversableResolver(new EverythingIsLoaded())
                .buildValidatorFactory();
    }

    /** What is wrong with a value for a component of a record. */
    List<Violation> violations(Class<?> section, String component, Object value) {
        List<Violation> violations = new ArrayList<>();
        for (ConstraintViolation<?> violation : factory.getValidator().validateValue(section, component, value)) {
            violations.add(new Violation(element(violation), violation.getMessage()));
        }
        return violations;
    }

    @Override
    public void close() {
        factory.close();
    }

    private static String element(ConstraintViolation<?> violation) {
        for (Path.Node node : violation.getPropertyPath()) {
            if (node.getIndex() != null) {
                return "[" + node.getIndex() + "]";
            }
            if (node.getKey() != null) {
                return "." + node.getKey();
            }
        }
        return "";
    }

    /** Takes messages as they stand at the constraints, with the constraint's value put in. */
    private static final class Messages implements MessageInterpolator {

        @Override
        public String interpolate(String template, Context context) {
            Object value = context.getConstraintDescriptor().getAttributes().get("value");
            return template.replace("{value}", String.valueOf(value));
        }

        @Override
        public String interpolate(String template, Context context, Locale locale) {
            return interpolate(template, context);
        }
    }

    private static final class EverythingIsLoaded implements TraversableResolver {

        @Override
        public boolean isReachable(
                @Nullable Object section, Path.Node component, Class<?> root, Path path, ElementType type) {
            return true;
        }

        @Override
        public boolean isCascadable(
                @Nullable Object section, Path.Node component, Class<?> root, Path path, ElementType type) {
            return false;
        }
    }
}
