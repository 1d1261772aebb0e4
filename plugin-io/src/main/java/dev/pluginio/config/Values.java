package dev.pluginio.config;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Takes single values for what a key wants. */
final class Values {

    private static final Pattern DECIMAL = Pattern.compile("[-+]?(0|[1-9][0-9]*)");

    private final Problems problems;

    Values(Problems problems) {
        this.problems = problems;
    }

    /** The value as an object of a type, or empty if a problem was told. */
    Optional<?> read(Scalar scalar, Class<?> type, Unit unit, String path) {
        if (scalar.kind() == Scalar.Kind.NULL && scalar.isLiteral()) {
            problems.add(path, "has no value; give it one, or leave the key out");
            return Optional.empty();
        } else if (type == String.class) {
            return text(scalar, path);
        } else if (type == boolean.class) {
            return truth(scalar, path);
        } else if (type == int.class) {
            return number(scalar, unit, path);
        } else if (type.isEnum()) {
            return word(scalar, type, path);
        }
        throw new IllegalArgumentException("no value can be read as " + type);
    }

    /** How an enum constant is written in the file. */
    static String wordOf(Object constant) {
        return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT);
    }

    private Optional<String> text(Scalar scalar, String path) {
        if (!scalar.isText()) {
            problems.add(path, "must be a text, but is " + scalar.told() + "; put it in quotes if it is meant");
            return Optional.empty();
        }
        return Optional.of(scalar.text());
    }

    private Optional<Boolean> truth(Scalar scalar, String path) {
        String word = scalar.text().toLowerCase(Locale.ROOT);
        if (scalar.kind() != Scalar.Kind.BOOLEAN || !(word.equals("true") || word.equals("false"))) {
            problems.add(path, "must be true or false, but is " + scalar.told());
            return Optional.empty();
        }
        return Optional.of(word.equals("true"));
    }

    private Optional<Integer> number(Scalar scalar, Unit unit, String path) {
        Optional<BigInteger> number = scalar.kind() == Scalar.Kind.INTEGER
                        && DECIMAL.matcher(scalar.text()).matches()
                ? Optional.of(new BigInteger(scalar.text()))
                : scalar.isText() ? unit.parse(scalar.text()) : Optional.empty();
        if (number.isEmpty()) {
            problems.add(path, "must be " + unit.form() + ", but is " + scalar.told() + inQuotes(scalar));
            return Optional.empty();
        } else if (number.get().bitLength() >= Integer.SIZE) {
            problems.add(path, "is too large a number: " + scalar.told());
            return Optional.empty();
        }
        return number.map(BigInteger::intValueExact);
    }

    private static String inQuotes(Scalar scalar) {
        return scalar.isLiteral()
                        && scalar.kind() == Scalar.Kind.TEXT
                        && DECIMAL.matcher(scalar.text()).matches()
                ? " as a text; take the quotes away"
                : "";
    }

    private Optional<?> word(Scalar scalar, Class<?> type, String path) {
        Object[] constants = type.getEnumConstants();
        Optional<Object> found = Arrays.stream(constants)
                .filter(constant -> wordOf(constant).equals(scalar.text()))
                .findFirst();
        if (found.isEmpty()) {
            List<String> words = Arrays.stream(constants).map(Values::wordOf).toList();
            String meant = Suggestion.nearest(scalar.text(), words)
                    .map(near -> "; did you mean '" + near + "'?")
                    .orElse("");
            problems.add(path, "must be one of " + String.join(", ", words) + ", but is " + scalar.told() + meant);
        }
        return found;
    }
}
