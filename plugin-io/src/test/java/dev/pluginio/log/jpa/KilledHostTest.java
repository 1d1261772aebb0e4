package dev.pluginio.log.jpa;

import static dev.pluginio.capture.jpa.model.Entities.counters;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.api.event.ContentEvent;
import dev.pluginio.capture.jpa.Database;
import dev.pluginio.capture.jpa.DurableHost;
import dev.pluginio.capture.jpa.model.Blog.Counter;
import dev.pluginio.log.Journal;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.h2.tools.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * B18, B25: a host that is killed again and again while it writes loses no event, tells of nothing that was not
 * committed, and of nothing twice. {@code -Dkills} says how often.
 */
class KilledHostTest {

    private static final int KILLS = Integer.getInteger("kills", 2);

    @TempDir
    Path folder;

    /** H2 in a process of its own: killed with the host, its files can hold one half of a transaction and not the other. */
    @Test
    void losesNothingOnH2() throws Exception {
        Server server = Server.createTcpServer("-tcpPort", "0", "-ifNotExists").start();
        try {
            kill("jdbc:h2:tcp://localhost:" + server.getPort() + "/mem:killed;DB_CLOSE_DELAY=-1", "sa");
        } finally {
            server.stop();
        }
    }

    @Test
    void losesNothingOnPostgres() throws Exception {
        kill(Database.postgresUrl(), "postgres");
    }

    private void kill(String url, String user) throws Exception {
        Path told = Files.createFile(folder.resolve("told"));
        try (DurableHost host = new DurableHost(Database.at(url, user)).fresh()) {
            host.commit(em -> {
                em.createQuery("delete from Counter").executeUpdate();
                counters(em, DyingHost.ENTRIES);
            });
        }
        Random random = new Random();
        for (int kill = 0; kill < KILLS; kill++) {
            runAndKill(url, user, told, kill, Files.size(told) + 23L * (20 + random.nextInt(600)));
        }
        check(url, user, Files.readAllLines(told));
    }

    /** Kills when the file has grown to a size, wherever the writers are then. */
    private static void runAndKill(String url, String user, Path told, int seed, long size) throws Exception {
        Process host = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DyingHost.class.getName(),
                        url,
                        user,
                        told.toString(),
                        String.valueOf(seed))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            Awaitility.await()
                    .atMost(Duration.ofMinutes(5))
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> !host.isAlive() || Files.size(told) >= size);
            assertThat(host.isAlive()).isTrue();
        } finally {
            host.destroyForcibly();
            assertThat(host.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static void check(String url, String user, List<String> told) throws IOException {
        try (DurableHost host = new DurableHost(Database.at(url, user))) {
            host.process = "afterwards";
            host.start();
            host.settle();
            assertThat(host.count("select count(*) from pluginio_event where seq is null"))
                    .isZero();
            List<Journal.Kept> kept = host.kept();
            List<String> offsets = kept.stream()
                    .map(Journal.Kept::event)
                    .map(ContentEvent::offset)
                    .toList();
            for (long id = 0; id < DyingHost.ENTRIES; id++) {
                assertThat(hits(kept, id)).isEqualTo(everyCommit(host, id));
            }
            List<String> heard = new ArrayList<>(told);
            host.heard.forEach(event -> heard.add(event.offset()));
            assertThat(heard).doesNotHaveDuplicates().isSubsetOf(offsets);
            assertThat(heard.stream().map(offsets::indexOf).toList()).isSorted();
        }
    }

    private static List<Long> hits(List<Journal.Kept> kept, long id) {
        return kept.stream()
                .map(one -> one.event().change().entry())
                .filter(entry -> entry.id().equals(id))
                .map(entry -> (Long) entry.values().get("hits"))
                .toList();
    }

    private static List<Long> everyCommit(DurableHost host, long id) {
        try (EntityManager em = host.factory.createEntityManager()) {
            return LongStream.rangeClosed(1, em.find(Counter.class, id).hits)
                    .boxed()
                    .toList();
        }
    }
}
