package dev.pluginio.config;

import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a number counts, and the units in which it may be written. */
enum Unit {
    NONE(Map.of(), "a whole number"),
    MILLISECONDS(
            Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L),
            "a number of milliseconds, or a text such as '500ms', '25s' or '2m'"),
    BYTES(
            Map.of("B", 1L, "KB", 1_000L, "MB", 1_000_000L, "KiB", 1_024L, "MiB", 1_048_576L),
            "a number of bytes, or a text such as '500KB' or '1MB'");

    private static final Pattern AMOUNT = Pattern.compile("([0-9]+) ?([A-Za-z]+)");

    private final Map<String, Long> factors;
    private final String form;

    Unit(Map<String, Long> factors, String form) {
        this.factors = factors;
        this.form = form;
    }

    /** How such a number is written, for messages. */
    String form() {
        return form;
    }

    /** The texts that {@link #parse} takes, as a regular expression; empty if it takes none. */
    Optional<String> pattern() {
        return factors.isEmpty()
                ? Optional.empty()
                : Optional.of("^[0-9]+ ?("
                        + String.join("|", factors.keySet().stream().sorted().toList()) + ")$");
    }

    /** Reads an amount with its unit; empty if it is none. */
    Optional<BigInteger> parse(String text) {
        Matcher matcher = AMOUNT.matcher(text);
        return matcher.matches() && factors.containsKey(matcher.group(2))
                ? Optional.of(
                        new BigInteger(matcher.group(1)).multiply(BigInteger.valueOf(factors.get(matcher.group(2)))))
                : Optional.empty();
    }
}
