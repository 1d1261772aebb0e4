package dev.pluginio.config;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A single value of the file, after the environment was put in.
 *
 * @param text the value as a text
 * @param kind what YAML takes it for
 * @param variables the environment variables that it came from
 * @param shown whether messages may show it
 */
record Scalar(String text, Kind kind, List<String> variables, boolean shown) {

    /** What YAML takes a value for. */
    enum Kind {
        NULL,
        BOOLEAN,
        INTEGER,
        OTHER_NUMBER,
        TEXT
    }

    private static final int MOST_SHOWN = 60;
    private static final Pattern SECRET_NAME =
            Pattern.compile("pass|pwd|secret|token|key|credential|auth|salt", Pattern.CASE_INSENSITIVE);

    /** Whether a key or variable of that name may hold a secret. */
    static boolean looksSecret(String name) {
        return SECRET_NAME.matcher(name).find();
    }

    /** Whether the value stands in the file as it is. */
    boolean isLiteral() {
        return variables.isEmpty();
    }

    /** Whether this can serve where a text is wanted. */
    boolean isText() {
        return kind == Kind.TEXT || !isLiteral();
    }

    /** The value for a message, with where it comes from; not the value itself if it may be a secret. */
    String told() {
        String origin = isLiteral() ? "" : " (from " + String.join(", ", variables) + ")";
        if (!shown) {
            return "the value" + origin;
        }
        String printable = text.replaceAll("\\p{Cntrl}", "?");
        return "'" + (printable.length() > MOST_SHOWN ? printable.substring(0, MOST_SHOWN) + "…" : printable) + "'"
                + origin;
    }

    /** What YAML took it for, for a message. */
    String form() {
        return switch (kind) {
            case NULL -> "empty";
            case BOOLEAN, INTEGER, OTHER_NUMBER, TEXT -> told();
        };
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + " " + told();
    }
}
