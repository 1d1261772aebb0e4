package dev.pluginio.bench.fanout;

import dev.pluginio.bench.fanout.Contender.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a delivery costs the server: all servers run side by side, idle but for the one whose turn it is. */
final class Delivering {

    private static final List<String> JVM = List.of("-Xmx512m", "-XX:+UseG1GC");
    private static final Duration WARM_UP = Duration.ofSeconds(5);
    private static final int[] IN_FLIGHT = {1, 10};

    private final Workplace workplace;
    private final List<Kind> kinds;
    private final int clients;
    private final int rounds;
    private final Duration turn;

    Delivering(Workplace workplace, List<Kind> kinds, int clients, int rounds, Duration turn) {
        this.workplace = workplace;
        this.kinds = kinds;
        this.clients = clients;
        this.rounds = rounds;
        this.turn = turn;
    }

    void run() throws IOException, InterruptedException {
        System.out.printf("%n%,d clients, 1 KB, medians of %d alternated runs of %s%n", clients, rounds, turn);
        List<Contender> contenders = new ArrayList<>();
        try {
            for (Kind kind : kinds) {
                contenders.add(warm(Contender.start(kind, workplace, JVM)));
            }
            for (int inFlight : IN_FLIGHT) {
                measure(contenders, inFlight);
            }
        } finally {
            contenders.forEach(Contender::close);
        }
    }

    private Contender warm(Contender contender) throws InterruptedException {
        contender.crowd().growTo(clients);
        Broadcasts.awaitAllThere(contender);
        for (int inFlight : IN_FLIGHT) {
            Broadcasts.closed(contender, inFlight, WARM_UP);
        }
        return contender;
    }

    private void measure(List<Contender> contenders, int inFlight) throws InterruptedException {
        Comparison cpu = new Comparison();
        Comparison rate = new Comparison();
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < contenders.size(); i++) {
                Contender contender = contenders.get((i + round) % contenders.size());
                Broadcasts.Outcome outcome = Broadcasts.closed(contender, inFlight, turn);
                cpu.add(contender.kind(), outcome.cpuMicros());
                rate.add(contender.kind(), outcome.perSecond());
            }
        }
        System.out.printf("%n%-16s %28s %14s%n", inFlight + " in flight", "server CPU µs a delivery", "deliveries/s");
        kinds.forEach(kind -> System.out.printf(
                "%-16s %28s %,14.0f%n", kind, cpu.of(kind), rate.of(kind).median()));
        cpu.print();
    }
}
