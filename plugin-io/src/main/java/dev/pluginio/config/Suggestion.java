package dev.pluginio.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Tells what may have been meant by a word that is not known. */
final class Suggestion {

    private static final int LONGEST = 100;

    private Suggestion() {}

    /** The end of a message: the nearest word, if one is near, or all that there are. */
    static String of(String word, Collection<String> known) {
        return nearest(word, known)
                .map(near -> "did you mean '" + near + "'?")
                .orElseGet(() -> known.isEmpty() ? "there are none here" : "there are: " + String.join(", ", known));
    }

    /** The nearest word, if one is near. */
    static Optional<String> nearest(String word, Collection<String> known) {
        if (word.length() > LONGEST) {
            return Optional.empty();
        }
        String lower = word.toLowerCase(Locale.ROOT);
        return known.stream()
                .filter(candidate -> candidate.length() <= LONGEST)
                .filter(candidate ->
                        distance(lower, candidate.toLowerCase(Locale.ROOT)) <= Math.max(1, word.length() / 3))
                .min(Comparator.comparingInt(candidate -> distance(lower, candidate.toLowerCase(Locale.ROOT))));
    }

    /** How many letters must be put in, taken out, changed, or swapped with the next to make one word the other. */
    private static int distance(String one, String other) {
        int[][] distances = new int[one.length() + 1][other.length() + 1];
        for (int row = 0; row <= one.length(); row++) {
            for (int column = 0; column <= other.length(); column++) {
                if (row == 0 || column == 0) {
                    distances[row][column] = row + column;
                    continue;
                }
                boolean same = one.charAt(row - 1) == other.charAt(column - 1);
                boolean swapped = row > 1
                        && column > 1
                        && one.charAt(row - 1) == other.charAt(column - 2)
                        && one.charAt(row - 2) == other.charAt(column - 1);
                int changed = distances[row - 1][column - 1] + (same ? 0 : 1);
                int shifted = 1 + Math.min(distances[row - 1][column], distances[row][column - 1]);
                int best = Math.min(changed, shifted);
                distances[row][column] = swapped ? Math.min(best, distances[row - 2][column - 2] + 1) : best;
            }
        }
        return distances[one.length()][other.length()];
    }
}
