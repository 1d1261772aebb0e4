package dev.pluginio.sample.access;

import java.util.Arrays;
import java.util.Optional;

/** What an API token may do. */
public enum TokenKind {
    /** Everything with content. */
    FULL_ACCESS("full-access"),
    /** Find entries of every type, drafts excepted. */
    READ_ONLY("read-only"),
    /** What is listed. */
    CUSTOM("custom");

    private final String word;

    TokenKind(String word) {
        this.word = word;
    }

    /**
     * The kind as clients write it.
     *
     * @return such as {@code full-access}
     */
    public String word() {
        return word;
    }

    /**
     * Finds a kind.
     *
     * @param word untrusted
     * @return the kind, or empty if there is none
     */
    public static Optional<TokenKind> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst();
    }
}
