package dev.pluginio.bench.fanout;

import dev.pluginio.bench.fanout.Contender.Kind;
import java.util.EnumMap;
import java.util.Map;

/** One figure of each server, and how ours compares with those of the others. */
final class Comparison {

    private final Map<Kind, Figures> figures = new EnumMap<>(Kind.class);

    void add(Kind kind, double value) {
        of(kind).add(value);
    }

    Figures of(Kind kind) {
        return figures.computeIfAbsent(kind, k -> new Figures());
    }

    void print() {
        Figures ours = figures.get(Kind.OURS);
        if (ours != null) {
            figures.forEach((kind, theirs) -> {
                if (kind != Kind.OURS) {
                    System.out.printf("%s is %.2f x %s%n", Kind.OURS, ours.ratioTo(theirs), kind);
                }
            });
        }
    }
}
