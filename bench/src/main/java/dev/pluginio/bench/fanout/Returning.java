package dev.pluginio.bench.fanout;

import dev.pluginio.bench.fanout.Contender.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What happens when all clients come back at once, to them and to those who ask the host's REST interface meanwhile. */
final class Returning {

    private static final List<String> JVM = List.of("-Xmx512m", "-XX:+UseG1GC");

    private final Workplace workplace;
    private final int clients;
    private final int rounds;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Returning(Workplace workplace, int clients, int rounds) {
        this.workplace = workplace;
        this.clients = clients;
        this.rounds = rounds;
    }

    void run() throws Exception {
        System.out.printf("%n%,d clients come back at once, medians of %d times%n", clients, rounds);
        Figures seconds = new Figures();
        Figures memory = new Figures();
        Figures calm = new Figures();
        Figures meanwhile = new Figures();
        try (Contender ours = Contender.start(Kind.OURS, workplace, JVM)) {
            ours.crowd().growTo(clients);
            asking(ours.rest(), () -> Thread.sleep(2000));
            for (int round = 0; round < rounds; round++) {
                calm.add(asking(ours.rest(), () -> Thread.sleep(2000)));
                ours.crowd().disperse();
                Thread.sleep(500);
                ours.server().forgetPeak();
                meanwhile.add(asking(ours.rest(), () -> seconds.add(comeBack(ours.crowd()))));
                memory.add(ours.server().peakKib() * 1024 / 1e6);
            }
        }
        System.out.printf("all back after %s s, peak memory of the whole host %s MB%n", seconds, memory);
        System.out.printf("p99 of the host's REST answers, ms: before %s, meanwhile %s%n", calm, meanwhile);
    }

    private double comeBack(Crowd crowd) throws InterruptedException {
        long start = System.nanoTime();
        crowd.open(clients);
        crowd.awaitSize(clients);
        return (System.nanoTime() - start) / 1e9;
    }

    /** What goes on while the REST interface is asked. */
    private interface Event {
        void happen() throws Exception;
    }

    /** Asks one question after the other while something happens. */
    private double asking(URI rest, Event event) throws Exception {
        Latencies answers = new Latencies();
        ExecutorService asker = Executors.newSingleThreadExecutor();
        try {
            Future<?> asked = asker.submit(() -> {
                while (!Thread.currentThread().isInterrupted()) {
                    answers.add(ask(rest));
                }
            });
            event.happen();
            asker.shutdownNow();
            asked.get();
        } finally {
            asker.shutdownNow();
        }
        return answers.millis(0.99);
    }

    private long ask(URI rest) {
        HttpRequest request = HttpRequest.newBuilder(rest.resolve("/api/articles"))
                .timeout(Duration.ofSeconds(30))
                .build();
        long start = System.nanoTime();
        try {
            http.send(request, HttpResponse.BodyHandlers.discarding());
        } catch (IOException e) {
            throw new IllegalStateException("the REST interface does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return System.nanoTime() - start;
    }
}
