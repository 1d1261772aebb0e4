package dev.pluginio.bench.fanout;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * What clients get that lose their connections while messages go out: how much of it, and how soon after they are back.
 * Ours against the official server, both with connection state recovery; the same drops at the same times. Before it
 * counts, all of it is rehearsed, on each server as often: they are to be compared as they run, not as they start.
 */
final class Jitter {

    static final int MESSAGES = 120;
    private static final int DROPS = 3;
    private static final long AWAY_MILLIS = 2_000;
    private static final long BETWEEN_MILLIS = 100;
    private static final long PATIENCE_MILLIS = 20_000;
    private final Workplace workplace;
    private final List<Recovering> servers;
    private final int clients;
    private final int rounds;
    private final int rehearsals;
    private final List<String> jvm;

    /**
     * Measures nothing yet.
     *
     * @param collector the garbage collector of those that run in a JVM: {@code G1}, {@code Z}
     */
    Jitter(Workplace workplace, List<Recovering> servers, int clients, int rounds, int rehearsals, String collector) {
        this.workplace = workplace;
        this.servers = servers;
        this.clients = clients;
        this.rounds = rounds;
        this.rehearsals = rehearsals;
        this.jvm = List.of("-Xmx512m", "-XX:+Use" + collector + "GC");
    }

    void run() throws Exception {
        System.out.printf(
                "%n%,d clients, each dropped %d times for %d ms while %d messages go out, %d times, each rehearsed %d times%n",
                clients, DROPS, AWAY_MILLIS, MESSAGES, rounds, rehearsals);
        List<Recovering> order = new ArrayList<>(servers);
        for (int round = 0; round < rounds; round++) {
            for (Recovering server : order) {
                try (Contender contender = Contender.recovering(server, workplace, jvm)) {
                    measure(server, contender, round);
                }
            }
            Collections.reverse(order);
        }
    }

    private void measure(Recovering server, Contender contender, int seed) throws Exception {
        Teller teller = server.isOurs() ? new Newsdesk(contender) : contender.server()::tell;
        try (Travels travels = new Travels(contender.server().port(), contender.connect(), clients)) {
            travels.awaitInside(clients);
            Random dice = new Random(seed);
            for (int rehearsal = 0; rehearsal < rehearsals; rehearsal++) {
                travel(travels, dice, number -> teller.tell(Travels.REHEARSED + number));
                travels.awaitInside(clients);
            }
            travels.begin();
            long used = contender.server().cpuMicros();
            travel(travels, dice, number -> {
                travels.told(number);
                teller.tell(Integer.toString(number));
            });
            travels.awaitAll(PATIENCE_MILLIS);
            report(server, travels, contender.server().cpuMicros() - used);
        }
    }

    /** One message after the other goes out, while each client loses its connection now and then. */
    private void travel(Travels travels, Random dice, Messenger messenger) throws IOException, InterruptedException {
        long share = MESSAGES * BETWEEN_MILLIS / DROPS;
        int latest = (int) Math.max(1, share - AWAY_MILLIS - 500);
        for (int client = 0; client < clients; client++) {
            for (int drop = 0; drop < DROPS; drop++) {
                // one after the other, at any time within its share of the whole
                travels.drop(client, drop * share + dice.nextInt(latest), AWAY_MILLIS);
            }
        }
        long start = System.nanoTime();
        for (int number = 1; number <= MESSAGES; number++) {
            long left = start + TimeUnit.MILLISECONDS.toNanos(number * BETWEEN_MILLIS) - System.nanoTime();
            TimeUnit.NANOSECONDS.sleep(left);
            messenger.send(number);
        }
    }

    private void report(Recovering server, Travels travels, long micros) {
        long expected = (long) clients * MESSAGES;
        System.out.printf(
                "%-25s delivered %.3f %% (%,d twice, %,d out of order), recovered %,d of %,d;"
                        + " replay ms p50 %.2f p99 %.2f; connected again ms p50 %.2f p99 %.2f;"
                        + " all messages ms p50 %.2f p99 %.2f; processor time of the server %.2f s%n",
                server,
                100.0 * travels.delivered() / expected,
                travels.repeated(),
                travels.disordered(),
                travels.recovered(),
                travels.returns(),
                travels.replays().millis(0.5),
                travels.replays().millis(0.99),
                travels.entries().millis(0.5),
                travels.entries().millis(0.99),
                travels.all().millis(0.5),
                travels.all().millis(0.99),
                micros / 1e6);
    }

    /** Has the message with a number go out. */
    @FunctionalInterface
    private interface Messenger {
        void send(int number) throws IOException, InterruptedException;
    }

    /** Has all clients told something. */
    @FunctionalInterface
    interface Teller {
        void tell(String title) throws IOException, InterruptedException;
    }

    /** Changes an article by the host's REST interface. */
    private static final class Newsdesk implements Teller {
        private final HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        private final URI articles;
        private final String token;
        private final String documentId;

        Newsdesk(Contender contender) throws IOException, InterruptedException {
            articles = contender.rest().resolve("/api/articles");
            token = contender.editor();
            String body = "The sea rises. ".repeat(60).substring(0, 880);
            String made = send(
                    "POST", articles, "{\"data\":{\"title\":\"new\",\"slug\":\"jitter\",\"body\":\"" + body + "\"}}");
            documentId = made.replaceAll("(?s).*\"documentId\"\\s*:\\s*\"([^\"]+)\".*", "$1");
            send("POST", URI.create(articles + "/" + documentId + "/publish"), "{}");
        }

        @Override
        public void tell(String title) throws IOException, InterruptedException {
            send("PUT", URI.create(articles + "/" + documentId), "{\"data\":{\"title\":\"" + title + "\"}}");
        }

        private String send(String method, URI address, String body) throws IOException, InterruptedException {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(address)
                            .header("Authorization", "Bearer " + token)
                            .header("Content-Type", "application/json")
                            .method(method, HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                throw new IOException(method + " " + address + " was answered by " + answer.statusCode());
            }
            return answer.body();
        }
    }
}
