package dev.pluginio.e2e.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** Chance that can be repeated. */
final class Dice {

    private final long seed;
    private final Random random;

    Dice(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
    }

    long seed() {
        return seed;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    <T> T one(List<T> of) {
        return of.get(below(of.size()));
    }

    /** Any number of them, at most so many, without repetition, in any order. */
    <T> List<T> some(List<T> of, int most) {
        List<T> left = new ArrayList<>(of);
        List<T> chosen = new ArrayList<>();
        for (int n = below(most + 1); n > 0 && !left.isEmpty(); n--) {
            chosen.add(left.remove(below(left.size())));
        }
        return chosen;
    }

    /** Permissions at random, with a leaning to reading. */
    Set<String> permissions() {
        Set<String> permissions = new TreeSet<>();
        for (Kind kind : Kind.values()) {
            add(permissions, kind, "find", 0.65);
            add(permissions, kind, "create", 0.5);
            add(permissions, kind, "update", 0.5);
            add(permissions, kind, "delete", 0.5);
            if (kind.drafts) {
                add(permissions, kind, "findDrafts", 0.5);
                add(permissions, kind, "publish", 0.5);
                add(permissions, kind, "unpublish", 0.5);
            }
        }
        return permissions;
    }

    private void add(Set<String> permissions, Kind kind, String action, double probability) {
        if (chance(probability)) {
            permissions.add(kind.uid() + "." + action);
        }
    }

    /** A text that was not there before, with letters that encoders like to get wrong. */
    String text(String word) {
        String[] ends = {
            "",
            " \u00e4\u00f6\u00fc",
            " \"quoted\"",
            " \u65e5\u672c",
            " \ud83d\ude80",
            " <b>&amp;",
            " \\ /",
            "\u2028line",
            " '"
        };
        return word + " " + Long.toString(random.nextLong() >>> 1, 36) + ends[below(ends.length)];
    }
}
