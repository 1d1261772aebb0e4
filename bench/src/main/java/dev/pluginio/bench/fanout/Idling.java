package dev.pluginio.bench.fanout;

import dev.pluginio.bench.fanout.Contender.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * What a connection that was let in and does nothing costs in memory, and, once they are there, how long a broadcast
 * takes to the last of them. Each run is a fresh process, in which as many connections were opened and closed before.
 */
final class Idling {

    private static final int ROUND_TRIPS = 100;

    private final Workplace workplace;
    private final List<Kind> kinds;
    private final int clients;
    private final int rounds;

    Idling(Workplace workplace, List<Kind> kinds, int clients, int rounds) {
        this.workplace = workplace;
        this.kinds = kinds;
        this.clients = clients;
        this.rounds = rounds;
    }

    void run() throws IOException, InterruptedException {
        System.out.printf("%n%,d clients, medians of %d alternated runs%n", clients, rounds);
        Comparison memory = new Comparison();
        Comparison last = new Comparison();
        for (int round = 0; round < rounds; round++) {
            for (Kind kind : kinds) {
                try (Contender contender = Contender.start(kind, workplace)) {
                    memory.add(kind, growth(contender));
                    last.add(kind, untilTheLast(contender));
                }
            }
        }
        System.out.printf("%n%-16s %28s %28s%n", "", "KB RSS a connection", "p99 to the last client, ms");
        kinds.forEach(kind -> System.out.printf("%-16s %28s %28s%n", kind, memory.of(kind), last.of(kind)));
        memory.print();
    }

    private double growth(Contender contender) throws InterruptedException {
        contender.crowd().growTo(clients / 5);
        contender.crowd().disperse();
        long before = settled(contender);
        contender.crowd().growTo(clients);
        return (settled(contender) - before) * 1024.0 / 1000 / clients;
    }

    private static long settled(Contender contender) throws InterruptedException {
        Thread.sleep(1000); // for what the server still has to say, or to close
        contender.server().collectGarbage();
        Thread.sleep(200);
        return contender.server().residentKib();
    }

    private static double untilTheLast(Contender contender) throws InterruptedException {
        Broadcasts.closed(contender, 1, Duration.ofSeconds(4)); // warm-up
        return Broadcasts.paced(contender, Duration.ofMillis(100), Duration.ofMillis(100L * ROUND_TRIPS))
                .rally()
                .last()
                .millis(0.99);
    }
}
