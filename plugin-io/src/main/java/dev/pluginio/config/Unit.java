package dev.pluginio.config;

import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a number counts, and the units in which it may be written. */
enum Unit {
    NONE("", "a whole number"),
    MILLISECONDS("ms|s|m|h", "a number of milliseconds, or a text such as '500ms', '25s', '2m' or '1h'"),
    BYTES("B|KB|MB|KiB|MiB", "a number of bytes, or a text such as '500KB' or '1MB'");

    private final String names;
    private final String form;

    Unit(String names, String form) {
        this.names = names;
        this.form = form;
    }

    /** How such a number is written, for messages. */
    String form() {
        return form;
    }

    /** The texts that {@link #parse} takes, as a regular expression; empty if it takes none. */
    Optional<String> pattern() {
        return names.isEmpty() ? Optional.empty() : Optional.of("^([0-9]+) ?(" + names + ")$");
    }

    /** Reads an amount with its unit; empty if it is none. */
    Optional<BigInteger> parse(String text) {
        return pattern()
                .map(pattern -> Pattern.compile(pattern).matcher(text))
                .filter(Matcher::matches)
                .map(amount -> new BigInteger(amount.group(1)).multiply(BigInteger.valueOf(factor(amount.group(2)))));
    }

    private static long factor(String name) {
        return switch (name) {
            case "s", "KB" -> 1_000;
            case "m" -> 60_000;
            case "h" -> 3_600_000;
            case "MB" -> 1_000_000;
            case "KiB" -> 1_024;
            case "MiB" -> 1_048_576;
            default -> 1;
        };
    }
}
