package dev.pluginio.bench.fanout;

import dev.pluginio.bench.fanout.Contender.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a connection that was let in and does nothing costs in memory, and, once they are there, how long a broadcast
 * takes to the last of them. Each round has fresh processes, in which a fifth as many connections were opened and closed, and
 * then all of them, some times: what a server loads, compiles and enlarges only once is no cost of a connection.
 */
final class Idling {

    private static final Duration WARM_UP = Duration.ofSeconds(3);
    private static final Duration TIME = Duration.ofSeconds(5);
    /**
     * So that the heap is as large as what lives in it, not a share larger, which would differ with what else lives there.
     * Without {@code -Xms} a heap never gets smaller than 8 MB: a server of which less lives could take in thousands of
     * connections and not grow at all.
     */
    private static final List<String> JVM =
            List.of("-Xms2m", "-Xmx512m", "-XX:+UseG1GC", "-XX:MinHeapFreeRatio=0", "-XX:MaxHeapFreeRatio=0");

    private static final long SETTLING = 6000;
    private static final long LEAVING = 2000;
    private static final int MOST_COLLECTIONS = 10;
    private static final long NOISE_KIB = 256;

    /**
     * How many are there already. No heap is smaller than nine megabytes, of which the bare server does not use two: they would
     * be filled for nothing.
     */
    private static final int ALREADY = 1_000;

    /**
     * How many more of them, from the first to the last round. A heap grows in regions of a megabyte, a tenth of what is
     * measured. How much of the last one is free differs from server to server; with a beginning that moves by a region in the
     * course of the rounds, none gains or loses by that.
     */
    private static final int MOVING = 500;

    private final Workplace workplace;
    private final List<Kind> kinds;
    private final int clients;
    private final int before;
    private final int rounds;

    /**
     * Measures nothing yet.
     *
     * @param before how often all of them come and go before they are measured
     */
    Idling(Workplace workplace, List<Kind> kinds, int clients, int before, int rounds) {
        this.workplace = workplace;
        this.kinds = kinds;
        this.clients = clients;
        this.before = before;
        this.rounds = rounds;
    }

    void run() throws IOException, InterruptedException {
        System.out.printf(
                "%n%,d clients that have been there %d times, medians of %d alternated runs%n",
                clients, before, rounds);
        Comparison memory = new Comparison();
        Comparison last = new Comparison();
        for (int round = 0; round < rounds; round++) {
            measure(memory, last, ALREADY + MOVING * round / rounds);
        }
        System.out.printf("%n%-16s %28s %28s%n", "", "KB RSS a connection", "p99 to the last client, ms");
        kinds.forEach(kind -> System.out.printf("%-16s %28s %28s%n", kind, memory.of(kind), last.of(kind)));
        memory.print();
    }

    private void measure(Comparison memory, Comparison last, int already) throws IOException, InterruptedException {
        List<Contender> contenders = new ArrayList<>();
        try {
            for (Kind kind : kinds) {
                Contender contender = Contender.start(kind, workplace, JVM);
                contenders.add(contender);
                comeAndGo(contender, clients / 5);
                for (int time = 0; time < before; time++) {
                    comeAndGo(contender, clients);
                }
            }
            for (Contender contender : contenders) {
                double growth = growth(contender, already);
                System.out.printf("%-16s %.2f KB, %d there before%n", contender.kind(), growth, already);
                memory.add(contender.kind(), growth);
                last.add(contender.kind(), untilTheLast(contender));
                contender.crowd().disperse();
            }
        } finally {
            contenders.forEach(Contender::close);
        }
    }

    private static void comeAndGo(Contender contender, int number) throws InterruptedException {
        contender.crowd().growTo(number);
        contender.crowd().disperse();
        Thread.sleep(LEAVING);
    }

    /** Of the memory it occupies, for each connection, in KB. */
    private double growth(Contender contender, int already) throws InterruptedException {
        contender.crowd().growTo(already);
        long before = settled(contender);
        contender.crowd().growTo(already + clients);
        return (settled(contender) - before) * 1024.0 / 1000 / clients;
    }

    /** Once it gets no less: a JVM keeps what its compilers used for five seconds after they were done. */
    private static long settled(Contender contender) throws InterruptedException {
        long least = collected(contender);
        for (int time = 0; time < MOST_COLLECTIONS; time++) {
            long now = collected(contender);
            if (now > least - NOISE_KIB) {
                return Math.min(now, least);
            }
            least = now;
        }
        return least;
    }

    private static long collected(Contender contender) throws InterruptedException {
        Thread.sleep(SETTLING);
        contender.server().collectGarbage();
        contender.trim();
        return contender.server().residentKib();
    }

    private static double untilTheLast(Contender contender) throws InterruptedException {
        Broadcasts.awaitAllThere(contender);
        Broadcasts.closed(contender, 1, WARM_UP);
        return Broadcasts.closed(contender, 1, TIME).rally().last().millis(0.99);
    }
}
