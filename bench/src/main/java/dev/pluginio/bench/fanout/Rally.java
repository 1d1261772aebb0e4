package dev.pluginio.bench.fanout;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;

/** A series of broadcasts: who has got which, and after what time. One thread triggers, one notes what arrives. */
final class Rally {

    private static final int RING = 1 << 12;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final int clients;
    private final AtomicLongArray triggered = new AtomicLongArray(RING);
    private final AtomicIntegerArray arrived = new AtomicIntegerArray(RING);
    private final Semaphore completions = new Semaphore(0);
    private final Latencies each = new Latencies();
    private final Latencies last = new Latencies();
    private int broadcasts;
    private int completed;

    /** Of broadcasts to so many clients. */
    Rally(int clients) {
        this.clients = clients;
    }

    /** One is triggered now. */
    void trigger() {
        int place = broadcasts++ % RING;
        arrived.set(place, 0);
        triggered.set(place, System.nanoTime());
    }

    /** A client has got the broadcast of this number. */
    void arrived(int number) {
        int place = number % RING;
        long nanos = System.nanoTime() - triggered.get(place);
        each.add(nanos);
        if (arrived.incrementAndGet(place) == clients) {
            last.add(nanos);
            completions.release();
        }
    }

    /** Waits until one more has reached every client. */
    void awaitOne() throws InterruptedException {
        if (!isCompletedWithin(PATIENCE)) {
            throw new IllegalStateException("broadcast " + completed + " reached " + arrived.get(completed % RING)
                    + " of " + clients + " clients in " + PATIENCE);
        }
    }

    /** Waits for a while until one more has reached every client. */
    boolean isCompletedWithin(Duration time) throws InterruptedException {
        boolean reached = completions.tryAcquire(time.toMillis(), TimeUnit.MILLISECONDS);
        completed += reached ? 1 : 0;
        return reached;
    }

    /** Waits until all that were triggered have reached every client. */
    void awaitAll() throws InterruptedException {
        while (completed < broadcasts) {
            awaitOne();
        }
    }

    long deliveries() {
        return (long) completed * clients;
    }

    /** Of each delivery. */
    Latencies each() {
        return each;
    }

    /** Of the last delivery of each broadcast. */
    Latencies last() {
        return last;
    }
}
