package dev.pluginio.bench.fanout;

import java.time.Duration;

/** Has a server send the same to all its clients again and again for a while. */
final class Broadcasts {

    /**
     * What came of it.
     *
     * @param cpuMicros the server's processor time for a delivery
     * @param perSecond deliveries a second
     * @param rally how long they took
     */
    record Outcome(double cpuMicros, double perSecond, Rally rally) {}

    private static final int ATTEMPTS = 20;
    private static final Duration A_WHILE = Duration.ofSeconds(1);

    private Broadcasts() {}

    /** Waits until all are in the room: until something sent reaches every client. */
    static void awaitAllThere(Contender contender) throws InterruptedException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Rally rally = contender.crowd().rally();
            rally.trigger();
            contender.server().broadcast(1);
            if (rally.isCompletedWithin(A_WHILE)) {
                return;
            }
        }
        throw new IllegalStateException("not all clients of " + contender.kind() + " are in the room");
    }

    /** Always so many under way: the next is triggered when one has reached everybody. */
    static Outcome closed(Contender contender, int inFlight, Duration time) throws InterruptedException {
        Rally rally = contender.crowd().rally();
        ServerProcess server = contender.server();
        long cpu = server.cpuMicros();
        long start = System.nanoTime();
        for (int i = 0; i < inFlight; i++) {
            rally.trigger();
        }
        server.broadcast(inFlight);
        while (System.nanoTime() - start < time.toNanos()) {
            rally.awaitOne();
            rally.trigger();
            server.broadcast(1);
        }
        rally.awaitAll();
        return outcome(server, rally, cpu, start);
    }

    /** At fixed times, whether or not those before have arrived. */
    static Outcome paced(Contender contender, Duration interval, Duration time) throws InterruptedException {
        Rally rally = contender.crowd().rally();
        ServerProcess server = contender.server();
        long cpu = server.cpuMicros();
        long start = System.nanoTime();
        for (long due = start; due - start < time.toNanos(); due += interval.toNanos()) {
            long left = due - System.nanoTime();
            if (left > 0) {
                Thread.sleep(Duration.ofNanos(left).toMillis());
            }
            rally.trigger();
            server.broadcast(1);
        }
        rally.awaitAll();
        return outcome(server, rally, cpu, start);
    }

    private static Outcome outcome(ServerProcess server, Rally rally, long cpu, long start) {
        double seconds = (System.nanoTime() - start) / 1e9;
        double used = server.cpuMicros() - cpu;
        return new Outcome(used / rally.deliveries(), rally.deliveries() / seconds, rally);
    }
}
