package dev.pluginio.bench.fanout;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** The same measured several times. */
final class Figures {

    private final List<Double> values = new ArrayList<>();

    void add(double value) {
        values.add(value);
    }

    double median() {
        List<Double> sorted = values.stream().sorted().toList();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }

    /** How many times another's, run by run; the median of that. */
    double ratioTo(Figures other) {
        Figures ratios = new Figures();
        for (int i = 0; i < values.size(); i++) {
            ratios.add(values.get(i) / other.values.get(i));
        }
        return ratios.median();
    }

    /** The median, and in brackets the least and the most. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "%.2f (%.2f-%.2f)", median(), Collections.min(values), Collections.max(values));
    }
}
