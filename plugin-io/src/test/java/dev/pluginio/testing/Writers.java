package dev.pluginio.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/** Many who write at the same time. */
public final class Writers {

    private Writers() {}

    /**
     * Has so many write so often, and waits for them.
     *
     * @param round writes once; gets the same numbers in every run
     * @return the sum of what the rounds gave
     */
    public static int write(int writers, int rounds, ToIntFunction<Random> round) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(writers);
        try {
            List<Future<Integer>> all = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                Random random = new Random(writer);
                all.add(threads.submit(() -> IntStream.range(0, rounds)
                        .map(i -> round.applyAsInt(random))
                        .sum()));
            }
            int sum = 0;
            for (Future<Integer> one : all) {
                sum += one.get(120, TimeUnit.SECONDS);
            }
            return sum;
        } finally {
            threads.shutdown();
        }
    }
}
