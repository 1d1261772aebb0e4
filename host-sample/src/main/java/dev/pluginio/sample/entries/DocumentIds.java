package dev.pluginio.sample.entries;

import java.security.SecureRandom;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Makes identifiers of 24 letters and digits that nobody can guess. */
public final class DocumentIds implements Supplier<String> {

    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final int LENGTH = 24;

    private final SecureRandom random;

    /**
     * Makes the source.
     *
     * @param random where the identifiers come from
     */
    public DocumentIds(SecureRandom random) {
        this.random = random;
    }

    @Override
    public String get() {
        return random.ints(LENGTH, 0, ALPHABET.length())
                .mapToObj(index -> String.valueOf(ALPHABET.charAt(index)))
                .collect(Collectors.joining());
    }
}
