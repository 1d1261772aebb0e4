package dev.pluginio.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/** Several threads that write articles, and when each write began and when its commit had returned. */
final class Writers implements AutoCloseable {

    private static final int WRITERS = 4;

    private final Editor editor;
    private final ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    private final long[] begun;
    private final long[] returned;

    /**
     * Ready to write.
     *
     * @param writes how many writes there will be, numbered from 0
     */
    Writers(Editor editor, int writes) {
        this.editor = editor;
        this.begun = new long[writes];
        this.returned = new long[writes];
    }

    /** When each write began, by {@link System#nanoTime()}. */
    long[] begun() {
        return begun;
    }

    /** When each commit had returned, by {@link System#nanoTime()}. */
    long[] returned() {
        return returned;
    }

    /**
     * Writes, and returns when all is committed.
     *
     * @param from the number of the first write
     * @param to the number after the last
     * @param perSecond how many a second: each at its time, whether or not those before were quick; 0 for one after the
     *     other, as fast as it goes
     */
    void write(int from, int to, int perSecond) throws InterruptedException, ExecutionException {
        long start = System.nanoTime();
        List<Future<?>> running = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            int first = from + writer;
            running.add(threads.submit(() -> {
                for (int i = first; i < to; i += WRITERS) {
                    if (perSecond > 0) {
                        await(start + (i - from) * Duration.ofSeconds(1).toNanos() / perSecond);
                    }
                    write(i);
                }
            }));
        }
        for (Future<?> writer : running) {
            writer.get();
        }
    }

    private static void await(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private void write(int number) {
        begun[number] = System.nanoTime();
        // each writer inserts and updates in turn
        returned[number] = number / WRITERS % 2 == 0 ? editor.insert(number) : editor.update(number);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
