package dev.pluginio.sample.access;

import java.util.Optional;
import java.util.regex.Pattern;

/** Identifiers as clients write them. */
final class Ids {

    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");

    private Ids() {}

    static Optional<Long> parse(String untrusted) {
        return NUMBER.matcher(untrusted).matches() ? Optional.of(Long.valueOf(untrusted)) : Optional.empty();
    }
}
