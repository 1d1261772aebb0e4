package dev.pluginio.e2e.durable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.e2e.driver.FreePort;
import dev.pluginio.e2e.driver.Places;
import dev.pluginio.e2e.driver.Postgres;
import dev.pluginio.e2e.driver.SocketDriver;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * B18, B25: a host that writes as fast as it can is killed, again and again, at last is asked to end as operators do, and
 * started again; the official clients that are connected to the packed plugin in it come back, and hear each committed
 * change of each entry once, in the order of the commits, and nothing else. {@code -Dkills} says how often it is killed.
 */
class KilledHostIT {

    private static final int KILLS = Integer.getInteger("kills", 1);

    @TempDir
    Path folder;

    @Test
    void losesNothingOnPostgres() throws Exception {
        try (Postgres postgres = Postgres.start()) {
            kill("PostgreSQL", postgres.url(postgres.newDatabase()), "postgres");
        }
    }

    /** In a process of its own: killed with the host, its files can hold one half of a transaction and not the other. */
    @Test
    void losesNothingOnH2() throws Exception {
        int port = FreePort.next();
        Process h2 = new ProcessBuilder(
                        Places.java().toString(),
                        "-Xmx300m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        Places.hostJar().toString(),
                        "org.h2.tools.Server",
                        "-tcp",
                        "-tcpPort",
                        Integer.toString(port),
                        "-ifNotExists")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            kill("H2", "jdbc:h2:tcp://localhost:" + port + "/mem:killed;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000", "sa");
        } finally {
            h2.destroyForcibly();
        }
    }

    private void kill(String name, String url, String user) throws Exception {
        Random random = new Random();
        try (RunningHost host = new RunningHost(folder, url, user).start();
                SocketDriver driver = SocketDriver.Kind.JAVASCRIPT.start()) {
            Map<Long, Long> before = host.state();
            List<Ear> ears = List.of(
                    new Ear(driver, host.io(), "websocket", before), new Ear(driver, host.io(), "polling", before));
            host.run("write");
            for (int i = 0; i <= KILLS; i++) {
                ears.forEach(ear -> ear.hearMore(1 + random.nextInt(200)));
                LockSupport.parkNanos(random.nextInt((int) TimeUnit.MILLISECONDS.toNanos(50)));
                if (i < KILLS) {
                    host.kill();
                } else {
                    host.terminate();
                }
                host.start("write");
                ears.forEach(Ear::back);
                ears.forEach(Ear::listen);
                System.out.printf(
                        "%s: %d ends, %d events%n", name, i + 1, ears.get(0).heard());
            }
            host.run("rest");
            Map<Long, Long> after = host.state();
            for (Ear ear : ears) {
                assertThat(ear.faults(after)).isEmpty();
                System.out.printf("%s: recovered %d times%n", name, ear.recovered());
            }
        }
    }
}
