package dev.pluginio.bench.fanout;

import dev.pluginio.bench.fanout.Contender.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Whether one client that reads nothing is noticed by the others in its room. What is sent is larger here, so that the
 * operating system soon takes no more for it: then it waits in the server, which sends the client away in the end.
 */
final class Stalling {

    private static final List<String> JVM = List.of("-Xmx512m", "-XX:+UseG1GC", "-Dbench.body=16000");
    private static final Duration INTERVAL = Duration.ofMillis(40);

    private final Workplace workplace;
    private final int clients;
    private final int rounds;
    private final Duration turn;

    Stalling(Workplace workplace, int clients, int rounds, Duration turn) {
        this.workplace = workplace;
        this.clients = clients;
        this.rounds = rounds;
        this.turn = turn;
    }

    void run() throws IOException, InterruptedException {
        System.out.printf(
                "%n%,d clients, 16 KB, %d broadcasts a second, medians of %d alternated runs of %s%n",
                clients, Duration.ofSeconds(1).dividedBy(INTERVAL), rounds, turn);
        Figures without = new Figures();
        Figures with = new Figures();
        try (Contender ours = Contender.start(Kind.OURS, workplace, JVM)) {
            ours.crowd().growTo(clients);
            Broadcasts.awaitAllThere(ours);
            Broadcasts.closed(ours, 1, turn);
            for (int round = 0; round < rounds; round++) {
                without.add(p99(ours));
                ours.crowd().addStalled();
                with.add(p99(ours));
                ours.crowd().removeStalled();
            }
        }
        System.out.printf("p99 of a delivery, ms: without a stalled reader %s, with one %s%n", without, with);
        System.out.printf("with one it is %.2f times as long%n", with.ratioTo(without));
    }

    private double p99(Contender contender) throws InterruptedException {
        return Broadcasts.paced(contender, INTERVAL, turn).rally().each().millis(0.99);
    }
}
