package dev.pluginio.bench.fanout;

import java.util.concurrent.TimeUnit;

/** How long things took, to ten microseconds. */
final class Latencies {

    private static final int STEP_MICROS = 10;
    private static final int STEPS = 1_000_000;

    private final int[] counts = new int[STEPS];
    private long total;

    void add(long nanos) {
        long step = TimeUnit.NANOSECONDS.toMicros(nanos) / STEP_MICROS;
        counts[(int) Math.min(step, STEPS - 1)]++;
        total++;
    }

    /** The milliseconds that this share of all did not exceed. */
    double millis(double share) {
        long wanted = (long) Math.ceil(share * total);
        long seen = 0;
        for (int step = 0; step < STEPS; step++) {
            seen += counts[step];
            if (seen >= wanted && seen > 0) {
                return (step + 1) * STEP_MICROS / 1000.0;
            }
        }
        return Double.NaN;
    }
}
