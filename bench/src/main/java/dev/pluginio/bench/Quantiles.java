package dev.pluginio.bench;

import java.util.Arrays;

/** Measured values in order. */
final class Quantiles {

    private final double[] sorted;

    Quantiles(double[] values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("nothing was measured");
        }
        sorted = values.clone();
        Arrays.sort(sorted);
    }

    /** The milliseconds between moments in nanoseconds, of those with these numbers. */
    static Quantiles ofMillis(long[] from, long[] to, int first, int end) {
        double[] millis = new double[end - first];
        for (int i = 0; i < millis.length; i++) {
            millis[i] = (to[first + i] - from[first + i]) / 1e6;
        }
        return new Quantiles(millis);
    }

    /** The value that this share of all values is not above; 0.5 is the median. */
    double at(double share) {
        double place = share * (sorted.length - 1);
        int below = (int) Math.floor(place);
        int above = (int) Math.ceil(place);
        return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
    }
}
