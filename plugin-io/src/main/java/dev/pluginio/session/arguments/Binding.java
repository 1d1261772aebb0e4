package dev.pluginio.session.arguments;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import dev.pluginio.api.content.ValueType;
import dev.pluginio.api.realtime.RefusalException;
import dev.pluginio.describe.form.Form;
import jakarta.validation.ValidationException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the declared objects of what clients send, for the handlers of one plugin: it keeps their classes, nobody else
 * does, and goes with them. Thread-safe.
 */
public final class Binding implements AutoCloseable {

    /** What a client is told whose arguments do not fit. */
    static final String INVALID = "invalid argument";

    private static final Logger LOG = LoggerFactory.getLogger(Binding.class);
    private static final int MOST_TOLD = 20;

    private final ObjectMapper mapper = Mapper.ownedByOnePlugin();
    private final Constraints constraints = new Constraints(mapper);

    /**
     * Makes sure that a type can be declared.
     *
     * @throws IllegalArgumentException if an annotation in it would have no effect; the message tells what to do
     */
    public void check(Class<?> type) {
        if (type.isPrimitive()) {
            throw new IllegalArgumentException("an argument cannot be a " + type + "; declare its class");
        }
        new Annotations().check(type);
        try {
            constraints.violations(0, mapper.convertValue(Map.of(), type)); // shows definitions that are wrong
        } catch (ValidationException e) {
            throw new IllegalArgumentException(
                    "the constraints of " + type.getName() + " are wrong: " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            if (e.getCause() instanceof InvalidDefinitionException) {
                throw new IllegalArgumentException(
                        "Jackson cannot make a " + type.getName() + ": " + e.getMessage(), e);
            }
        }
    }

    /** What an argument looks like that is made into an object of a type; nothing is known of one that cannot be told. */
    public Form form(Class<?> type) {
        try {
            return new Forms(mapper, constraints.validator()).of(type);
        } catch (RuntimeException e) {
            LOG.debug("the form of {} cannot be told", type.getName(), e);
            return Form.of(ValueType.Kind.ANY);
        }
    }

    /** What an answer looks like that is written from a record. */
    public static Form answer(Class<?> type) {
        return new AnswerForms().of(type);
    }

    /**
     * Makes objects of the first arguments.
     *
     * @param types their types
     * @param untrusted what the client sent
     * @return the objects
     * @throws RefusalException if they do not fit; nothing of what was sent stands in it
     */
    public List<Object> bind(List<Class<?>> types, List<@Nullable Object> untrusted) {
        List<Object> bound = new ArrayList<>();
        List<Violation> violations = new ArrayList<>();
        for (int index = 0; index < types.size(); index++) {
            @Nullable Object value = index < untrusted.size() ? untrusted.get(index) : null;
            if (value == null) {
                violations.add(new Violation(index, "", "NotNull", "must not be null"));
                continue;
            }
            try {
                Object object = mapper.convertValue(value, types.get(index));
                violations.addAll(constraints.violations(index, object));
                bound.add(object);
            } catch (IllegalArgumentException e) {
                if (e.getCause() instanceof InvalidDefinitionException) {
                    throw e; // the type's fault
                }
                violations.add(Misfit.of(index, e.getCause() instanceof JsonMappingException cause ? cause : null));
            }
        }
        if (!violations.isEmpty()) {
            throw refusal(violations);
        }
        return Collections.unmodifiableList(bound);
    }

    private static RefusalException refusal(List<Violation> violations) {
        List<Map<String, Object>> told = violations.stream()
                .sorted(Violation.ORDER)
                .distinct()
                .limit(MOST_TOLD)
                .map(Violation::asMap)
                .toList();
        return new RefusalException(INVALID, Map.of("violations", told));
    }

    @Override
    public void close() {
        constraints.close();
    }
}
