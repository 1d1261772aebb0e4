package dev.pluginio.session.arguments;

import dev.pluginio.describe.form.Form;
import jakarta.validation.metadata.ConstraintDescriptor;
import jakarta.validation.metadata.ElementDescriptor;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads constraints as keywords of JSON Schema. What JSON Schema has no word for is left to the answer of the handler. */
final class Bounds {

    private static final Set<String> NEEDING = Set.of("NotNull", "NotBlank", "NotEmpty");

    private final Map<String, Object> found = new TreeMap<>();
    private final Form form;
    private boolean isNeeded;

    private Bounds(Form form) {
        this.form = form;
    }

    /** A form within the bounds of the constraints. */
    static Form within(Form form, @Nullable ElementDescriptor constrained) {
        Bounds bounds = new Bounds(form);
        bounds.read(constrained);
        return bounds.found.isEmpty() ? form : new Form.Bounded(form, bounds.found);
    }

    /** Whether the constraints forbid null. */
    static boolean isNeeded(@Nullable ElementDescriptor constrained) {
        Bounds bounds = new Bounds(new Form.Identifier());
        bounds.read(constrained);
        return bounds.isNeeded;
    }

    private void read(@Nullable ElementDescriptor constrained) {
        if (constrained != null) {
            constrained.getConstraintDescriptors().forEach(this::read);
        }
    }

    private void read(ConstraintDescriptor<?> constraint) {
        Class<?> type = constraint.getAnnotation().annotationType();
        isNeeded |= NEEDING.contains(type.getSimpleName());
        if (type.getPackageName().equals("jakarta.validation.constraints")) {
            read(type.getSimpleName(), constraint.getAttributes());
        }
        if (!constraint.isReportAsSingleViolation() || type.getPackageName().startsWith("jakarta.")) {
            constraint.getComposingConstraints().forEach(this::read);
        }
    }

    private void read(String name, Map<String, Object> attributes) {
        switch (name) {
            case "NotEmpty", "NotBlank" -> least(1);
            case "Size" -> {
                least(whole(attributes, "min"));
                most(whole(attributes, "max"));
            }
            case "Min", "Max" -> found.put(name.equals("Min") ? "minimum" : "maximum", attributes.get("value"));
            case "DecimalMin" -> decimal("inimum", "m", "exclusiveM", attributes);
            case "DecimalMax" -> decimal("aximum", "m", "exclusiveM", attributes);
            case "Positive" -> found.put("exclusiveMinimum", 0);
            case "PositiveOrZero" -> found.put("minimum", 0);
            case "Negative" -> found.put("exclusiveMaximum", 0);
            case "NegativeOrZero" -> found.put("maximum", 0);
            case "AssertTrue" -> found.put("const", true);
            case "AssertFalse" -> found.put("const", false);
            case "Email" -> found.put("format", "email");
            case "Pattern" -> pattern(attributes);
            default -> {} // told by the answer
        }
        if (name.equals("NotBlank")) {
            found.putIfAbsent("pattern", "\\S");
        }
    }

    private static int whole(Map<String, Object> attributes, String name) {
        return attributes.get(name) instanceof Number number ? number.intValue() : 0;
    }

    private void least(int least) {
        if (least > 0) {
            found.merge("min" + measure(), least, (one, other) -> Math.max((int) one, (int) other));
        }
    }

    private void most(int most) {
        if (most < Integer.MAX_VALUE) {
            found.put("max" + measure(), most);
        }
    }

    private String measure() {
        Form plain = form instanceof Form.OrNull maybe ? maybe.form() : form;
        return plain instanceof Form.Many ? "Items" : plain instanceof Form.Keyed ? "Properties" : "Length";
    }

    private void decimal(String end, String inclusive, String exclusive, Map<String, Object> attributes) {
        boolean isInclusive = !Boolean.FALSE.equals(attributes.get("inclusive"));
        found.put((isInclusive ? inclusive : exclusive) + end, new BigDecimal(String.valueOf(attributes.get("value"))));
    }

    /** Java's expressions match the whole text, those of JSON Schema any part of it; flags have no counterpart. */
    private void pattern(Map<String, Object> attributes) {
        if (!(attributes.get("flags") instanceof Object[] flags) || flags.length == 0) {
            found.put("pattern", "^(?:" + attributes.get("regexp") + ")$");
        }
    }
}
